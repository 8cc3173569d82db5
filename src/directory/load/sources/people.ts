import type { Practitioner, PractitionerQualification } from '@medplum/fhirtypes';
import { npiOf } from '../../../fhir/elements.ts';
import { type Searcher, searchAny, searchPages } from '../search.ts';
import { sourceOf } from './facts.ts';
import { plainName, plainNumber } from './plain.ts';

/** A professional of record, as far as lists are compared with them. */
export interface Person {
  /** `Practitioner/<id>` in the store. */
  readonly reference: string;
  readonly npi?: string;
  readonly birthDate?: string;
  /** `family|given`, in plain letters. */
  readonly names: readonly string[];
  readonly licences: readonly PersonLicence[];
}

export interface PersonLicence {
  readonly number: string;
  /** By whatever the record names the board, in plain letters; empty: it does not say. */
  readonly boards: readonly string[];
  readonly code: PractitionerQualification['code'];
}

/** Everybody of record, once read; its memory grows with the directory, not with a list. */
export interface People {
  readonly byNpi: (npi: string) => readonly Person[];
  readonly byLicence: (number: string) => readonly Person[];
  readonly byName: (family: string, given: string) => readonly Person[];
  readonly isOrganization: (npi: string) => boolean;
}

export async function readPeople(searcher: Searcher): Promise<People> {
  const people: Person[] = [];
  const practitioners = { _sort: '_lastUpdated' };
  for await (const page of searchPages(searcher, 'Practitioner', practitioners)) {
    const boards = await boardNames(searcher, page);
    people.push(...page.map((practitioner) => personOf(practitioner, boards)));
  }
  const organizations = new Set<string>();
  for await (const page of searchPages(searcher, 'Organization', practitioners)) {
    for (const { identifier } of page) organizations.add(npiOf(identifier) ?? '');
  }
  const npis = grouped(people, ({ npi }) => (npi ? [npi] : []));
  const licences = grouped(people, (person) => person.licences.map(({ number }) => number));
  const names = grouped(people, (person) => person.names);
  return {
    byNpi: (npi) => npis.get(npi) ?? [],
    byLicence: (number) => licences.get(plainNumber(number)) ?? [],
    byName: (family, given) => names.get(plainName(family, given)) ?? [],
    isOrganization: (npi) => organizations.has(npi),
  };
}

/** Names of the Organizations that issued licences, by reference. */
async function boardNames(searcher: Searcher, practitioners: readonly Practitioner[]) {
  const references = practitioners
    .flatMap(({ qualification }) => qualification ?? [])
    .flatMap(({ issuer }) => /^Organization\/(.+)$/.exec(issuer?.reference ?? '')?.[1] ?? []);
  const found = await searchAny(searcher, 'Organization', '_id', references);
  return new Map(found.map(({ id, name }) => [`Organization/${id}`, name]));
}

function personOf(practitioner: Practitioner, boards: ReadonlyMap<string, string | undefined>): Person {
  const { id, identifier, birthDate, name, qualification } = practitioner;
  return {
    reference: `Practitioner/${id}`,
    npi: npiOf(identifier),
    birthDate,
    names: (name ?? []).flatMap(({ family, given }) => (family && given?.[0] ? [plainName(family, given[0])] : [])),
    licences: (qualification ?? []).filter((one) => !sourceOf(one)).flatMap((one) => licencesOf(one, boards)),
  };
}

function licencesOf(
  { identifier, issuer, code }: PractitionerQualification,
  boards: ReadonlyMap<string, string | undefined>,
): PersonLicence[] {
  return (identifier ?? []).flatMap(({ value, system, assigner }) => {
    const named = [issuer?.display, boards.get(issuer?.reference ?? ''), assigner?.display, system];
    const known = named.filter((board) => board !== undefined).map((board) => plainNumber(board));
    return value ? [{ number: plainNumber(value), boards: known, code }] : [];
  });
}

function grouped<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}
