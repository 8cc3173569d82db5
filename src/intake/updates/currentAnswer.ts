import type { MedplumClient, WithId } from '@medplum/core';
import type { ClaimResponse } from '@medplum/fhirtypes';
import { replacedById } from '../../fhir/caseLinks.ts';

/** The answer that stands: this one, or the last of those that came in its place. */
export async function currentAnswer(
  client: MedplumClient,
  answer: WithId<ClaimResponse>,
): Promise<WithId<ClaimResponse>> {
  let current = answer;
  for (let next = replacedById(current); next !== undefined; next = replacedById(current))
    current = await client.readResource('ClaimResponse', next, { cache: 'reload' });
  return current;
}
