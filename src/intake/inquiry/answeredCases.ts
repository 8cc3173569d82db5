import type { MedplumClient } from '@medplum/core';
import type { Bundle, Claim, ClaimResponse, Communication } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../../directory/searchAll.ts';
import { caseKeyOf } from '../../fhir/caseLinks.ts';
import { caseSystem, receiptSystem } from '../../fhir/systems.ts';
import type { StandingCase } from '../../pas/inquiry/standingCase.ts';
import { resolverOf } from '../../pas/request/resolver.ts';
import type { Submission } from '../../pas/request/submission.ts';
import { batchesOf } from '../batches.ts';
import { itemNumber } from '../keys.ts';
import { channelOf, receiptKey } from '../receipt.ts';
import { receivedSubmission, standingSubmission } from '../standingSubmission.ts';

/** A case, with how its request came. */
export interface AnsweredCase extends StandingCase {
  /** False: it came as something else, and a Claim was made of it. */
  readonly sentAsClaim: boolean;
  /** Milliseconds since 1970. */
  readonly received: number;
}

/** So many receipts are asked for in one search, by keys of 64 characters. */
const receiptsAtOnce = 25;

/** The cases of answers that a search finds and that are wanted, each as it now stands. */
export async function answeredCases(
  client: MedplumClient,
  query: Readonly<Record<string, string | readonly string[]>>,
  isWanted: (response: ClaimResponse) => boolean,
): Promise<readonly AnsweredCase[]> {
  const { resources } = await searchAll(client, 'ClaimResponse', { ...query, _include: 'ClaimResponse:request' });
  const claims = new Map(ofType(resources, 'Claim').map((claim) => [`Claim/${claim.id}`, claim]));
  const responses = ofType(resources, 'ClaimResponse').filter(isWanted);
  const receipts = await receiptsOf(client, responses.flatMap(keyOf));
  const cases = responses.map((response) => {
    const receipt = receipts.find((one) => receiptKey(one) === caseKeyOf(response));
    return caseOf(client, response, claims.get(response.request?.reference ?? ''), receipt);
  });
  return (await Promise.all(cases)).flat();
}

function keyOf({ identifier = [] }: ClaimResponse): readonly string[] {
  return identifier.flatMap(({ system, value }) => (system === caseSystem && value !== undefined ? [value] : []));
}

async function receiptsOf(client: MedplumClient, keys: readonly string[]): Promise<readonly Communication[]> {
  const found: Communication[] = [];
  for (const some of batchesOf(keys, receiptsAtOnce)) {
    const identifier = some.map((key) => `${receiptSystem}|${key}`).join(',');
    found.push(...ofType((await searchAll(client, 'Communication', { identifier })).resources, 'Communication'));
  }
  return found;
}

async function caseOf(
  client: MedplumClient,
  response: ClaimResponse,
  claim: Claim | undefined,
  receipt: Communication | undefined,
): Promise<readonly AnsweredCase[]> {
  const own = (receipt && (await receivedSubmission(client, receipt))) ?? (claim && submissionOfClaim(claim));
  if (!own) return [];
  const submission = await standingSubmission(client, response, own);
  const sentAsClaim = receipt === undefined || channelOf(receipt) !== 'service-request';
  const numbers = numbersOf(submission, keyOf(response));
  // The answer alone tells the instant of receipt to the second.
  const received = Date.parse(receipt?.received ?? response.created);
  return [{ response, submission, numbers, sentAsClaim, received }];
}

/** A stored Claim by itself: its references name people and organizations by identifier. */
function submissionOfClaim(claim: Claim): Submission {
  const claimFullUrl = `urn:uuid:${claim.id}`;
  const entry = [{ fullUrl: claimFullUrl, resource: claim }];
  const bundle: Bundle = { resourceType: 'Bundle', type: 'collection', entry };
  return { bundle, claim, claimFullUrl, ...resolverOf(bundle), dangling: [], ignored: [] };
}

/**
 * The numbers under which each item may have been pended and certified, in this version or one it replaces: all are derived, so
 * none is ever lost. @see PAS 2.2.1, spec-47 and 48
 */
function numbersOf({ claim }: Submission, keys: readonly string[]): StandingCase['numbers'] {
  const both = (sequence: number) =>
    keys.flatMap((key) => [itemNumber('AUTH', key, sequence), itemNumber('REF', key, sequence)]);
  return new Map((claim.item ?? []).map(({ sequence }) => [sequence, both(sequence)]));
}
