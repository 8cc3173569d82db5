import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const folder = new URL('../../../fhir-profiles/examples/', import.meta.url);

const party = z.enum(['EHR', 'Plan', 'Reviewer']);
const file = z.string().regex(/^(?:requests|walkthrough)\/[a-z0-9.-]+\.json$/);

const stepSchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  title: z.string(),
  from: party,
  to: party,
  at: z.iso.datetime({ offset: true }),
  words: z.array(z.string()).min(1),
  method: z.enum(['GET', 'POST', 'DELETE']),
  path: z.string(),
  request: file.optional(),
  status: z.number().int(),
  response: file.optional(),
  look: z.array(z.strictObject({ path: z.string(), value: z.string(), why: z.string() })),
});

/** One message and its reply. */
export interface WalkthroughStep {
  /** Names the step in links. */
  readonly id: string;
  readonly title: string;
  readonly from: z.infer<typeof party>;
  readonly to: z.infer<typeof party>;
  /** When it is sent: an instant with offset. */
  readonly at: string;
  /** Sentences for the reader. */
  readonly words: readonly string[];
  readonly method: string;
  /** Of the request, with its query. */
  readonly path: string;
  /** File with the body sent, below `fhir-profiles/examples`; absent: no body. */
  readonly request?: string;
  /** HTTP status of the reply. */
  readonly status: number;
  /** File with the body of the reply; absent: no body. */
  readonly response?: string;
  /** What to look at in what the plan says: FHIRPath, what it yields, and what that means. */
  readonly look: readonly { readonly path: string; readonly value: string; readonly why: string }[];
}

/** Every step, in the order in which the messages are sent. */
export async function readWalkthrough(): Promise<readonly WalkthroughStep[]> {
  const text = await readFile(new URL('walkthrough/steps.json', folder), 'utf8');
  return z.array(stepSchema).min(1).parse(JSON.parse(text));
}

/** The text of a step's file; only files that `readWalkthrough` names may be asked for. */
export async function readMessage(name: string): Promise<string> {
  return readFile(new URL(name, folder), 'utf8');
}
