import { type Clause, type Finding, finding } from '../finding.ts';

export const denialNoticeClause: Clause = {
  cite: 'VI.F',
  words:
    'If the health plan denies a request for a second opinion, the Member will be notified in writing of the reasons for the denial, the Member’s right to appeal or file a grievance, and information on how to file an appeal and how to file a grievance.',
  readAs: 'Four elements: the reasons, both rights, and how to use each of the two.',
};

/** What VI.F requires of a written denial. */
export const denialNoticeElements = [
  'reasons',
  'right-to-appeal-or-grievance',
  'how-to-appeal',
  'how-to-file-a-grievance',
] as const;

/** VI.F: is a denial notice due? After software's own answer never: software does not deny. */
export function denialNotice(deniedByPerson: boolean): Finding {
  const clause = denialNoticeClause;
  if (!deniedByPerson) return finding(clause, 'denial-notice-due', 'no', 'Nothing has been denied');
  return finding(clause, 'denial-notice-due', 'yes', `The notice must hold: ${denialNoticeElements.join(', ')}`);
}
