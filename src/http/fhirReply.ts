import type { Resource } from '@medplum/fhirtypes';
import type { OutcomeReply } from './outcome.ts';

export const fhirJson = 'application/fhir+json; charset=utf-8';

/** A resource as an HTTP response. */
export function fhirReply(
  status: number,
  resource: Resource,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(resource), { status, headers: { ...headers, 'content-type': fhirJson } });
}

export function outcomeReply({ status, outcome, headers }: OutcomeReply): Response {
  return fhirReply(status, outcome, headers);
}
