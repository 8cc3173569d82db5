import { relatedSpecialties } from '../policy/data/diagnosisMap.ts';
import { withEquivalents } from '../policy/data/equivalentSpecialties.ts';
import type { AlternativeFacts } from '../policy/facts.ts';
import { type CandidateQuestion, candidateOf } from './candidate.ts';
import type { DirectoryRecord } from './record.ts';
import { mostCandidates, mostOthers } from './rolesInSpecialty.ts';
import type { Screening } from './screening.ts';

export interface AlternativeSearch extends CandidateQuestion {
  /** NUCC codes of the requested role; empty with nobody requested. */
  readonly specialties: readonly string[];
  readonly somebodyRequested: boolean;
  /** ICD-10-CM. */
  readonly diagnosis: string | undefined;
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
  // Of more than can be looked at, those near the member come first.
  const near = truncated === 'tagged' ? await record.rolesNear(wanted, search.member.rings) : [];
  const looked = [...new Map([...near, ...tagged].map((role) => [role.id, role])).values()].slice(0, mostCandidates);
  const [found, untagged] = await Promise.all(
    [looked, others].map(async (roles) =>
      (await Promise.all(roles.map((role) => candidateOf(role, search, record, screening)))).filter(
        (candidate) => candidate !== undefined,
      ),
    ),
  );
  const candidates = [...(found ?? []), ...(untagged ?? [])].filter(({ npi }) => !search.requested.includes(npi ?? ''));
  const incomplete = incompleteness(truncated, untagged?.length ?? 0, near.length);
  return { specialties, searched, needs, candidates, ...(incomplete === undefined ? {} : { incomplete }) };
}

function incompleteness(
  truncated: 'tagged' | 'others' | undefined,
  untagged: number,
  near: number,
): string | undefined {
  if (truncated === 'tagged') {
    const shown = near === 0 ? 'the first are shown' : `shown are ${near} found near the member, then the first`;
    return `more than ${mostCandidates} network roles in these specialties; ${shown}`;
  }
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
