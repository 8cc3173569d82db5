import type { Practitioner, PractitionerQualification } from '@medplum/fhirtypes';
import { npiOf } from '../../../fhir/elements.ts';
import type { Scratch } from '../scratch.ts';
import { type Searcher, searchAny, searchPages } from '../search.ts';
import { sourceOf } from './facts.ts';
import { plainLicence, plainName, plainNumber } from './plain.ts';

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
  /** As lists are compared by it. */
  readonly number: string;
  /** As the record writes it. */
  readonly written: string;
  /** By whatever the record names the board, in plain letters; empty: it does not say. */
  readonly boards: readonly string[];
  readonly code: PractitionerQualification['code'];
}

/** Everybody of record, once read; kept outside of memory. */
export interface People {
  readonly byNpi: (npi: string) => readonly Person[];
  readonly byLicence: (number: string) => readonly Person[];
  readonly byName: (family: string, given: string) => readonly Person[];
  readonly isOrganization: (npi: string) => boolean;
}

/** @param look - is shown each professional as they are read */
export async function readPeople(
  searcher: Searcher,
  scratch: Scratch,
  look: (practitioner: Practitioner) => void,
): Promise<People> {
  scratch.script(`
    CREATE TABLE person (number INTEGER PRIMARY KEY, content TEXT NOT NULL);
    CREATE TABLE known_by (key TEXT NOT NULL, person INTEGER NOT NULL, PRIMARY KEY (key, person)) WITHOUT ROWID;
  `);
  const organizations = scratch.keys('organization');
  const order = { _sort: '_lastUpdated' };
  for await (const page of searchPages(searcher, 'Practitioner', order)) {
    const boards = await boardNames(searcher, page);
    for (const practitioner of page) {
      look(practitioner);
      keep(scratch, personOf(practitioner, boards));
    }
  }
  for await (const page of searchPages(searcher, 'Organization', order)) {
    for (const { identifier } of page) organizations.add(npiOf(identifier) ?? '');
  }
  const known = (key: string): readonly Person[] => {
    const people = 'SELECT content FROM known_by JOIN person ON number = person WHERE key = ? ORDER BY number';
    return scratch.all(people, key).map(({ content }) => JSON.parse(String(content)));
  };
  return {
    byNpi: (npi) => known(keys.npi(npi)),
    byLicence: (number) => known(keys.licence(number)),
    byName: (family, given) => known(keys.name(plainName(family, given))),
    isOrganization: (npi) => organizations.has(npi),
  };
}

/** By what a person is found. */
const keys = {
  npi: (npi: string) => `npi ${npi}`,
  licence: (number: string) => `licence ${plainLicence(number)}`,
  name: (name: string) => `name ${name}`,
} as const;

function keep(scratch: Scratch, person: Person): void {
  const number = scratch.run('INSERT INTO person (content) VALUES (?)', JSON.stringify(person));
  const knownBy = [
    ...(person.npi ? [keys.npi(person.npi)] : []),
    ...person.licences.map((licence) => keys.licence(licence.number)),
    ...person.names.map(keys.name),
  ];
  for (const key of new Set(knownBy)) scratch.run('INSERT INTO known_by VALUES (?, ?)', key, number);
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
    return value ? [{ number: plainLicence(value), written: value, boards: known, code }] : [];
  });
}
