import { readFileSync } from 'node:fs';
import type {
  Bundle,
  ClaimResponse,
  ExtractResource,
  OperationOutcome,
  Resource,
  ResourceType,
} from '@medplum/fhirtypes';
import { extensionOf } from '../../src/fhir/elements.ts';
import { pasExtension } from '../../src/pas/codes.ts';

/** What a service said to one request. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Resource;
}

type RequestBody = string | Uint8Array<ArrayBuffer>;

export async function post(url: string, body: RequestBody, contentType = 'application/fhir+json'): Promise<Reply> {
  const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': contentType } });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Resource };
}

export function submit(base: string, body: RequestBody): Promise<Reply> {
  return post(`${base}/fhir/Claim/$submit`, body);
}

/** Every match of a search, following its next links. */
export async function search<K extends ResourceType>(
  base: string,
  type: K,
  query: string,
): Promise<readonly ExtractResource<K>[]> {
  const found: ExtractResource<K>[] = [];
  let url: string | undefined = `${base}/fhir/${type}?${query}`;
  while (url !== undefined) {
    const response: Response = await fetch(url);
    const page = (await response.json()) as Bundle;
    if (response.status !== 200) throw new Error(`${response.status} ${JSON.stringify(page)}`);
    for (const { resource } of page.entry ?? []) if (isOfType(resource, type)) found.push(resource);
    url = page.link?.find(({ relation }) => relation === 'next')?.url;
  }
  return found;
}

function isOfType<K extends ResourceType>(resource: Resource | undefined, type: K): resource is ExtractResource<K> {
  return resource?.resourceType === type;
}

/** How many resources of each type there are. */
export async function counts(base: string, types: readonly ResourceType[]): Promise<Record<string, number>> {
  const entries = await Promise.all(
    types.map(async (type) => {
      const page = (await (await fetch(`${base}/fhir/${type}?_summary=count`)).json()) as Bundle;
      return [type, page.total ?? -1] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** The ClaimResponse of a PAS response Bundle. */
export function claimResponseIn(reply: Reply): ClaimResponse {
  const first = reply.body.resourceType === 'Bundle' ? reply.body.entry?.[0]?.resource : undefined;
  if (first?.resourceType === 'ClaimResponse') return first;
  throw new Error(`No ClaimResponse in the answer: ${reply.status} ${JSON.stringify(reply.body)}`);
}

/** Item sequence and X12 306 code of every item. */
export function actionsOf(response: ClaimResponse): readonly { sequence: number; action: string | undefined }[] {
  return (response.item ?? []).map(({ itemSequence, adjudication }) => {
    const review = extensionOf(adjudication?.[0], pasExtension.reviewAction);
    const code = extensionOf(review, pasExtension.reviewActionCode)?.valueCodeableConcept?.coding?.[0]?.code;
    return { sequence: itemSequence, action: code };
  });
}

export function outcomeIn(reply: Reply): OperationOutcome {
  if (reply.body.resourceType === 'OperationOutcome') return reply.body;
  throw new Error(`No OperationOutcome: ${reply.status} ${JSON.stringify(reply.body)}`);
}

/** The bytes of a file of fhir-profiles/examples. */
export function example(file: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(new URL(`../../fhir-profiles/examples/${file}`, import.meta.url)));
}
