import { type Clause, type Finding, finding } from '../finding.ts';

export const treatmentNeedsAuthorizationClause: Clause = {
  cite: 'VI.C',
  words:
    'Note that any out of network treatments recommended would be subject to the treatment authorization (TAR) process as per policy MCUP3041 Treatment Authorization Request (TAR) Review Process.',
  readAs:
    'Only the consultation is decided here. Tests and treatments on the same request go to TAR review, in or out of network.',
};

/** VI.C, third sentence: does the item belong to the TAR process instead? */
export function treatmentNeedsAuthorization(isOpinion: boolean): Finding {
  const clause = treatmentNeedsAuthorizationClause;
  if (isOpinion) return finding(clause, 'treatment-authorization', 'no', 'The item is the consultation itself');
  return finding(clause, 'treatment-authorization', 'yes', 'The item is not a consultation or visit: TAR review');
}
