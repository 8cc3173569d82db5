import type { MedplumClient } from '@medplum/core';
import type { ClaimResponse, Coding, Identifier } from '@medplum/fhirtypes';
import { concept } from '../../fhir/elements.ts';
import { sha256 } from '../../fhir/sha256.ts';
import { identifierTypes, ownBase } from '../../fhir/systems.ts';
import type { Inquiry } from '../../pas/inquiry/inquiry.ts';
import { partiesOfCase } from '../../pas/inquiry/standingCase.ts';
import { memberOf } from '../../pas/reading/member.ts';
import type { SubmittedMember } from '../../pas/reading/submittedRequest.ts';
import type { Submission } from '../../pas/request/submission.ts';
import { batchesOf } from '../batches.ts';
import { type AnsweredCase, answeredCases } from './answeredCases.ts';

/**
 * A request that failed for a business error has no member of record by whom it could be found: its answer is tagged with the
 * member numbers it was sent with, and with the NPIs of its parties. The codes are digests: these hold no character that means
 * something in a search.
 */
const numberTags = `${ownBase}/submitted-member`;
const partyTags = `${ownBase}/submitted-party`;

/** So many tags of a kind are kept at the most, and looked for at once; a request names one number and a few parties. */
const mostKept = 100;
const soughtAtOnce = 25;

/** The answer, to be found by whoever may be told of it. */
export function findable(response: ClaimResponse, submission: Submission): ClaimResponse {
  const parties = partiesOfCase({ response, submission });
  const tags = [
    ...tagsOf(numberTags, numbersOf(memberOf(submission)).slice(0, mostKept)),
    ...tagsOf(partyTags, [...parties].slice(0, mostKept)),
  ];
  return { ...response, meta: { ...response.meta, tag: [...(response.meta?.tag ?? []), ...tags] } };
}

/**
 * The requests that failed for a business error, by a member number as it was submitted together with a party of theirs. The
 * date of birth and the payer are not compared: they may be what was wrong.
 */
export async function failedRequests(
  client: MedplumClient,
  { member, parties }: Pick<Inquiry, 'member' | 'parties'>,
): Promise<readonly AnsweredCase[]> {
  const numbers = tokens(numberTags, numbersOf(member));
  const named = tokens(partyTags, parties);
  const found = new Map<string | undefined, AnsweredCase>();
  for (const some of batchesOf(numbers, soughtAtOnce)) {
    for (const others of batchesOf(named, soughtAtOnce)) {
      const query = { _tag: [some.join(','), others.join(',')] };
      const cases = await answeredCases(client, query, ({ outcome }) => outcome === 'error');
      for (const each of cases) found.set(each.response.id, each);
    }
  }
  return [...found.values()];
}

/** The member numbers that a request was sent with and the inquiry names, typed as such. */
export function numbersAsSubmitted({ member }: Pick<Inquiry, 'member'>, { submission }: AnsweredCase): Identifier[] {
  const named = numbersOf(member);
  const shared = memberOf(submission).numbers.filter(({ value }) => named.includes(value));
  return shared.map(({ system, value }) => ({ type: concept(identifierTypes, 'MB'), system, value }));
}

function numbersOf({ numbers }: SubmittedMember): readonly string[] {
  return [...new Set(numbers.map(({ value }) => value))];
}

function tagsOf(system: string, values: readonly string[]): readonly Coding[] {
  return values.map((value) => ({ system, code: sha256(new TextEncoder().encode(value)) }));
}

function tokens(system: string, values: readonly string[]): readonly string[] {
  return tagsOf(system, values).map(({ code }) => `${system}|${code}`);
}
