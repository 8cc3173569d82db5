import type { Reference, Task } from '@medplum/fhirtypes';
import {
  type Calendar,
  type Clock,
  DeadlineError,
  type Deadlines,
  isUrgentClock,
  noticeDeadlines,
} from '../deadlines/index.ts';
import { withOffset } from '../deadlines/localTime.ts';
import { deadlineExtensions, noticeExtensions } from '../fhir/clock.ts';
import type { Determination, ItemDetermination } from '../policy/determination.ts';
import { itemInputs } from './itemInputs.ts';
import { type TaskPlan, task } from './tasks.ts';
import { besideEarlierRequests } from './undecided/earlierRequests.ts';
import { type OpinionsSought, soughtBy, soughtIdentifiers } from './undecided/opinionSought.ts';
import type { UndecidedRequest } from './undecided/undecidedRequests.ts';

export interface CaseTaskInput {
  readonly determination: Determination;
  readonly deadlines: Deadlines;
  /** Receipt of the request itself, when software decides what it decides. */
  readonly decided: Temporal.Instant;
  readonly calendar: Calendar;
  readonly caseKey: string;
  readonly basedOn: readonly Reference[];
  readonly focus: Reference;
  /** DocumentReference. */
  readonly evidence: Reference;
  readonly patient?: Reference;
  /** The provider gets the answer in this very call. */
  readonly providerIsTold: boolean;
  /** The request came without anybody waiting for the answer: who it is about must be found out by people. */
  readonly identifyMember: boolean;
  readonly sought: OpinionsSought;
  /** Earlier requests for the same. */
  readonly undecided: readonly UndecidedRequest[];
}

/** Every Task an answer opens: one review a Claim, one search for a professional, notices of an approval. */
export function caseTasks(input: CaseTaskInput): readonly Task[] {
  const { determination, deadlines } = input;
  const pended = (kind: 'review' | 'find-provider') => determination.items.filter((item) => item.task === kind);
  const review = pended('review');
  const search = pended('find-provider');
  const shared = shape(input);
  const work = {
    ...shared,
    authoredOn: withOffset(input.decided, input.calendar.timeZone),
    due: deadlines.governing.due,
    extensions: deadlineExtensions(deadlines),
    findings: determination.governance,
  };
  return [
    ...(review.length > 0 ? [deciding(input, { ...work, code: 'review' }, review)] : []),
    ...(search.length > 0 ? [deciding(input, { ...work, code: 'find-provider' }, search)] : []),
    ...(determination.error && input.identifyMember ? [task({ ...work, code: 'identify-member' })] : []),
    ...(determination.items.some(({ action }) => action === 'A1') ? notices(input, shared) : []),
  ];
}

/** A Task by which people decide: found by what its items seek. */
function deciding(
  { decided, calendar, sought, undecided }: CaseTaskInput,
  plan: TaskPlan,
  items: readonly ItemDetermination[],
): Task {
  const values = soughtBy(
    sought,
    items.map(({ sequence }) => sequence),
  );
  const opened = task({ ...plan, input: itemInputs(items), alsoKnownAs: soughtIdentifiers(values) });
  return besideEarlierRequests(opened, undecided, withOffset(decided, calendar.timeZone));
}

type SharedPlan = Pick<TaskPlan, 'caseKey' | 'basedOn' | 'focus' | 'evidence' | 'patient' | 'urgent'>;

/** Work is urgent as its request is, or as the clock is that governs it: that may be an earlier request's. */
function shape({ caseKey, basedOn, focus, evidence, patient, determination, deadlines }: CaseTaskInput): SharedPlan {
  const urgent = determination.urgent || isUrgentClock(deadlines.governing.id);
  return { caseKey, basedOn, focus, evidence, patient, urgent };
}

function notices(input: CaseTaskInput, shared: SharedPlan): readonly Task[] {
  const { deadlines, decided, calendar, providerIsTold } = input;
  const governingDue = Temporal.Instant.from(deadlines.governing.due);
  const due = noticeDeadlines({ decided, governingDue, calendar });
  if (due instanceof DeadlineError) throw due;
  const plan = (clock: Clock) => ({
    ...shared,
    authoredOn: clock.start,
    due: clock.due,
    extensions: noticeExtensions(clock, calendar),
  });
  return [
    task({ ...plan(due.member), code: 'notify-member' }),
    task({ ...plan(due.provider), code: 'notify-provider', status: providerIsTold ? 'completed' : 'requested' }),
  ];
}
