import { contentTooLarge, OperationOutcomeError } from '@medplum/core';
import type { OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { RestRequest } from '../store.ts';

/** As a Medplum server's `maxJsonSize`, batches and transactions included. */
const bodyLimit = 1024 * 1024;

/**
 * A copy of the request's body that is the store's own (the router writes into it), fit for the route.
 *
 * @throws OperationOutcomeError 413 over one megabyte, 400 when it cannot be what the interaction needs.
 */
export function readBody({ method, path, body }: RestRequest): unknown {
  if (body === undefined && (method === 'GET' || method === 'DELETE')) return undefined;
  const [route = '', query = ''] = path.split('?');
  if (route.endsWith('/_search')) return searchForm(query, body);
  const text = JSON.stringify(body) ?? '';
  if (Buffer.byteLength(text) > bodyLimit) {
    throw new OperationOutcomeError(
      contentTooLarge(`The body is ${text.length} characters long; at most 1 MB is taken.`),
    );
  }
  const issues = method === 'PATCH' ? [] : problems(body, route);
  if (issues.length > 0) throw new OperationOutcomeError({ resourceType: 'OperationOutcome', issue: issues });
  return text === '' ? undefined : JSON.parse(text);
}

function problems(body: unknown, route: string): OperationOutcomeIssue[] {
  if (!isObject(body) || typeof body.resourceType !== 'string') {
    return [issue('The body must be a FHIR resource as a JSON object with a resourceType.', [])];
  }
  if (route !== '') return [];
  if (!Array.isArray(body.entry)) return [issue('A batch or transaction needs entries.', ['Bundle.entry'])];
  return body.entry.flatMap((entry: unknown, index) =>
    isObject(entry) && isObject(entry.request)
      ? []
      : [issue('Each entry needs a request with method and url.', [`Bundle.entry[${index}].request`])],
  );
}

/** The fields of a search by POST: a form as text or as an object, with those of the URL. */
function searchForm(query: string, body: unknown): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  const form = typeof body === 'string' ? [...new URLSearchParams(body)] : Object.entries(isObject(body) ? body : {});
  for (const [name, value] of [...new URLSearchParams(query), ...form]) {
    fields[name] = [...(fields[name] ?? []), ...[value].flat().map(String)];
  }
  return fields;
}

function issue(text: string, expression: string[]): OperationOutcomeIssue {
  return { severity: 'error', code: 'structure', details: { text }, expression };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
