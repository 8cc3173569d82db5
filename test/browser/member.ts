import type { Patient } from '@medplum/fhirtypes';
import { bundle, only, resources } from '../examples/examples.ts';

/** What of the members in an example's message no page for people may show. */
export function membersDetails(file: string): readonly string[] {
  return only(resources(bundle(file)), 'Patient').flatMap(detailsOf);
}

function detailsOf({ name, birthDate, identifier, telecom, address }: Patient): readonly string[] {
  const details = [
    birthDate,
    ...(name ?? []).flatMap(({ family, given }) => [family, given?.join(' ')]),
    ...(identifier ?? []).map(({ value }) => value),
    ...(telecom ?? []).map(({ value }) => value),
    ...(address ?? []).flatMap(({ line }) => line ?? []),
  ];
  return details.filter((detail) => detail !== undefined).filter((detail) => detail !== '');
}
