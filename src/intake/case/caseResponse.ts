import type { ClaimResponse, Reference } from '@medplum/fhirtypes';
import type { Deadlines } from '../../deadlines/index.ts';
import type { GatheredFacts } from '../../directory/gatherFacts.ts';
import { caseSystem, npiSystem } from '../../fhir/systems.ts';
import { boundedResponse } from '../../pas/response/boundedResponse.ts';
import { claimResponse } from '../../pas/response/claimResponse.ts';
import { findable } from '../inquiry/failedRequests.ts';
import { storable } from '../logicalReferences.ts';
import { receiptKey } from '../receipt.ts';
import { withEarlierRequests } from '../undecided/earlierRequests.ts';
import { updatedAnswer } from '../updates/updatedCase.ts';
import type { CaseInput } from './caseInput.ts';

export interface AnsweredWith {
  readonly deadlines: Deadlines | undefined;
  /** Claim, literally or by its fullUrl in the transaction. */
  readonly claimUrl: string;
  /** Certification and reference numbers by item. */
  readonly numbers: ReadonlyMap<number, string>;
  /** Instant of receipt, ISO 8601 with offset. */
  readonly created: string;
}

/** The answer as it is stored, without the link to its evidence. */
export function caseResponse(input: CaseInput, { deadlines, claimUrl, numbers, created }: AnsweredWith): ClaimResponse {
  const { submission, determination, gathered, update, undecided } = input;
  const { matched, facts } = gathered;
  const determined = claimResponse({
    submission,
    determination,
    deadlines,
    created,
    issued: facts.receivedOn,
    caseIdentifier: { system: caseSystem, value: receiptKey(input.receipt) },
    references: {
      claim: { reference: claimUrl },
      patient: storable(submission, matched, submission.claim.patient),
      insurer: storable(submission, matched, submission.claim.insurer),
      requestor: storable(submission, matched, submission.claim.provider),
    },
    numberOf: ({ sequence }) => numbers.get(sequence) ?? '',
    providers: ({ sequence }) => providersAsked(gathered, sequence),
    errorExpression: errorExpression(input),
  });
  if (determination.error) return findable(determined, submission);
  const response = update ? updatedAnswer(update, determined, submission, facts.receivedOn, deadlines) : determined;
  return boundedResponse(withEarlierRequests(response, undecided, deadlines));
}

/** Whom an item asks for, as far as they have an NPI. */
function providersAsked({ facts, matched }: GatheredFacts, sequence: number): readonly Reference[] {
  const requested = facts.items.find((item) => item.sequence === sequence)?.requested ?? [];
  return requested.flatMap(({ npi, name }) => {
    if (npi === undefined) return [];
    const reference = matched.parties.get(npi);
    return [{ ...(reference ? { reference } : {}), identifier: { system: npiSystem, value: npi }, display: name }];
  });
}

function errorExpression({ determination, request }: CaseInput): string {
  switch (determination.error?.subject) {
    case 'insurer':
      return 'Bundle.entry[0].resource.insurer';
    case 'prior-request':
      return 'Bundle.entry[0].resource.related[0].claim';
    case 'birth-date':
      return `${request.member.expression}.birthDate`;
    default:
      return request.member.numbers[0]?.expression ?? request.member.expression;
  }
}
