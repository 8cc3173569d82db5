import type { MedplumClient } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import { sha256 } from '../../fhir/sha256.ts';
import { requestsOfAnswer } from '../../intake/attachments/informationRequests.ts';
import { responseBundle } from '../../pas/response/responseBundle.ts';
import { readAnsweredCase } from '../queue/answeredCase.ts';
import type { AnswerVersion } from '../queue/event.ts';

/** Composes the PAS response Bundle for a version of an answer, as it read then. */
export type AnswerBundles = (response: AnswerVersion, base: string) => Promise<Bundle & { readonly id: string }>;

const kept = 200;

/** The same version is sent to many subscribers at about the same time, so the last few are kept. */
export function answerBundles(client: MedplumClient): AnswerBundles {
  const bundles = new Map<string, ReturnType<AnswerBundles>>();
  return (response, base) => {
    const key = `${base} ${response.id}/${response.version}`;
    const there = bundles.get(key);
    if (there) return there;
    const composed = compose(client, response, base);
    bundles.set(key, composed);
    composed.catch(() => bundles.delete(key));
    for (const oldest of bundles.keys()) {
      if (bundles.size <= kept) break;
      bundles.delete(oldest);
    }
    return composed;
  };
}

async function compose(
  client: MedplumClient,
  { id, version }: AnswerVersion,
  base: string,
): Promise<Bundle & { readonly id: string }> {
  const stored = await client.readVersion('ClaimResponse', id, version);
  const answered = await readAnsweredCase(client, stored);
  if (!answered) throw new Error(`ClaimResponse/${id} has no receipt`);
  // What was asked for and has come since, or is not wanted any more, is not asked for again.
  const requests = await requestsOfAnswer(client, stored);
  return { ...responseBundle(stored, answered.submission, base, requests), id: stableId(`${id}/${version}`) };
}

/** The same UUID (version 8) for the same version of an answer: sent twice, it is recognized. */
function stableId(name: string): string {
  const hex = sha256(new TextEncoder().encode(name));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
