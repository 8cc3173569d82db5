import type { MedplumClient } from '@medplum/core';
import type { PractitionerRole, Resource } from '@medplum/fhirtypes';
import { networkTagSystem, taxonomyCodes } from '../fhir/systems.ts';
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

/** So many network roles are looked at one by one; of more, the first. */
export const mostCandidates = 25;

/** So many roles without a tag of the networks are looked at for their own reference. */
export const mostOthers = 1000;

const included = ['practitioner', 'organization', 'location', 'service'].map((code) => `PractitionerRole:${code}`);

/**
 * Reads the roles in the specialties: those that the network tags find, with what they refer to, in the order of the store;
 * and when these are all, the others too, since a role in the networks may lack its tag. So a search in a directory of any
 * size is bounded.
 * @param specialties - NUCC codes
 * @param networkTags - codes of the tags of the plan's networks
 * @param keep - is given everything the roles refer to
 */
export async function rolesInSpecialty(
  client: MedplumClient,
  specialties: readonly string[],
  networkTags: readonly string[],
  keep: (resources: readonly Resource[]) => void,
): Promise<RolesInSpecialty> {
  const specialty = tokens(taxonomyCodes, specialties);
  const tags = tokens(networkTagSystem, networkTags);
  // In any other order the store would first have to sort all there are.
  const order = { specialty, _sort: [] };
  const find = async (query: Readonly<Record<string, string | readonly string[]>>, most: number) => {
    const page = { ...order, ...query, _count: String(Math.min(most + 1, 1000)) };
    const { resources } = await searchAll(client, 'PractitionerRole', page, most + 1);
    keep(resources);
    const roles = ofType(resources, 'PractitionerRole');
    return { roles: roles.slice(0, most).filter(({ active }) => active !== false), truncated: roles.length > most };
  };
  const tagged =
    tags === '' ? { roles: [], truncated: false } : await find({ _tag: tags, _include: included }, mostCandidates);
  if (tagged.truncated) return { tagged: tagged.roles, others: [], truncated: 'tagged' };
  const others = await find(tags === '' ? {} : { '_tag:not': tags }, mostOthers);
  return { tagged: tagged.roles, others: others.roles, ...(others.truncated ? { truncated: 'others' } : {}) };
}

function tokens(system: string, codes: readonly string[]): string {
  return codes.map((code) => `${system}|${code.replaceAll(/[\\,$|]/g, '\\$&')}`).join(',');
}
