import type { Coding } from '@medplum/fhirtypes';
import { ownBase } from '../fhir/systems.ts';

const processing = `${ownBase}/CodeSystem/processing`;

/** On a Claim or ServiceRequest whose answer stands. A PUT without meta wipes it: then the same receipt answers again. */
export const answeredTag: Coding = { system: processing, code: 'answered' };

/** On a ServiceRequest that carries no second-opinion signal: the sweep need not look at it again. */
export const notForUsTag: Coding = { system: processing, code: 'no-second-opinion-signal' };

/** As a search value. */
export function tagToken({ system, code }: Coding): string {
  return `${system}|${code}`;
}
