import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import type { Binding } from './profile.ts';

/** Is the value a code of the binding, a coding of it, or a concept with one? */
export function isCodedIn(value: unknown, { systems }: Binding): boolean {
  if (typeof value === 'string') return systems.get('')?.has(value) ?? false;
  if (!isConcept(value)) return false;
  const codings = value.code === undefined ? (value.coding ?? []) : [value];
  return codings.some(({ system = '', code }) => {
    const codes = systems.get(system);
    return code !== undefined && codes !== undefined && (codes === null || codes.has(code));
  });
}

function isConcept(value: unknown): value is CodeableConcept & Coding {
  return typeof value === 'object' && value !== null;
}
