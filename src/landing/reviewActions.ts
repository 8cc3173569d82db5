import type { Tone } from './html.ts';

export interface ReviewActionWords {
  readonly words: string;
  readonly tone: Tone;
  /** What it means for who reads it. */
  readonly means: string;
}

const actions: Readonly<Record<string, ReviewActionWords>> = {
  A1: { words: 'Approved', tone: 'good', means: 'The consultation is certified as it was requested.' },
  A2: { words: 'Approved in part', tone: 'good', means: 'A licensed person certified a part of what was requested.' },
  A3: {
    words: 'Denied',
    tone: 'bad',
    means: 'A licensed person decided so; the member can appeal or file a grievance.',
  },
  A4: {
    words: 'Pended: a person decides',
    tone: 'wait',
    means: 'Software does not decide this; a person does, in time.',
  },
  A6: { words: 'Modified', tone: 'wait', means: 'A licensed person approved it with a change.' },
  NA: { words: 'No permission needed', tone: 'calm', means: 'The plan’s permission is not needed for this.' },
};

/** A review action, X12 306, for people. An unknown code speaks by its display. */
export function reviewActionWords(code: string | undefined, display?: string): ReviewActionWords {
  const known = code === undefined ? undefined : actions[code];
  return known ?? { words: display ?? code ?? 'Not said', tone: 'wait', means: 'See the ClaimResponse.' };
}
