import type { MedplumClient } from '@medplum/core';
import { type AnsweredCase, answeredCases } from './answeredCases.ts';

/**
 * Every case of a member with a payer. Requests that failed for a business error opened no case, and answers that others
 * replace are not among them.
 * @param member - `Patient/<id>` and `Organization/<id>` of record
 */
export function casesOfMember(
  client: MedplumClient,
  member: { readonly patient: string; readonly payer: string },
): Promise<readonly AnsweredCase[]> {
  return answeredCases(
    client,
    { patient: member.patient },
    ({ outcome, status, insurer }) => outcome !== 'error' && status === 'active' && insurer.reference === member.payer,
  );
}
