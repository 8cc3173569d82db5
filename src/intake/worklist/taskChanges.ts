import type { Task } from '@medplum/fhirtypes';
import { codesOf } from '../../fhir/elements.ts';
import { ownTaskCodes } from '../../fhir/systems.ts';
import type { Issue } from '../../pas/request/issues.ts';
import { canonicalJson } from '../canonicalJson.ts';
import { differences } from '../differences.ts';

/** What a person may change of a Task. Clocks, what it is about and what it rests on are nobody's to change. */
const changeable = ['status', 'owner', 'output', 'note', 'businessStatus', 'executionPeriod', 'lastModified'] as const;

type Changeable = Pick<Task, (typeof changeable)[number]>;

/** Work goes on in this order. It is ended otherwise, or put on hold, by what happens to the request. */
const progress: readonly (string | undefined)[] = [
  'requested',
  'received',
  'accepted',
  'ready',
  'in-progress',
  'completed',
];

export type TaskChange =
  | { readonly ok: true; readonly task: Task }
  | { readonly ok: false; readonly status: 409 | 422; readonly issues: readonly Issue[] };

/** The Task with what a person changed of it, or every change that is not theirs to make. Pure. */
export function taskChange(current: Task, proposed: Partial<Task>): TaskChange {
  if (codesOf(current.code, ownTaskCodes).length === 0) return refused(422, [notOurs]);
  const issues = [
    ...fixedIssues(current, proposed),
    ...statusIssues(current, proposed),
    ...noteIssues(current, proposed),
  ];
  const task: Task = { ...without(current), ...changesIn(proposed), status: proposed.status ?? current.status };
  if (isClosed(current)) return isSame(task, current) ? { ok: true, task: current } : refused(409, [closed]);
  return issues.length > 0 ? refused(422, issues) : { ok: true, task };
}

/** Everything else has to be as it stands; what the store says of the version may be left out. */
function fixedIssues(current: Task, proposed: Partial<Task>): readonly Issue[] {
  const given = fixedIn({ ...proposed, meta: undefined });
  const standing = fixedIn({ ...current, meta: undefined });
  const tags = proposed.meta ? differences(ofUser(current.meta), ofUser(proposed.meta), 'meta') : [];
  return [...differences(standing, given, ''), ...tags].map(({ path }) => ({
    code: 'business-rule',
    expression: `Task.${path}`,
    text: `This is not changed by an update; send it as it stands. To be changed are ${changeable.join(', ')}.`,
  }));
}

function statusIssues({ status: now }: Task, { status }: Partial<Task>): readonly Issue[] {
  const issue = (text: string): Issue => ({ code: 'business-rule', expression: 'Task.status', text });
  if (status === now) return [];
  if (!progress.includes(status)) return [issue(`A person moves a Task to ${progress.slice(1).join(', ')}.`)];
  if (progress.indexOf(status) > progress.indexOf(now)) return [];
  return [issue(`The status moves forward only: ${progress.join(', ')}.`)];
}

/** What was said stays said. */
function noteIssues({ note: said = [] }: Task, { note = [] }: Partial<Task>): readonly Issue[] {
  const kept = note.slice(0, said.length);
  const changed = differences(plain(said), plain(kept), 'note');
  return changed.map(({ path }) => ({
    code: 'business-rule',
    expression: `Task.${path}`,
    text: 'Notes are added after those that stand; none is changed or removed.',
  }));
}

function isClosed({ status }: Task): boolean {
  return !progress.includes(status) ? status !== 'on-hold' && status !== 'draft' : status === 'completed';
}

function changesIn(task: Partial<Task>): Partial<Changeable> {
  const entries = Object.entries(task).filter(([name, value]) => isChangeable(name) && value !== undefined);
  return Object.fromEntries(entries);
}

function without(task: Task): Omit<Task, keyof Changeable> {
  const {
    status: _s,
    owner: _o,
    output: _out,
    note: _n,
    businessStatus: _b,
    executionPeriod: _e,
    lastModified: _l,
    ...rest
  } = task;
  return rest;
}

function fixedIn(task: Partial<Task>): unknown {
  // FHIR has no empty lists: one that an earlier version stored need not be sent.
  const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
  return plain(
    Object.fromEntries(Object.entries(task).filter(([name, value]) => !isChangeable(name) && !isEmpty(value))),
  );
}

function isChangeable(name: string): boolean {
  return changeable.some((known) => known === name);
}

function ofUser(meta: Task['meta']): unknown {
  return plain({ tag: meta?.tag, profile: meta?.profile, security: meta?.security });
}

function isSame(one: Task, other: Task): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

function plain(value: unknown): unknown {
  return JSON.parse(canonicalJson(value));
}

function refused(status: 409 | 422, issues: readonly Issue[]): TaskChange {
  return { ok: false, status, issues };
}

const notOurs: Issue = {
  code: 'not-supported',
  expression: 'Task.code',
  text: 'This Task is the requestor’s; it is closed by what is sent with $submit-attachment.',
};

const closed: Issue = {
  code: 'conflict',
  expression: 'Task.status',
  text: 'This Task is closed already. Read it again, and the answer it is about.',
};
