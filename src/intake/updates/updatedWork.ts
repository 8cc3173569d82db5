import type { WithId } from '@medplum/core';
import type { ClaimResponse, CommunicationRequest, Reference, Task } from '@medplum/fhirtypes';
import type { Deadlines } from '../../deadlines/index.ts';
import { codesOf } from '../../fhir/elements.ts';
import { caseSystem, ownTaskCodes } from '../../fhir/systems.ts';
import { reviewActionOf } from '../../pas/response/decidedItems.ts';
import type { ItemChange } from '../../pas/updates/itemChanges.ts';
import { itemsOfTask } from '../decision/decisionCase.ts';
import { type OpinionsSought, soughtBy } from '../undecided/opinionSought.ts';
import { carriedOn, type NewPlace, updateNote } from './carriedTask.ts';
import { isClosed, type PriorWork } from './priorWork.ts';

type Work = Task | CommunicationRequest;

export interface UpdatedWork {
  readonly created: readonly Task[];
  /** Each with what it was read as. */
  readonly changed: readonly { readonly now: Work; readonly read: WithId<Work> }[];
}

export interface WorkInput {
  readonly work: PriorWork;
  readonly before: ClaimResponse;
  readonly changes: readonly ItemChange[];
  /** What the update by itself would open. */
  readonly opened: readonly Task[];
  /** The answer to the update. */
  readonly after: ClaimResponse;
  readonly place: NewPlace;
  /** What every item seeks. */
  readonly sought: OpinionsSought;
  /** Absent: nothing is pended. */
  readonly deadlines?: Deadlines;
}

/**
 * The work on a case after an update. What people are at goes on, with its owner and notes, on what the request now is; what is
 * left without an item ends; what the update opens joins the work of its kind. Notices of what still stands are still due.
 */
export function updatedWork(input: WorkInput): UpdatedWork {
  const { work, opened, place } = input;
  const open = work.deciding.filter((task) => !isClosed(task) || isUndecided(input, task));
  const decided = open.map((task) => ({ task, pended: pendedOf(input, task) }));
  const joined = new Set<Task>();
  const changed = decided.map(({ task, pended }) => {
    const joins = opened.find((each) => codeOf(each) === codeOf(task) && !joined.has(each));
    if (joins) joined.add(joins);
    if (pended.length === 0 && !joins) return { now: ended(task, place), read: task };
    const sought = soughtBy(input.sought, pended);
    return { now: carriedOn(task, { pended, sought, joins, place, deadlines: input.deadlines }), read: task };
  });
  return {
    created: opened.filter((task) => !joined.has(task)),
    changed: [...changed, ...notices(input), ...requests(input)],
  };
}

/** A person completed it, but the decision is not recorded yet, and is about a request that is another now. */
function isUndecided(input: WorkInput, task: WithId<Task>): boolean {
  const listed = itemsOfTask(task);
  return task.status === 'completed' && listed.some((sequence) => actionIn(input.before, sequence) === 'A4');
}

/** Items of the Task that the update leaves pended as they were. */
function pendedOf({ before, changes }: WorkInput, task: Task): readonly number[] {
  const kept = changes.flatMap(({ sequence, to }) => (to === 'keep' ? [sequence] : []));
  return itemsOfTask(task).filter((sequence) => kept.includes(sequence) && actionIn(before, sequence) === 'A4');
}

function notices({ work, before, changes, after, place }: WorkInput): UpdatedWork['changed'] {
  const stands = ({ sequence, to }: ItemChange) =>
    to === 'keep' || (to === 'determine' && actionIn(after, sequence) === 'A4');
  const remains = changes.some((change) => {
    const action = actionIn(before, change.sequence);
    return action !== undefined && action !== 'C' && stands(change);
  });
  return work.notices.map((task) => ({ now: remains ? moved(task, place) : ended(task, place), read: task }));
}

function requests({ work, after, place }: WorkInput): UpdatedWork['changed'] {
  const isPended = (after.item ?? []).some((item) => reviewActionOf(item) === 'A4');
  return work.asked.map((read) => {
    if (read.resourceType === 'Task') return { now: isPended ? moved(read, place) : ended(read, place), read };
    const status = isPended ? ('active' as const) : ('revoked' as const);
    const why = isPended ? {} : { statusReason: { text: whyEnded } };
    return { now: { ...read, ...why, status, groupIdentifier: groupOf(place), about: [{ ...place.focus }] }, read };
  });
}

const whyEnded = 'The requestor changed or cancelled the request; nothing is left of it to be done here.';

function ended(task: WithId<Task>, place: NewPlace): Task {
  const note = [...(task.note ?? []), updateNote(place)];
  return { ...task, status: 'cancelled', statusReason: { text: whyEnded }, note };
}

/** The same work, on the answer as it now is. */
function moved(task: WithId<Task>, place: NewPlace): Task {
  const focus: Pick<Task, 'focus'> = task.focus ? { focus: { ...place.focus } as Reference } : {};
  return { ...task, ...focus, groupIdentifier: groupOf(place) };
}

function groupOf({ caseKey }: NewPlace): NonNullable<Task['groupIdentifier']> {
  return { system: caseSystem, value: caseKey };
}

function actionIn({ item = [] }: ClaimResponse, sequence: number): string | undefined {
  const found = item.find(({ itemSequence }) => itemSequence === sequence);
  return found && reviewActionOf(found);
}

function codeOf({ code }: Task): string | undefined {
  return codesOf(code, ownTaskCodes)[0];
}
