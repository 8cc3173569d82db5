import type { Coding, Practitioner } from '@medplum/fhirtypes';
import { npiOf } from '../../fhir/elements.ts';
import { sha256 } from '../../fhir/sha256.ts';
import { ownBase } from '../../fhir/systems.ts';
import { sourceOf } from './sources/facts.ts';
import { plainName, plainNumber } from './sources/plain.ts';

/**
 * System of the `meta.tag` by which a load vouches that a professional's marks of lists not compared are whole. Its code is a
 * digest of what the professional is known by: who was written past the loads, or is known by something else since, or lost
 * the marks, is told by it.
 */
const knownBySystem = `${ownBase}/known-by`;

/** Whether a load has seen the professional as they stand. */
export function isVouchedFor(practitioner: Practitioner): boolean {
  return digestIn(practitioner) === digestOf(practitioner);
}

/** Whether the record, as it stood when a load saw it last, was known by the same as the other is. */
export function wasKnownAs(existing: Practitioner, practitioner: Practitioner): boolean {
  return digestIn(existing) === digestOf(practitioner);
}

/** The tags of the professional with the load's word for what they are known by, and nobody else's. */
export function vouchedTags(practitioner: Practitioner): readonly Coding[] {
  const others = (practitioner.meta?.tag ?? []).filter(({ system }) => system !== knownBySystem);
  return [...others, { system: knownBySystem, code: digestOf(practitioner) }];
}

function digestIn({ meta }: Practitioner): string | undefined {
  return meta?.tag?.find(({ system }) => system === knownBySystem)?.code;
}

/** Exclusion lists are compared by NPI, names, date of birth and licences. */
function digestOf({ identifier, name, birthDate, qualification }: Practitioner): string {
  const names = (name ?? []).map(({ family = '', given }) => plainName(family, given?.[0] ?? ''));
  const licences = (qualification ?? [])
    .filter((one) => !sourceOf(one))
    .flatMap((one) => (one.identifier ?? []).map(({ value = '' }) => plainNumber(value)));
  const known = JSON.stringify([npiOf(identifier), birthDate, names.sort(), licences.sort()]);
  return sha256(new TextEncoder().encode(known)).slice(0, 32);
}
