import type { PractitionerRole } from '@medplum/fhirtypes';
import type { AlternativeFacts, CandidateFacts } from '../policy/facts.ts';
import type { Ring } from './nearby.ts';
import { lookedAtOnce, mostCandidates } from './rolesInSpecialty.ts';

/** Once so many of those near the member are not proven unavailable, no more are looked for. */
const enoughOffered = 5;

export interface NearSearch {
  /** Around the member, nearest first. */
  readonly rings: readonly Ring[];
  readonly rolesWithin: (ring: Ring) => Promise<readonly PractitionerRole[]>;
  readonly candidatesOf: (roles: readonly PractitionerRole[]) => Promise<readonly CandidateFacts[]>;
  /** How many of them are not proven unavailable. */
  readonly offeredOf: (candidates: readonly CandidateFacts[]) => number;
}

/**
 * Of more network roles than can be looked at: those near the member, ring by ring until enough can be offered; where they are
 * too few, then the first of the others.
 */
export async function candidatesNear(
  search: NearSearch,
  others: readonly PractitionerRole[],
): Promise<Pick<AlternativeFacts, 'candidates' | 'incomplete'>> {
  const tooMany = `more than ${mostCandidates} network roles in these specialties`;
  const { candidates, looked, left, areEnough } = await lookNear(search);
  if (areEnough) return { candidates, incomplete: `${tooMany}; shown are ${candidates.length} found near the member` };
  const near = [...looked, ...left];
  const rest = once([...near, ...others]).slice(looked.length, mostCandidates);
  const all = [...candidates, ...(await search.candidatesOf(rest))];
  if (near.length === 0) return { candidates: all, incomplete: `${tooMany}; the first are shown` };
  const then = rest.length > left.length ? ', then the first' : '';
  return { candidates: all, incomplete: `${tooMany}; shown are ${near.length} found near the member${then}` };
}

interface Near {
  /** Of the roles looked at. */
  readonly candidates: readonly CandidateFacts[];
  readonly looked: readonly PractitionerRole[];
  /** Found, and not looked at. */
  readonly left: readonly PractitionerRole[];
  readonly areEnough: boolean;
}

async function lookNear({ rings, rolesWithin, candidatesOf, offeredOf }: NearSearch): Promise<Near> {
  let near: readonly PractitionerRole[] = [];
  const candidates: CandidateFacts[] = [];
  let [looked, offered] = [0, 0];
  const mayBeEnough = () => looked < near.length && offered + near.length - looked >= enoughOffered;
  for (const ring of rings) {
    near = once([...near, ...(await rolesWithin(ring))]).slice(0, mostCandidates);
    // Too few to be enough wait for those of the next ring.
    while (offered < enoughOffered && mayBeEnough()) {
      candidates.push(...(await candidatesOf(near.slice(looked, looked + lookedAtOnce))));
      looked = Math.min(looked + lookedAtOnce, near.length);
      offered = offeredOf(candidates);
    }
    if (offered >= enoughOffered || near.length === mostCandidates) break;
  }
  return { candidates, looked: near.slice(0, looked), left: near.slice(looked), areEnough: offered >= enoughOffered };
}

/** Each role once, in order. */
function once(roles: readonly PractitionerRole[]): readonly PractitionerRole[] {
  return [...new Map(roles.map((role) => [role.id, role])).values()];
}
