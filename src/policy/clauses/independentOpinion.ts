import type { RequestedProfessional } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const independentOpinionClause: Clause = {
  cite: 'V',
  words: 'Second Medical Opinions',
  readAs:
    'The policy does not say so, but the professional who gave the first opinion cannot give the second. Detected by NPI. A shared group is shown, never held against the request.',
};

/** V: is the requested professional another than those of the first opinion (`firstOpinion`, NPIs; empty: none known)? */
export function independentOpinion(
  professional: Pick<RequestedProfessional, 'npi'>,
  firstOpinion: readonly string[],
): Finding {
  const clause = independentOpinionClause;
  const id = 'independent-of-first-opinion';
  if (professional.npi === undefined) return finding(clause, id, 'unknown', 'The requested professional has no NPI');
  if (firstOpinion.includes(professional.npi)) {
    return finding(clause, id, 'no', `NPI ${professional.npi} gave the first opinion`);
  }
  if (firstOpinion.length === 0) {
    return finding(clause, id, 'unknown', 'The request names nobody by NPI who gave the first opinion');
  }
  return finding(clause, id, 'yes', `First opinion by NPI ${firstOpinion.join(', ')}`);
}

/** Same group as the first opinion's: a note for the reviewer. */
export function sharedGroup(
  professional: Pick<RequestedProfessional, 'sharesGroupWithFirstOpinion'>,
): Finding | undefined {
  if (!professional.sharesGroupWithFirstOpinion) return undefined;
  return finding(
    independentOpinionClause,
    'shares-group-with-first-opinion',
    'yes',
    'Both work for the same organization',
  );
}
