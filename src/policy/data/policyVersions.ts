import type { LocalDate } from '../evidence.ts';

/** One approved version of the policy, as its own head and foot state it. Dates are local dates. */
export interface PolicyVersion {
  readonly number: 'MPUP3078';
  readonly title: string;
  readonly approved: LocalDate;
  readonly lastReview: LocalDate;
  readonly nextReview: LocalDate;
}

const title = 'Second Medical Opinions';

/** Oldest first. A version is in force from its approval until the next one's. */
export const policyVersions: readonly PolicyVersion[] = [
  {
    number: 'MPUP3078',
    title,
    approved: '2025-11-12',
    lastReview: '2025-11-12',
    nextReview: '2026-11-12',
  },
];

/**
 * The version in force on a day.
 * @throws RangeError when the day lies before the first version held here: an older text is not guessed.
 */
export function policyInForce(on: LocalDate): PolicyVersion {
  const version = policyVersions.findLast((candidate) => candidate.approved <= on);
  if (!version)
    throw new RangeError(`No version of MPUP3078 before ${policyVersions[0]?.approved} is held; asked for ${on}`);
  return version;
}

/** `MPUP3078 (approved 2025-11-12)`, as answers cite it. */
export function citation(version: PolicyVersion): string {
  return `${version.number} (approved ${version.approved})`;
}
