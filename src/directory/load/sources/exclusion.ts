import type { Flag, Period } from '@medplum/fhirtypes';
import { concept } from '../../../fhir/elements.ts';
import { exclusionListName, exclusionSystem } from '../../../policy/data/exclusionLists.ts';
import { exclusionDoubtUrl, sourceExtension } from './facts.ts';
import { lineId } from './lineId.ts';
import type { RowContext } from './listSource.ts';
import type { Person } from './people.ts';
import { plainName } from './plain.ts';

export interface ListedName {
  readonly family: string;
  readonly given: string;
}

/** Who stands on an exclusion list, and for how long. */
export interface ListedPerson extends ListedName {
  readonly npi?: string;
  /** Other names by which the list knows them. */
  readonly aliases?: readonly ListedName[];
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
 * Exclusion Flags for the professionals of record an entry is about: by NPI, or by licence number and name; by name alone, or
 * licence number and a part of the name, with the doubt that it may be somebody else. An entry with an NPI is about nobody else.
 */
export function exclusionFlags(listed: ListedPerson, context: RowContext): readonly Flag[] {
  return matches(listed, context).map(({ person, doubt }) => flag(person, listed, listed.doubt ?? doubt, context));
}

interface Match {
  readonly person: Person;
  readonly doubt?: string;
}

function matches(listed: ListedPerson, { people }: RowContext): readonly Match[] {
  const { npi, family, given, aliases = [], birthDate, licences } = listed;
  if (npi) return people.byNpi(npi).map((person) => ({ person }));
  if (family === '' || given === '') return [];
  const names = [listed, ...aliases].map((name) => plainName(name.family, name.given));
  const licensed = licences.flatMap((number) => people.byLicence(number));
  const certain = licensed.filter((person) => person.names.some((name) => names.includes(name)));
  if (certain.length > 0) return onceEach(certain.map((person) => ({ person })));
  const mayBe = (found: readonly Person[]) =>
    found.filter((person) => !birthDate || !person.birthDate || birthDate === person.birthDate);
  return onceEach([
    ...licensed.filter((person) => isNamedLike(person, names)).map((person) => ({ person, doubt: partOfName })),
    ...mayBe(people.byName(family, given)).map((person) => ({
      person,
      doubt: nameOnly(Boolean(birthDate) && birthDate === person.birthDate),
    })),
    ...aliases
      .flatMap((alias) => mayBe(people.byName(alias.family, alias.given)))
      .map((person) => ({ person, doubt: otherName })),
  ]);
}

const partOfName = 'a match by licence number and a part of the name only; compare name and address';
const otherName = 'a match by another name of theirs only; compare licence and address';

/** Numbers collide across boards: somebody of quite another name is another person. */
function isNamedLike(person: Person, names: readonly string[]): boolean {
  const parts = new Set(names.flatMap((name) => name.split('|')));
  return person.names.some((name) => name.split('|').some((part) => part !== '' && parts.has(part)));
}

function onceEach(found: readonly Match[]): readonly Match[] {
  const byReference = new Map<string, Match>();
  for (const match of found) byReference.set(match.person.reference, byReference.get(match.person.reference) ?? match);
  return [...byReference.values()];
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
