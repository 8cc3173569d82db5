import type {
  Coverage,
  Endpoint,
  Flag,
  HealthcareService,
  InsurancePlan,
  Location,
  Organization,
  OrganizationAffiliation,
  Patient,
  Practitioner,
  PractitionerRole,
  RelatedPerson,
} from '@medplum/fhirtypes';

/** A resource of plan data of record. Every one of these types has an `identifier` element. */
export type RecordResource =
  | Organization
  | Endpoint
  | Location
  | HealthcareService
  | InsurancePlan
  | OrganizationAffiliation
  | Practitioner
  | PractitionerRole
  | Patient
  | RelatedPerson
  | Coverage
  | Flag;

export type RecordType = RecordResource['resourceType'];

/** The types that can be loaded. */
export const recordTypes: readonly RecordType[] = [
  'Organization',
  'Endpoint',
  'Location',
  'HealthcareService',
  'InsurancePlan',
  'OrganizationAffiliation',
  'Practitioner',
  'PractitionerRole',
  'Patient',
  'RelatedPerson',
  'Coverage',
  'Flag',
];

export function isRecordType(type: unknown): type is RecordType {
  return recordTypes.some((recordType) => recordType === type);
}
