import type { ClaimResponse } from '@medplum/fhirtypes';

/** The request of a case that no Claim began: one was made of what came, and no sender knows it. @see PAS 2.2.1, spec-44 */
export const unsentClaim: NonNullable<ClaimResponse['request']> = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'not-applicable' }],
};
