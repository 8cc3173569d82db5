import type { ReasonCode } from '../facts.ts';

/** The project's CodeSystem of the policy's reasons; no standard codes exist for them. */
export const reasonSystem = 'https://w3id.org/second-opinion/CodeSystem/second-opinion-reason';

export interface Reason {
  readonly code: ReasonCode;
  readonly cite: string;
  /** Quoted from MPUP3078 VI.A. */
  readonly words: string;
  readonly readAs?: string;
}

/** VI.A.1–5, which "may not be limited to" these: any other reason is as good (`OTHER`). */
export const reasons: readonly Reason[] = [
  {
    code: 'R1',
    cite: 'VI.A.1',
    words:
      'The Member has questions concerning the reasonableness or necessity of a recommended surgical procedure or treatment.',
  },
  {
    code: 'R2',
    cite: 'VI.A.2',
    words:
      'The Member questions the diagnosis or course of treatment for a condition that threatens loss of life, limb, bodily function or impairment, including but not limited to a serious chronic condition.',
    readAs: 'A reason, not the urgency test; but a person looks at its urgency first.',
  },
  {
    code: 'R3',
    cite: 'VI.A.3',
    words:
      'The diagnosis is in doubt due to conflicting test results, or the treating practitioner is unable to make an accurate diagnosis of the situation.',
    readAs: 'Also clinical indications that are unclear, or complex and confusing, as the statute has it.',
  },
  {
    code: 'R4',
    cite: 'VI.A.4',
    words:
      'The current treatment plan is not improving the medical condition within an appropriate period of time for the known diagnosis.',
    readAs: 'What time is appropriate is clinical; no proof of elapsed time is asked for.',
  },
  {
    code: 'R5',
    cite: 'VI.A.5',
    words:
      'The Member has attempted to follow the course of treatment or consulted with the initiating professional and still has serious doubts about the diagnosis or treatment plan.',
    readAs: "The member's own doubt suffices.",
  },
];

/** The reason with this code, unless it is another than the five. */
export function reasonOf(code: string): Reason | undefined {
  return reasons.find((reason) => reason.code === code);
}

/** The code as one of the CodeSystem, in which case matters; undefined: the CodeSystem does not hold it. */
export function reasonCodeOf(code: string): ReasonCode | undefined {
  return code === 'OTHER' ? code : reasonOf(code)?.code;
}
