import type { Parameters } from '@medplum/fhirtypes';
import type { Issue } from '../../pas/request/issues.ts';
import { readJson } from '../../pas/request/json.ts';
import { isObject } from '../../pas/request/message.ts';
import { shapeIssues } from '../../pas/request/shape.ts';
import type { Refusal } from './decision.ts';
import { type ReadDecision, readDecision } from './readDecision.ts';

export type ReadParameters = ReadDecision | ({ readonly ok: false } & Pick<Refusal, 'issues'> & { status: 400 | 413 });

/** FHIRPath of a parameter of `Task/$decide`. */
export function atParameter(name: string): string {
  return `Parameters.parameter.where(name = '${name}')`;
}

/** The decision in the body of `Task/$decide`: Parameters, as JSON. Every problem at once. */
export function readParameters(body: Uint8Array): ReadParameters {
  if (body.length === 0) return refused(400, [notParameters('The body is empty')]);
  const json = readJson(body, { root: 'Parameters' });
  if (!json.ok) return refused(json.status, json.issues);
  const { value } = json;
  if (!isObject(value) || value.resourceType !== 'Parameters')
    return refused(400, [notParameters('This is something else')]);
  const shape = shapeIssues(value, 'Parameters');
  if (shape.length > 0) return refused(400, shape);
  const { parameter = [] }: Parameters = { resourceType: 'Parameters', ...value };
  return readDecision(
    parameter.map((part, index) => ({ ...part, name: part.name, expression: `Parameters.parameter[${index}]` })),
    'Parameters.parameter',
  );
}

function notParameters(what: string): Issue {
  const text = `${what}; send a FHIR Parameters resource with “decision”, “reviewer” and what the decision takes.`;
  return { code: 'structure', expression: 'Parameters', text };
}

function refused(status: 400 | 413, issues: readonly Issue[]): ReadParameters {
  return { ok: false, status, issues };
}
