import type { MedplumClient } from '@medplum/core';
import type { PractitionerRole } from '@medplum/fhirtypes';
import { networkTagSystem, taxonomyCodes } from '../fhir/systems.ts';
import { areaTagCode } from './load/areaTags.ts';
import type { Ring } from './nearby.ts';
import { ofType, searchAll } from './searchAll.ts';

/** The active roles in some specialties, as far as they are read. */
export interface RolesInSpecialty {
  /** With a tag of one of the networks. */
  readonly tagged: readonly PractitionerRole[];
  /** Without such a tag: out of the networks, or in them and not yet tagged. Empty when there are too many tagged. */
  readonly others: readonly PractitionerRole[];
  /** Where there are more than were read. */
  readonly truncated?: 'tagged' | 'others';
}

/** So many network roles are looked at one by one; of more, those near the member, and where they are few then the first. */
export const mostCandidates = 25;

/** Of those near the member so many are looked at together. */
export const lookedAtOnce = 10;

/** So many roles without a tag of the networks are looked at for their own reference. */
export const mostOthers = 1000;

/** How roles are looked for. */
export interface RoleSearch {
  /** NUCC codes. */
  readonly specialties: readonly string[];
  /** Codes of the tags of the plan's networks. */
  readonly networkTags: readonly string[];
  /** As of `searchAll`. */
  readonly maxAge: number | undefined;
}

/**
 * Reads the roles in the specialties: those that the network tags find, in the order of the store; and when these are all,
 * the others too, since a role in the networks may lack its tag. So a search in a directory of any size is bounded. What the
 * roles refer to is not read with them: of many, most are not looked at.
 */
export async function rolesInSpecialty(client: MedplumClient, search: RoleSearch): Promise<RolesInSpecialty> {
  const tags = tokens(networkTagSystem, search.networkTags);
  const specialty = tokens(taxonomyCodes, search.specialties);
  const tagged =
    tags === ''
      ? { roles: [], truncated: false }
      : await find(client, search, { specialty, _tag: tags }, mostCandidates);
  if (tagged.truncated) return { tagged: tagged.roles, others: [], truncated: 'tagged' };
  const others = await find(client, search, { specialty, ...(tags === '' ? {} : { '_tag:not': tags }) }, mostOthers);
  return { tagged: tagged.roles, others: others.roles, ...(others.truncated ? { truncated: 'others' } : {}) };
}

/**
 * Reads network roles in the specialties that practise in the ring: by this a directory with more roles than are looked at is
 * searched. It proves nothing about others. Most roles of a plan's directory are in its networks: only where others have filled
 * the page are those asked for alone.
 */
export async function rolesWithin(
  client: MedplumClient,
  search: RoleSearch,
  ring: Ring,
): Promise<readonly PractitionerRole[]> {
  const areas = search.specialties.flatMap((specialty) => ring.map((area) => areaTagCode(specialty, area)));
  // Without their system, which would make of many codes a longer URL than a server takes.
  const codes = areas.map(escaped).join(',');
  const all = await find(client, search, { _tag: codes }, mostCandidates);
  const ofNetworks = all.roles.filter(({ meta }) =>
    meta?.tag?.some(({ system, code = '' }) => system === networkTagSystem && search.networkTags.includes(code)),
  );
  if (!all.truncated || ofNetworks.length >= lookedAtOnce) return ofNetworks;
  const networks = tokens(networkTagSystem, search.networkTags);
  return (await find(client, search, { _tag: [networks, codes] }, mostCandidates)).roles;
}

async function find(
  client: MedplumClient,
  { maxAge }: RoleSearch,
  query: Readonly<Record<string, string | readonly string[]>>,
  most: number,
): Promise<{ readonly roles: readonly PractitionerRole[]; readonly truncated: boolean }> {
  // In any other order the store would first have to sort all there are.
  const order = { _sort: [], _count: String(Math.min(most + 1, 1000)) };
  const { resources } = await searchAll(client, 'PractitionerRole', { ...order, ...query }, most + 1, maxAge);
  const roles = ofType(resources, 'PractitionerRole');
  return { roles: roles.slice(0, most).filter(({ active }) => active !== false), truncated: roles.length > most };
}

function tokens(system: string, codes: readonly string[]): string {
  return codes.map((code) => `${system}|${escaped(code)}`).join(',');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\,$|]/g, '\\$&');
}
