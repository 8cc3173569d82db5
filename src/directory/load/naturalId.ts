import type { Identifier } from '@medplum/fhirtypes';
import type { RecordResource } from './recordTypes.ts';

const npiSystem = 'http://hl7.org/fhir/sid/us-npi';
const identifierTypes = 'http://terminology.hl7.org/CodeSystem/v2-0203';

/** The identifier that names a professional, an organization or a member whatever the source: NPI or member number. */
export function naturalId(resource: RecordResource): Identifier | undefined {
  if (resource.resourceType === 'Practitioner' || resource.resourceType === 'Organization') {
    return resource.identifier?.find(({ system, value }) => system === npiSystem && value);
  }
  if (resource.resourceType === 'Patient') return resource.identifier?.find(isMemberNumber);
  return undefined;
}

function isMemberNumber({ type, value }: Identifier): boolean {
  return Boolean(value) && (type?.coding ?? []).some(({ system, code }) => system === identifierTypes && code === 'MB');
}

/** An identifier as a token for search: `system|value`, the value alone when it has no system. */
export function identifierToken({ system, value }: Identifier): string {
  return system ? `${system}|${value}` : `${value}`;
}

export function hasIdentifier(resource: RecordResource, wanted: Identifier): boolean {
  return (resource.identifier ?? []).some(({ system, value }) => system === wanted.system && value === wanted.value);
}
