import { npisNamed } from '../../pas/inquiry/parties.ts';
import { memberOf } from '../../pas/reading/member.ts';
import { organizationIdentifiers } from '../../pas/reading/parties.ts';
import type { Submission } from '../../pas/request/submission.ts';

/**
 * Two requests of the same requestor for the same member: only then may one change what the other asked for. That they came
 * through the same client is not enough, as a client may send for many.
 */
export function isOfSameSubmitter(one: Submission, other: Submission): boolean {
  return haveCommon(requestorOf(one), requestorOf(other)) && haveCommon(memberNumbers(one), memberNumbers(other));
}

/** NPIs of the requestor, or of a role's professional and organization; and an organization's other identifiers. */
function requestorOf(submission: Submission): readonly string[] {
  const { provider } = submission.claim;
  const others = organizationIdentifiers(submission, provider).map(({ system, value }) => `${system}|${value}`);
  return [...npisNamed(submission, provider), ...others];
}

function memberNumbers(submission: Submission): readonly string[] {
  return memberOf(submission).numbers.map(({ value }) => value);
}

function haveCommon(some: readonly string[], others: readonly string[]): boolean {
  return some.some((each) => others.includes(each));
}
