import { deepEquals } from '@medplum/core';
import type { Reference, Resource } from '@medplum/fhirtypes';
import type { Submission } from '../request/submission.ts';
import { partyOf } from './parties.ts';
import type { SubmittedParty } from './submittedRequest.ts';

/** A reference to somebody, and the resource that holds it; absent: the Claim. */
export interface Naming {
  readonly reference: Reference | undefined;
  readonly from?: Resource;
}

/**
 * Whom references name, everybody once: who is named twice has the specialties and the sites of both. One is known by NPI,
 * without one by the entry or the identifier that stands for the person; names tell nobody apart.
 */
export function namedParties(submission: Submission, namings: readonly Naming[]): readonly SubmittedParty[] {
  const parties = new Map<unknown, SubmittedParty>();
  for (const naming of namings) {
    const party = partyOf(submission, naming.reference, naming.from);
    if (!party) continue;
    const identity = party.npi === undefined ? whoIs(submission, naming) : `${party.kind} ${party.npi}`;
    const known = parties.get(identity);
    parties.set(identity, known ? together(known, party) : party);
  }
  return [...parties.values()];
}

/** The resource that stands for whom a reference names, or the identifier; without either the reference itself. */
function whoIs(submission: Submission, { reference, from }: Naming): unknown {
  const resolved = submission.resolve(reference, from);
  if (resolved.kind !== 'resource') return keyOf(reference);
  const { resource } = resolved;
  if (resource.resourceType !== 'PractitionerRole' || resource.practitioner === undefined) return resource;
  const practitioner = submission.resolve(resource.practitioner, resource);
  return practitioner.kind === 'resource' ? practitioner.resource : keyOf(resource.practitioner);
}

function keyOf(reference: Reference | undefined): unknown {
  const { system = '', value } = reference?.identifier ?? {};
  return value === undefined ? reference : `identifier ${system}|${value}`;
}

function together(one: SubmittedParty, other: SubmittedParty): SubmittedParty {
  const added = other.sites.filter((site) => !one.sites.some((known) => deepEquals(known, site)));
  return {
    ...one,
    specialties: [...new Set([...one.specialties, ...other.specialties])],
    sites: [...one.sites, ...added],
  };
}
