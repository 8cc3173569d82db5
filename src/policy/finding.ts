import type { Answer } from './answer.ts';
import type { LocalDate } from './evidence.ts';

/** One sentence of the policy, as `clauses/` quotes it. */
export interface Clause {
  /** Where it stands: `VI.A`, `III.A.1`. */
  readonly cite: string;
  /** Its words, quoted exactly from MPUP3078 as approved 2025-11-12. */
  readonly words: string;
  /** How we read it where it is ambiguous or silent; the reading is ours, not the policy's. */
  readonly readAs?: string;
}

/** What one clause says of one case: the question, its three-valued answer, and why. */
export interface Finding {
  readonly clause: string;
  /** Stable name of the question, e.g. `licence-active`. */
  readonly id: string;
  readonly answer: Answer;
  /** A sentence for the reviewer and the auditor. Names professionals by NPI, never the member. */
  readonly because: string;
  /** The day for which the underlying data stand; absent when it rests on the request alone. */
  readonly asOf?: LocalDate;
}

/** A finding under `clause`; the one place where findings are made. */
export function finding(
  clause: Pick<Clause, 'cite'>,
  id: string,
  answer: Answer,
  because: string,
  asOf?: LocalDate,
): Finding {
  return { clause: clause.cite, id, answer, because, ...(asOf === undefined ? {} : { asOf }) };
}
