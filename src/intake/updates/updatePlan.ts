import { deepEquals } from '@medplum/core';
import type { Calendar, Deadlines } from '../../deadlines/index.ts';
import { readRequest } from '../../pas/reading/readRequest.ts';
import type { SubmittedRequest } from '../../pas/reading/submittedRequest.ts';
import type { Submission } from '../../pas/request/submission.ts';
import { reviewActionOf } from '../../pas/response/decidedItems.ts';
import { earlierUrgency, newSignals } from '../../pas/updates/earlierUrgency.ts';
import { type InformationChange, informationChanges } from '../../pas/updates/informationChanges.ts';
import { type ItemChange, itemChanges } from '../../pas/updates/itemChanges.ts';
import { itemContents } from '../../pas/updates/itemContents.ts';
import { cancelsWhole, marksOf } from '../../pas/updates/marks.ts';
import { standingDeadlines } from '../../pas/updates/standingDeadlines.ts';
import type { UpdateStatements } from '../../policy/facts.ts';
import type { Prior, PriorCase } from './priorCase.ts';

/** What a submission does to what was asked for before. */
export interface UpdatePlan {
  readonly prior?: PriorCase;
  readonly changes: readonly ItemChange[];
  readonly information: readonly InformationChange[];
  /** The clocks that run on; absent: nothing of the prior request is pended. */
  readonly standing?: Deadlines;
  /** The request as it is put to the policy: of its items those that are determined anew. */
  readonly request: SubmittedRequest;
}

/** @returns undefined for a request that names no prior one and withdraws nothing: it is all new */
export function updatePlan(submission: Submission, prior: Prior, calendar: Calendar): UpdatePlan | undefined {
  const { timeZone } = calendar;
  const request = readRequest(submission, timeZone);
  const { claim } = submission;
  if (prior === 'none' && !cancelsWhole(claim) && !(claim.item ?? []).some((item) => marksOf(item).cancelled)) {
    return undefined;
  }
  const known = typeof prior === 'string' ? undefined : prior;
  const before = known && readRequest(known.submission, timeZone);
  const { changes, problem, unmarked } = itemChanges({
    claim,
    contents: itemContents(submission, timeZone),
    standing: known ? standingItems(known, timeZone) : [],
    ...(known?.named ? { named: itemContents(known.named, timeZone) } : {}),
    saysOtherwise: before !== undefined && !deepEquals({ ...statements(request) }, { ...statements(before) }),
    isKnown: known !== undefined,
  });
  const update: UpdateStatements = { prior: nameOf(prior), ...(problem ? { problem } : {}), unmarked };
  const anew = new Set(changes.flatMap(({ sequence, to }) => (to === 'determine' ? [sequence] : [])));
  const standing = known && standingDeadlines(known.response, known.since, calendar);
  return {
    ...(known ? { prior: known } : {}),
    changes,
    information: known ? informationChanges(submission, known.named ?? known.submission) : [],
    ...(standing ? { standing } : {}),
    request: {
      ...request,
      items: request.items.filter(({ sequence }) => anew.has(sequence)),
      urgencySignals: urgencySignals(request, before, known, standing),
      update,
    },
  };
}

function nameOf(prior: Prior): UpdateStatements['prior'] {
  if (typeof prior === 'string') return prior;
  return prior.named ? 'replaced' : 'current';
}

function standingItems({ response, submission }: PriorCase, timeZone: string) {
  const contents = itemContents(submission, timeZone);
  return (response.item ?? []).map((item) => ({
    sequence: item.itemSequence,
    action: reviewActionOf(item),
    content: contents.get(item.itemSequence) ?? {},
  }));
}

/** What is said for all items, and may change what is answered to one; urgency moves clocks alone. */
function statements({ secondOpinionSignals, reasons, asker, primaryCareRefused }: SubmittedRequest) {
  return {
    signals: [...new Set(secondOpinionSignals.map(({ code }) => code))].sort(),
    reasons: [...reasons].sort(),
    asker: asker.kind,
    primaryCareRefused,
  };
}

/** While clocks run, urgency is what it was, and what comes anew raises it; repeating what a person lowered does not. */
function urgencySignals(
  { urgencySignals }: SubmittedRequest,
  before: SubmittedRequest | undefined,
  prior: PriorCase | undefined,
  standing: Deadlines | undefined,
): SubmittedRequest['urgencySignals'] {
  if (!prior || !before || !standing) return urgencySignals;
  if (standing.urgency === 'urgent') return [...urgencySignals, ...earlierUrgency(prior.response)];
  return newSignals(urgencySignals, before.urgencySignals);
}
