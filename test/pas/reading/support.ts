import type { Reference } from '@medplum/fhirtypes';
import { readRequest } from '../../../src/pas/reading/readRequest.ts';
import type { SubmittedRequest } from '../../../src/pas/reading/submittedRequest.ts';
import { rereadSubmission } from '../../../src/pas/request/readSubmission.ts';
import type { Submission } from '../../../src/pas/request/submission.ts';
import { type Change, changed } from '../request/change.ts';
import { loadR4 } from '../request/definitions.ts';
import { bytesOf } from '../request/fixture.ts';

loadR4();

export const timeZone = 'America/Los_Angeles';
const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';

export const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
export const x12 = (table: number, code: string) => coded(`https://codesystem.x12.org/005010/${table}`, code);
export const extension = (name: string, value: object) => ({ url: `${PAS}/extension-${name}`, ...value });
export const npi = (value: string) => ({ system: 'http://hl7.org/fhir/sid/us-npi', value });
/** A reference by identifier only. */
export const named = (type: 'Practitioner' | 'Organization', value: string, display: string): Reference => ({
  type,
  identifier: npi(value),
  display,
});

/** The request of the fixture with changes, read as what was accepted is: whatever R4 allows. @throws Error when it is refused */
export function submissionWith(changes: readonly Change[]): Submission {
  const result = rereadSubmission(bytesOf(changed(changes)));
  if (!result.ok) throw new Error(JSON.stringify(result.outcome.issue));
  return result.submission;
}

export function readWith(changes: readonly Change[], zone = timeZone): SubmittedRequest {
  return readRequest(submissionWith(changes), zone);
}

/** The first item of the request, as read. */
export function firstItem(changes: readonly Change[]) {
  const [item] = readWith(changes).items;
  if (!item) throw new Error('The request has no item');
  return item;
}

/** The fullUrl of an entry that a test adds. */
export function ownUrl(number: number): string {
  return `urn:uuid:5f0c1d2e-3b4a-4c5d-8e6f-0000000000${number}`;
}

/** Adds an entry behind the nine of the fixture; `number` is its place, from 9 on. */
export function added(number: number, resource: object): Change {
  return ['set', `entry[${number}]`, { fullUrl: ownUrl(number + 10), resource }];
}

/** The reference to an entry that `added` put there. */
export function toAdded(number: number) {
  return { reference: ownUrl(number + 10) };
}
