import type { Extension, Practitioner, PractitionerQualification } from '@medplum/fhirtypes';
import { type Extensible, extensionOf } from '../../../fhir/elements.ts';
import { ownBase } from '../../../fhir/systems.ts';

/** From which list a fact is, and as of when: parts `name` (the name given with `--source`) and `asOf` (local date). */
export const sourceUrl = `${ownBase}/StructureDefinition/source`;

/** Why an exclusion Flag proves nothing until a person has looked: a match by name only, or a waiver. */
export const exclusionDoubtUrl = `${ownBase}/StructureDefinition/exclusion-doubt`;

/** System of the identifier of a fact among a professional's qualifications: `<list>/<what the list calls it>`. */
export const sourceFactSystem = `${ownBase}/source-fact`;

/** From where a fact is. */
export interface FactSource {
  readonly name: string;
  /** Local date, `YYYY-MM-DD`. */
  readonly asOf: string;
}

export function sourceExtension({ name, asOf }: FactSource): Extension {
  return {
    url: sourceUrl,
    extension: [
      { url: 'name', valueString: name },
      { url: 'asOf', valueDate: asOf },
    ],
  };
}

/** From which list a qualification, Flag or identifier is; undefined for plan data. */
export function sourceOf(element: Extensible): FactSource | undefined {
  const source = extensionOf(element, sourceUrl);
  const name = extensionOf(source, 'name')?.valueString;
  const asOf = extensionOf(source, 'asOf')?.valueDate;
  return name !== undefined && asOf !== undefined ? { name, asOf } : undefined;
}

/** Why the Flag proves nothing by itself; undefined: it does. */
export function exclusionDoubt(flag: Extensible): string | undefined {
  return extensionOf(flag, exclusionDoubtUrl)?.valueString;
}

/** A qualification that a list states. Its identifier keeps it apart from the plan's own statement about the same. */
export function factQualification(
  source: FactSource,
  key: string,
  { extension, identifier, ...content }: PractitionerQualification,
): PractitionerQualification {
  return {
    extension: [sourceExtension(source), ...(extension ?? [])],
    identifier: [{ system: sourceFactSystem, value: `${source.name}/${key}` }, ...(identifier ?? [])],
    ...content,
  };
}

/** The name of a fact among those of all lists; undefined for what is plan data. */
export function factName({ identifier }: PractitionerQualification): string | undefined {
  return identifier?.find(({ system }) => system === sourceFactSystem)?.value;
}

/**
 * System of the `meta.tag` of a professional who came of record, or is known by something else, since an exclusion list was
 * loaded: the list was not compared with them. Its code is the list.
 */
export const notComparedSystem = `${ownBase}/not-compared`;

/** The exclusion lists that a professional was not compared with since they were loaded. */
export function notComparedWith({ meta }: Practitioner): readonly string[] {
  return (meta?.tag ?? []).flatMap(({ system, code }) => (system === notComparedSystem && code ? [code] : []));
}

/** What the register says an NPI is of, as the type of the identifier. */
export const npiKinds = {
  person: { text: 'NPI of a person' },
  organization: { text: 'NPI of an organization' },
} as const;
