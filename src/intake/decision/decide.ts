import type { WithId } from '@medplum/core';
import type { ClaimResponse, CommunicationRequest, Provenance, Task } from '@medplum/fhirtypes';
import type { Calendar } from '../../deadlines/index.ts';
import { withOffset } from '../../deadlines/localTime.ts';
import type { DecidedItem } from '../../pas/response/decided.ts';
import { reviewActionOf } from '../../pas/response/decidedItems.ts';
import { decidedResponse } from '../../pas/response/decidedResponse.ts';
import { decisionReasons } from '../../pas/response/decisionReasons.ts';
import { type ClockChange, clockChange } from './clockChange.ts';
import { decidedTask, onNewClocks } from './decidedTask.ts';
import type { Decision, Refusal } from './decision.ts';
import { type DecisionCase, pendedItems } from './decisionCase.ts';
import { decisionNotices } from './decisionNotices.ts';
import { decisionProvenance } from './decisionProvenance.ts';
import { type AskingNumbers, type InformationAsked, informationAsked } from './informationAsked.ts';
import { informationDue } from './informationDue.ts';
import { itemsDecided, standingRefusal } from './openItems.ts';
import { type DecisionContext, decisionRefusal } from './problems.ts';
import { requestsClosed } from './requestsClosed.ts';
import type { Reviewer } from './reviewer.ts';
import { told } from './told.ts';

/** Everything a decision changes, to be committed in one transaction. */
export interface DecisionChanges {
  readonly response: ClaimResponse;
  readonly task: Task;
  /** Other open work on the request, where its clocks moved. */
  readonly siblings: readonly WithId<Task>[];
  readonly notices: readonly Task[];
  /** What the requestor is asked for by this decision. */
  readonly asked?: InformationAsked;
  /** What had been asked for and need not be sent any more. */
  readonly closed: readonly WithId<CommunicationRequest | Task>[];
  readonly provenance: Provenance;
}

export type DecisionResult =
  | { readonly ok: true; readonly changes: DecisionChanges }
  | ({ readonly ok: false } & Refusal);

export interface DecideInput extends DecisionContext {
  readonly calendar: Calendar;
  /** Certification number of an item. */
  readonly numberOf: (item: number) => string;
  /** Names for what is asked for, as many as `numbersNeeded` tells. */
  readonly askingNumbers: readonly AskingNumbers[];
}

/** A decision, with the person who takes it: only one that was found to be allowed gets this far. */
export interface AllowedDecision {
  readonly current: DecisionCase;
  readonly decision: Decision;
  readonly reviewer: Reviewer;
  /** Instant with local offset. */
  readonly decided: string;
  readonly items: readonly number[];
  readonly clocks?: ClockChange;
  readonly asked?: InformationAsked;
}

/**
 * A person's decision on a pended request: the changed resources, or every reason why it does not stand. Pure. A decision
 * after its deadline stands, and is marked late.
 */
export function decide(current: DecisionCase, decision: Decision, input: DecideInput): DecisionResult {
  const standing = standingRefusal(current, decision, input.at);
  if (standing) return { ok: false, ...standing };
  const refusal = decisionRefusal(current, decision, input);
  if (refusal) return { ok: false, ...refusal };
  const { reviewer, calendar } = input;
  if (!reviewer) throw new Error('A decision without a reviewer was allowed');
  const clocks = clockChange(current, decision, calendar);
  const decided = withOffset(input.decided, input.timeZone);
  const items = itemsDecided(current, decision);
  const asked = askedBy(current, decision, items, input);
  const allowed: AllowedDecision = { current, decision, reviewer, decided, items, clocks, asked };
  const answer = decidedResponse(current.response, current.submission, {
    reviewer,
    decided,
    items: items.map((item) => decidedItem(allowed, item, input)),
    ...(clocks
      ? { clocks: { extensions: clocks.extensions, replacedDue: current.task.restriction?.period?.end ?? '' } }
      : {}),
  });
  const isFinal = pendedItems(current.task, answer).length === 0;
  const isAnswered = pendedInAll(answer) === 0;
  const response = withRequests(answer, asked, isAnswered);
  return {
    ok: true,
    changes: {
      response,
      task: decidedTask(allowed, isFinal),
      siblings: clocks ? current.siblings.map((sibling) => onNewClocks(sibling, clocks)) : [],
      notices: decisionNotices(allowed, input.decided, calendar),
      ...(asked ? { asked } : {}),
      closed: isAnswered ? requestsClosed(current.asked) : [],
      provenance: decisionProvenance(allowed),
    },
  };
}

function askedBy(
  current: DecisionCase,
  decision: Decision,
  items: readonly number[],
  { decided, timeZone, askingNumbers }: DecideInput,
): InformationAsked | undefined {
  if (decision.decision !== 'request-information') return undefined;
  const due = informationDue(current, decision, { decided, timeZone });
  return informationAsked(current, decision, items, { decided, due, timeZone, numbers: askingNumbers });
}

function pendedInAll({ item = [] }: ClaimResponse): number {
  return item.filter((each) => reviewActionOf(each) === 'A4').length;
}

/** What is asked for stays with the answer while something of it is pended. */
function withRequests(
  { communicationRequest = [], ...answer }: ClaimResponse,
  asked: InformationAsked | undefined,
  isAnswered: boolean,
): ClaimResponse {
  const added = (asked?.documents ?? []).map(({ fullUrl }) => ({ reference: fullUrl }));
  const all = isAnswered ? [] : [...communicationRequest, ...added];
  return all.length > 0 ? { ...answer, communicationRequest: all } : answer;
}

function decidedItem(allowed: AllowedDecision, item: number, input: DecideInput): DecidedItem {
  const { decision } = allowed;
  const authorization = input.authorizations.byItem.get(item);
  const { coded, inWords } = decisionReasons(decision.reasonCodes);
  const change = { sequence: item, reasonCodes: coded, notes: [...told(allowed, item, authorization), ...inWords] };
  if (decision.decision === 'deny') return { ...change, action: 'A3' };
  if (decision.decision !== 'approve' && decision.decision !== 'modify') return change;
  if (!authorization) throw new Error(`Item ${item} was allowed to be authorized for nobody`);
  const action = decision.decision === 'approve' ? 'A1' : 'A6';
  return { ...change, action, certification: { ...authorization, number: input.numberOf(item), issued: input.today } };
}
