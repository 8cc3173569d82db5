import type { WithId } from '@medplum/core';
import type { Annotation, Identifier, Reference, Task, TaskInput } from '@medplum/fhirtypes';
import type { Deadlines } from '../../deadlines/index.ts';
import { clockUrl, deadlineExtensions, workByUrl } from '../../fhir/clock.ts';
import { codesOf } from '../../fhir/elements.ts';
import { caseSystem } from '../../fhir/systems.ts';
import { taskInputCodes } from '../tasks.ts';
import { opinionSoughtSystem, soughtIdentifiers } from '../undecided/opinionSought.ts';

/** Where work goes on after an update. */
export interface NewPlace {
  readonly caseKey: string;
  /** The answer to the update. */
  readonly focus: Reference;
  /** The update. */
  readonly basedOn: readonly Reference[];
  /** Instant of the update, ISO 8601 with offset. */
  readonly at: string;
  /** What it did, in words. */
  readonly what: string;
}

export interface CarryingOn {
  /** Items that stay as they were. */
  readonly pended: readonly number[];
  /** What these seek, as digests. */
  readonly sought: readonly string[];
  /** The Task that the update by itself would open. */
  readonly joins?: Task;
  readonly place: NewPlace;
  readonly deadlines?: Deadlines;
}

/** The same Task, on what the request now is: its owner, status and notes stay, its items and clocks are those that hold now. */
export function carriedOn(task: WithId<Task>, { pended, sought, joins, place, deadlines }: CarryingOn): Task {
  const clocks = deadlines ? deadlineExtensions(deadlines) : [];
  const others = (task.extension ?? []).filter(
    ({ url }) => clocks.length === 0 || (url !== clockUrl && url !== workByUrl),
  );
  const { output: _undecided, ...kept } = task;
  const wasCompleted = task.status === 'completed';
  return {
    ...(wasCompleted ? kept : task),
    ...(wasCompleted ? { status: 'in-progress' as const } : {}),
    extension: [...clocks, ...others],
    identifier: identifiersOf(task, sought, joins),
    groupIdentifier: { system: caseSystem, value: place.caseKey },
    basedOn: [...place.basedOn],
    focus: place.focus,
    priority: deadlines ? priorityOf(deadlines) : task.priority,
    restriction: {
      ...task.restriction,
      period: { ...task.restriction?.period, ...(deadlines ? { end: deadlines.governing.due } : {}) },
    },
    input: [...inputsOf(task, pended), ...(joins?.input ?? [])],
    note: [
      ...(task.note ?? []),
      updateNote(place),
      ...(wasCompleted
        ? [{ time: place.at, text: 'A decision was on its way meanwhile. Look again, and decide.' }]
        : []),
    ],
  };
}

/** Its own, and those of what its items now seek. */
function identifiersOf(task: Task, sought: readonly string[], joins: Task | undefined): Identifier[] {
  const isSought = ({ system }: Identifier) => system === opinionSoughtSystem;
  const joined = (joins?.identifier ?? []).filter(isSought).flatMap(({ value }) => value ?? []);
  const own = (task.identifier ?? []).filter((identifier) => !isSought(identifier));
  return [...own, ...soughtIdentifiers([...new Set([...sought, ...joined])])];
}

function priorityOf({ urgency }: Deadlines): 'urgent' | 'routine' {
  return urgency;
}

export function updateNote({ at, what }: NewPlace): Annotation {
  return { time: at, text: what };
}

/** Inputs that follow an item and are about it. */
const ofItem: ReadonlySet<string | undefined> = new Set(['item', 'recommendation', 'candidate']);

/** The inputs of the items that stay, and what is about none. What follows several items is about each of them. */
function inputsOf({ input = [] }: Task, pended: readonly number[]): TaskInput[] {
  let isKept = true;
  let followsItem = false;
  return input.filter(({ type, valuePositiveInt }) => {
    const [code] = codesOf(type, taskInputCodes);
    if (!ofItem.has(code)) return true;
    if (code !== 'item') {
      followsItem = false;
      return isKept;
    }
    const stays = valuePositiveInt !== undefined && pended.includes(valuePositiveInt);
    isKept = stays || (followsItem && isKept);
    followsItem = true;
    return stays;
  });
}
