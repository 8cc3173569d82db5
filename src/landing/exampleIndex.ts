import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const folder = new URL('../../fhir-profiles/examples/', import.meta.url);
const requests = 'requests/';

const indexSchema = z.array(
  z.object({
    file: z.string().startsWith(requests),
    row: z.number().int(),
    title: z.string(),
    urgency: z.enum(['routine', 'urgent']),
    status: z.number().int(),
    items: z.array(z.object({ sequence: z.number().int(), action: z.string() })),
    errors: z.array(z.string()),
  }),
);

/** One request of the demo plan and what to expect of it. */
export interface Example {
  /** File name, without its folder. */
  readonly name: string;
  /** Row of the answer table it shows. */
  readonly row: number;
  /** One sentence. */
  readonly title: string;
  readonly urgent: boolean;
  /** HTTP status it is answered with. */
  readonly status: number;
  /** X12 306 of each item. */
  readonly actions: readonly string[];
  /** X12 901. */
  readonly errors: readonly string[];
}

/** Every example request, in the order of the answer table. */
export async function readExamples(): Promise<readonly Example[]> {
  const entries = indexSchema.parse(JSON.parse(await readFile(new URL('index.json', folder), 'utf8')));
  return entries.map(({ file, row, title, urgency, status, items, errors }) => ({
    name: file.slice(requests.length),
    row,
    title,
    urgent: urgency === 'urgent',
    status,
    actions: items.map(({ action }) => action),
    errors,
  }));
}

/** The exact bytes of an example; only names from `readExamples` may be asked for. */
export async function readExample({ name }: Example): Promise<Uint8Array> {
  return readFile(new URL(`${requests}${name}`, folder));
}
