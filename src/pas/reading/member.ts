import type { Coverage, Identifier, Patient } from '@medplum/fhirtypes';
import { identifierTypes } from '../../fhir/systems.ts';
import type { Submission } from '../request/submission.ts';
import { businessIdentifiers } from './parties.ts';
import type { SubmittedMember } from './submittedRequest.ts';

/** Who the member is said to be. Numbers: Coverage.identifier typed MB, Coverage.subscriberId, Patient.identifier; in this order. */
export function memberOf(submission: Submission): SubmittedMember {
  const { claim } = submission;
  const focal = claim.insurance?.find(({ focal }) => focal) ?? claim.insurance?.[0];
  const coverage = submission.resolveAs('Coverage', focal?.coverage);
  const patient = submission.resolveAs('Patient', claim.patient);
  const person = patient.kind === 'resource' ? patient.resource : undefined;
  return {
    numbers: [
      ...(coverage.kind === 'resource' ? coverageNumbers(submission, coverage.resource) : []),
      ...(person ? patientNumbers(submission, person) : []),
      ...(patient.kind === 'logical' ? referenceNumbers(patient.reference.identifier) : []),
    ],
    birthDate: person?.birthDate,
    familyName: person?.name?.[0]?.family,
    givenNames: person?.name?.[0]?.given ?? [],
    expression: person ? expressionOf(submission, person) : 'Bundle.entry[0].resource.patient',
  };
}

/** FHIRPath of a resource of the Bundle. */
export function expressionOf(submission: Submission, resource: Coverage | Patient): string {
  const index = submission.bundle.entry?.findIndex((entry) => entry.resource === resource) ?? -1;
  return index < 0 ? 'Bundle.entry[0].resource' : `Bundle.entry[${index}].resource`;
}

function coverageNumbers(submission: Submission, coverage: Coverage): SubmittedMember['numbers'] {
  const at = expressionOf(submission, coverage);
  const typed = businessIdentifiers(coverage.identifier?.filter(isMemberNumber));
  return [
    ...typed.map((identifier) => ({ ...identifier, expression: `${at}.identifier` })),
    ...(coverage.subscriberId ? [{ value: coverage.subscriberId, expression: `${at}.subscriberId` }] : []),
  ];
}

function patientNumbers(submission: Submission, patient: Patient): SubmittedMember['numbers'] {
  const at = `${expressionOf(submission, patient)}.identifier`;
  const typed = patient.identifier?.filter(isMemberNumber) ?? [];
  const candidates = typed.length > 0 ? typed : patient.identifier?.filter(({ type }) => type === undefined);
  return businessIdentifiers(candidates).map((identifier) => ({ ...identifier, expression: at }));
}

function referenceNumbers(identifier: Identifier | undefined): SubmittedMember['numbers'] {
  const expression = 'Bundle.entry[0].resource.patient.identifier';
  return businessIdentifiers(identifier ? [identifier] : []).map((number) => ({ ...number, expression }));
}

/** Is the identifier typed as a member number (v2-0203|MB)? */
export function isMemberNumber(identifier: Identifier): boolean {
  return identifier.type?.coding?.some(({ system, code }) => system === identifierTypes && code === 'MB') ?? false;
}
