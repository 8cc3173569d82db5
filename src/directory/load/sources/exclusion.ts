import type { Flag, Period } from '@medplum/fhirtypes';
import { concept } from '../../../fhir/elements.ts';
import { exclusionListName, exclusionSystem } from '../../../policy/data/exclusionLists.ts';
import { exclusionDoubtUrl, sourceExtension } from './facts.ts';
import { lineId } from './lineId.ts';
import type { RowContext } from './listSource.ts';
import type { Person } from './people.ts';
import { plainName } from './plain.ts';

/** Who stands on an exclusion list, and for how long. */
export interface ListedPerson {
  readonly npi?: string;
  readonly family: string;
  readonly given: string;
  /** Local date, `YYYY-MM-DD`. */
  readonly birthDate?: string;
  readonly licences: readonly string[];
  readonly period?: Period;
  /** What tells this entry from others about the same person. */
  readonly key: readonly string[];
  /** Why the entry proves nothing until a person has looked, e.g. a waiver. */
  readonly doubt?: string;
}

/**
 * Exclusion Flags for the professionals of record an entry is about: by NPI, or by licence number and name; by name alone
 * with the doubt that it may be somebody else. An entry with an NPI is about nobody else.
 */
export function exclusionFlags(listed: ListedPerson, context: RowContext): readonly Flag[] {
  return matches(listed, context).map(({ person, doubt }) => flag(person, listed, listed.doubt ?? doubt, context));
}

interface Match {
  readonly person: Person;
  readonly doubt?: string;
}

function matches(listed: ListedPerson, { people }: RowContext): readonly Match[] {
  const { npi, family, given, birthDate, licences } = listed;
  if (npi) return people.byNpi(npi).map((person) => ({ person }));
  if (family === '' || given === '') return [];
  const name = plainName(family, given);
  const licensed = licences.flatMap((number) => people.byLicence(number)).filter(({ names }) => names.includes(name));
  if (licensed.length > 0) return [...new Set(licensed)].map((person) => ({ person }));
  return people
    .byName(family, given)
    .filter((person) => !birthDate || !person.birthDate || birthDate === person.birthDate)
    .map((person) => ({ person, doubt: nameOnly(Boolean(birthDate) && birthDate === person.birthDate) }));
}

function nameOnly(sameBirthDate: boolean): string {
  const by = sameBirthDate ? 'name and birth date' : 'name';
  return `a match by ${by} only; compare licence and address`;
}

function flag(person: Person, { period, key }: ListedPerson, doubt: string | undefined, { source }: RowContext): Flag {
  return {
    resourceType: 'Flag',
    id: lineId(person.reference, ...key),
    extension: [sourceExtension(source), ...(doubt ? [{ url: exclusionDoubtUrl, valueString: doubt }] : [])],
    status: 'active',
    code: concept(exclusionSystem, source.name, exclusionListName(source.name)),
    subject: { reference: person.reference },
    ...(period ? { period } : {}),
  };
}
