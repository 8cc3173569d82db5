import type { MedplumClient } from '@medplum/core';
import type { Bundle, Claim, ClaimResponse, Communication } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../directory/searchAll.ts';
import { caseKeyOf } from '../fhir/caseLinks.ts';
import { caseSystem, receiptSystem } from '../fhir/systems.ts';
import type { StandingCase } from '../pas/inquiry/standingCase.ts';
import { resolverOf } from '../pas/request/resolver.ts';
import type { Submission } from '../pas/request/submission.ts';
import { itemNumber } from './keys.ts';
import { channelOf, receiptKey } from './receipt.ts';
import { receivedSubmission, standingSubmission } from './standingSubmission.ts';

/** A case, and whether its request was a Claim from the start. */
export interface CaseOfMember extends StandingCase {
  readonly sentAsClaim: boolean;
}

/** So many receipts are asked for in one search, by keys of 64 characters. */
const receiptsAtOnce = 25;

/**
 * Every case of a member with a payer, as it now stands, in the order of receipt. Requests that failed for a business error
 * opened no case, and answers that others replace are not among them.
 * @param member - `Patient/<id>` and `Organization/<id>` of record
 */
export async function casesOfMember(
  client: MedplumClient,
  member: { readonly patient: string; readonly payer: string },
): Promise<readonly CaseOfMember[]> {
  const query = { patient: member.patient, _include: 'ClaimResponse:request' };
  const { resources } = await searchAll(client, 'ClaimResponse', query);
  const claims = new Map(ofType(resources, 'Claim').map((claim) => [`Claim/${claim.id}`, claim]));
  const responses = ofType(resources, 'ClaimResponse').filter(
    ({ outcome, status, insurer }) => outcome !== 'error' && status === 'active' && insurer.reference === member.payer,
  );
  const receipts = await receiptsOf(client, responses.flatMap(keyOf));
  const answered = responses
    .map((response) => ({ response, receipt: receipts.find((one) => receiptKey(one) === caseKeyOf(response)) }))
    .toSorted((a, b) => received(a) - received(b));
  const cases = answered.map(({ response, receipt }) =>
    caseOf(client, response, claims.get(response.request?.reference ?? ''), receipt),
  );
  return (await Promise.all(cases)).flat();
}

/** Milliseconds since 1970; the answer alone tells the instant of receipt to the second. */
function received({ response, receipt }: { readonly response: ClaimResponse; readonly receipt?: Communication }) {
  return Date.parse(receipt?.received ?? response.created);
}

function keyOf({ identifier = [] }: ClaimResponse): readonly string[] {
  return identifier.flatMap(({ system, value }) => (system === caseSystem && value !== undefined ? [value] : []));
}

async function receiptsOf(client: MedplumClient, keys: readonly string[]): Promise<readonly Communication[]> {
  const found: Communication[] = [];
  for (let start = 0; start < keys.length; start += receiptsAtOnce) {
    const some = keys.slice(start, start + receiptsAtOnce);
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
): Promise<readonly CaseOfMember[]> {
  const own = (receipt && (await receivedSubmission(client, receipt))) ?? (claim && submissionOfClaim(claim));
  if (!own) return [];
  const submission = await standingSubmission(client, response, own);
  const sentAsClaim = receipt === undefined || channelOf(receipt) !== 'service-request';
  const numbers = await numbersOf(submission, keyOf(response));
  return [{ response, submission, numbers, sentAsClaim }];
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
async function numbersOf({ claim }: Submission, keys: readonly string[]): Promise<StandingCase['numbers']> {
  const sequences = (claim.item ?? []).map(({ sequence }) => sequence);
  const numbered = sequences.map(async (sequence) => {
    const both = keys.flatMap((key) => [itemNumber('AUTH', key, sequence), itemNumber('REF', key, sequence)]);
    return [sequence, await Promise.all(both)] as const;
  });
  return new Map(await Promise.all(numbered));
}
