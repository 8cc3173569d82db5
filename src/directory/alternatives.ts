import type { PractitionerRole } from '@medplum/fhirtypes';
import { type AlternativeQuestion, viewCandidates } from '../policy/availability.ts';
import { relatedSpecialties } from '../policy/data/diagnosisMap.ts';
import { withEquivalents } from '../policy/data/equivalentSpecialties.ts';
import type { AlternativeFacts, CandidateFacts } from '../policy/facts.ts';
import { type CandidateQuestion, candidateOf } from './candidate.ts';
import { candidatesNear } from './candidatesNear.ts';
import type { Ring } from './nearby.ts';
import type { DirectoryRecord } from './record.ts';
import { mostOthers } from './rolesInSpecialty.ts';
import type { Screening } from './screening.ts';

export interface AlternativeSearch extends CandidateQuestion, Omit<AlternativeQuestion, 'alternatives'> {
  /** NUCC codes of the requested role; empty with nobody requested. */
  readonly specialties: readonly string[];
  readonly somebodyRequested: boolean;
  /** NPIs of the requested: nobody is their own alternative. */
  readonly requested: readonly string[];
}

/**
 * The network professionals who might give the opinion: roles in the requested specialty or its equivalent, or, with
 * nobody requested, in those related to the diagnosis. The extension is the evidence; a network role without its tag
 * makes the answer incomplete, because others like it may have been missed elsewhere.
 */
export async function findAlternatives(
  search: AlternativeSearch,
  record: DirectoryRecord,
  screening: Screening,
): Promise<AlternativeFacts> {
  const { specialties, searched } = lookedFor(search);
  const { needs } = search.member;
  if (specialties.length === 0) return { specialties, searched, needs, candidates: [] };
  const wanted = specialties.join(',');
  const { tagged, others, truncated } = await record.rolesIn(wanted);
  const candidatesOf = async (roles: readonly PractitionerRole[]) => {
    const found = await Promise.all(roles.map((role) => candidateOf(role, search, record, screening)));
    return found
      .filter((candidate) => candidate !== undefined)
      .filter(({ npi }) => !search.requested.includes(npi ?? ''));
  };
  if (truncated === 'tagged') {
    const near = {
      rings: search.member.rings,
      rolesWithin: (ring: Ring) => record.rolesWithin(wanted, ring),
      candidatesOf,
      offeredOf: (candidates: readonly CandidateFacts[]) => {
        const views = viewCandidates({ ...search, alternatives: { specialties, searched, needs, candidates } });
        return views.filter(({ answer }) => answer !== 'no').length;
      },
    };
    return { specialties, searched, needs, ...(await candidatesNear(near, tagged)) };
  }
  const [found, untagged] = await Promise.all([tagged, others].map(candidatesOf));
  const candidates = [...(found ?? []), ...(untagged ?? [])];
  const incomplete = incompleteness(truncated, untagged?.length ?? 0);
  return { specialties, searched, needs, candidates, ...(incomplete === undefined ? {} : { incomplete }) };
}

function incompleteness(truncated: 'others' | undefined, untagged: number): string | undefined {
  if (truncated === 'others') return `more than ${mostOthers} roles in these specialties lack a tag of the networks`;
  return untagged > 0 ? `${untagged} network role(s) lack their network tag` : undefined;
}

/** Which specialties to look in: the requested one's and its equivalents, or with nobody requested the diagnosis's. */
export function lookedFor({
  specialties,
  somebodyRequested,
  diagnosis,
}: Pick<AlternativeSearch, 'specialties' | 'somebodyRequested' | 'diagnosis'>): Pick<
  AlternativeFacts,
  'specialties' | 'searched'
> {
  if (somebodyRequested) {
    const wanted = withEquivalents(specialties);
    return { specialties: wanted, searched: wanted.length > 0 ? 'requested-specialty' : 'nothing-known' };
  }
  const related = diagnosis === undefined ? [] : withEquivalents(relatedSpecialties(diagnosis));
  return { specialties: related, searched: related.length > 0 ? 'diagnosis-map' : 'nothing-known' };
}
