import { type Clause, type Finding, finding } from '../finding.ts';

export const treatmentNeedsAuthorizationClause: Clause = {
  cite: 'VI.C',
  words:
    'Note that any out of network treatments recommended would be subject to the treatment authorization (TAR) process as per policy MCUP3041 Treatment Authorization Request (TAR) Review Process.',
  readAs:
    'Only the consultation is decided here. Tests and treatments on the same request go to TAR review, in or out of network.',
};

/**
 * VI.C, third sentence: does the item belong to the TAR process instead?
 * @param isOpinion - the item is a consultation or visit
 * @param secondOpinionRequested - something marks the request as one for a second opinion
 */
export function treatmentNeedsAuthorization(isOpinion: boolean, secondOpinionRequested: boolean): Finding {
  const clause = treatmentNeedsAuthorizationClause;
  const id = 'treatment-authorization';
  if (!isOpinion) return finding(clause, id, 'yes', 'The item is not a consultation or visit: TAR review');
  if (!secondOpinionRequested) return finding(clause, id, 'yes', 'Nothing marks it as a second opinion: TAR review');
  return finding(clause, id, 'no', 'The item is the consultation itself');
}
