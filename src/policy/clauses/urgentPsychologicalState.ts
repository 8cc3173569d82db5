import type { UrgencySignal } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const urgentPsychologicalStateClause: Clause = {
  cite: 'III.A.1',
  words:
    'Could seriously jeopardize the life, health or safety of the Member or others, due to the Member’s psychological state',
  readAs:
    'A suspicion suffices: a diagnosis of suicidal or homicidal ideation or self-harm, or such words in the request. Danger to others counts. F codes alone do not raise urgency.',
};

/** III.A.1: does the request show danger owing to the member's psychological state? Its absence is unknown, not no. */
export function urgentPsychologicalState(signals: readonly UrgencySignal[]): Finding {
  const clause = urgentPsychologicalStateClause;
  const seen = signals.find((signal) => signal.kind === 'psychological-state');
  if (seen) return finding(clause, 'urgent-psychological-state', 'yes', `${seen.code} at ${seen.expression}`);
  return finding(clause, 'urgent-psychological-state', 'unknown', 'Nothing in the request speaks of it');
}
