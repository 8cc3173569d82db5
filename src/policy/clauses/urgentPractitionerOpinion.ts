import type { UrgencySignal } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const urgentPractitionerOpinionClause: Clause = {
  cite: 'III.A.2',
  words:
    'In the opinion of a licensed health care practitioner, with knowledge of the Member’s medical or behavioral condition, would subject the Member to adverse health consequences without the care or treatment that is the subject of the request.',
  readAs:
    'A level of service, claim priority or order priority that a professional sends as urgent is such an opinion, and is never lowered by the plan.',
};

/** III.A.2: does a professional mark the request urgent? */
export function urgentPractitionerOpinion(signals: readonly UrgencySignal[]): Finding {
  const clause = urgentPractitionerOpinionClause;
  const mark = signals.find((signal) => signal.kind === 'provider-mark');
  if (mark) return finding(clause, 'urgent-practitioner-opinion', 'yes', `${mark.code} at ${mark.expression}`);
  return finding(clause, 'urgent-practitioner-opinion', 'no', 'No professional marks the request urgent');
}
