import type { Task } from '@medplum/fhirtypes';
import type { Issue } from '../../pas/request/issues.ts';
import { readJson } from '../../pas/request/json.ts';
import { isObject } from '../../pas/request/message.ts';
import { shapeIssues } from '../../pas/request/shape.ts';

export type ReadTask =
  | { readonly ok: true; readonly task: Partial<Task> }
  | { readonly ok: false; readonly status: 400 | 413; readonly issues: readonly Issue[] };

/** The Task in the body of an update. Every problem at once; what R4 requires the Task as it stands has. */
export function readTask(body: Uint8Array, id: string): ReadTask {
  const json = readJson(body, { root: 'Task' });
  if (!json.ok) return refused(json.status, json.issues);
  const { value } = json;
  if (!isObject(value) || value.resourceType !== 'Task') return refused(400, [wrong('Task', 'Send the Task as JSON.')]);
  const shape = shapeIssues(value, 'Task');
  if (shape.length > 0) return refused(400, shape);
  const task: Partial<Task> = value;
  return task.id === id ? { ok: true, task } : refused(400, [wrong('Task.id', 'The id has to be the one in the URL.')]);
}

function wrong(expression: string, text: string): Issue {
  return { code: 'value', expression, text };
}

function refused(status: 400 | 413, issues: readonly Issue[]): ReadTask {
  return { ok: false, status, issues };
}
