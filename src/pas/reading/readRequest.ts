import type { Submission } from '../request/submission.ts';
import { askerOf } from './asker.ts';
import { appealsWithoutLevel } from './immediateAppeals.ts';
import { itemsOf } from './items.ts';
import { memberOf } from './member.ts';
import { organizationIdentifiers } from './parties.ts';
import { requestedServices } from './requestedServices.ts';
import { reasonsGiven, secondOpinionSignals, unknownReasons } from './secondOpinionSignals.ts';
import type { SubmittedRequest } from './submittedRequest.ts';
import { urgencySignals } from './urgencySignals.ts';

/**
 * What a submission says, as the policy asks for it. Pure: nothing of record is looked up.
 * @param timeZone - the plan's, for the local date of instants
 */
export function readRequest(submission: Submission, timeZone: string): SubmittedRequest {
  const { claim } = submission;
  const asker = askerOf(submission);
  const signals = secondOpinionSignals(submission);
  const orders = (claim.item ?? []).flatMap((item) => requestedServices(submission, item));
  return {
    insurer: organizationIdentifiers(submission, claim.insurer),
    member: memberOf(submission),
    asker,
    secondOpinionSignals: signals,
    urgencySignals: urgencySignals(submission, asker),
    reasons: reasonsGiven(signals),
    primaryCareRefused: orders.some(({ status }) => status === 'revoked'),
    unreadable: [
      ...submission.dangling.map(({ expression }) => `${expression} leads to nothing in the request`),
      ...unknownReasons(submission),
      ...appealsWithoutLevel(claim),
    ],
    items: itemsOf(submission, timeZone),
  };
}
