import type { ExtractResource } from '@medplum/fhirtypes';

/** The types of the project's own artifacts. */
export const artifactTypes = [
  'StructureDefinition',
  'CodeSystem',
  'ValueSet',
  'ConceptMap',
  'PlanDefinition',
  'Questionnaire',
  'OperationDefinition',
  'CapabilityStatement',
] as const;

export type ArtifactType = (typeof artifactTypes)[number];

/** A resource of `fhir-profiles/`: one file each, with an id and a canonical url. */
export type Artifact = ExtractResource<ArtifactType> & { readonly id: string; readonly url: string };

export function isArtifactType(type: string): type is ArtifactType {
  return artifactTypes.some((known) => known === type);
}
