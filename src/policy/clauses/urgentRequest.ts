import { anyOf } from '../answer.ts';
import type { UrgencySignal } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';
import { urgentPractitionerOpinion } from './urgentPractitionerOpinion.ts';
import { urgentPsychologicalState } from './urgentPsychologicalState.ts';

export const urgentRequestClause: Clause = {
  cite: 'III.A',
  words:
    'Urgent Request: A request for medical care or services where application of the timeframe for making routine or non-life threatening care determinations:',
  readAs:
    'The definition has lost the limb that NCQA, state and federal texts share: danger to life, health or maximum function from whatever cause. We read it in: any urgent mark or words raise the request.',
};

/** III.A with both its limbs, and the limb it lacks. Raise-only: one yes suffices, and only silence on all of them is routine. */
export function urgentRequest(signals: readonly UrgencySignal[]): {
  readonly urgent: boolean;
  readonly findings: readonly Finding[];
} {
  const limbs = [urgentPsychologicalState(signals), urgentPractitionerOpinion(signals)];
  const other = signals.find((signal) => signal.kind === 'mark' || signal.kind === 'phrase');
  const urgent = other !== undefined || anyOf(limbs.map((limb) => limb.answer)) === 'yes';
  const because = other
    ? `“${other.code}” at ${other.expression}; the policy’s own two limbs do not name this ground`
    : urgent
      ? 'A limb of the definition is met'
      : 'No limb of the definition is met';
  return { urgent, findings: [finding(urgentRequestClause, 'urgent', urgent ? 'yes' : 'no', because), ...limbs] };
}
