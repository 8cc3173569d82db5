import type { Answer } from '../policy/answer.ts';
import type { AuthorizationPeriod } from '../policy/authorization.ts';
import type { Determination, ItemDetermination } from '../policy/determination.ts';
import type { LocalDate } from '../policy/evidence.ts';
import type { Finding } from '../policy/finding.ts';

/** What was answered, without the words: what must come out again when the same facts are put to the same policy. */
export interface AnswerOnRecord {
  readonly policy: { readonly number: string; readonly approved: LocalDate };
  readonly urgent: boolean;
  /** X12 901. */
  readonly error?: string;
  readonly items: readonly ItemOnRecord[];
  readonly findings: readonly FindingOnRecord[];
  readonly governance: readonly FindingOnRecord[];
}

export interface ItemOnRecord {
  readonly sequence: number;
  /** Of the answer table. */
  readonly row: number;
  /** X12 306. */
  readonly action: string;
  readonly task?: string;
  readonly authorization?: AuthorizationPeriod;
  readonly findings: readonly FindingOnRecord[];
  /** Network professionals considered, the likeliest first. */
  readonly considered: readonly ConsideredProfessional[];
}

export interface ConsideredProfessional {
  readonly npi?: string;
  /** `PractitionerRole/<id>` of record. */
  readonly role: string;
  /** Available? */
  readonly answer: Answer;
}

/** Without its words: these count candidates, of whom only the first may be kept. */
export type FindingOnRecord = Omit<Finding, 'because'>;

export function answerOnRecord({ policy, urgent, error, items, findings, governance }: Determination): AnswerOnRecord {
  return {
    policy: { number: policy.number, approved: policy.approved },
    urgent,
    ...(error ? { error: error.code } : {}),
    items: items.map(itemOnRecord),
    findings: findings.map(findingOnRecord),
    governance: governance.map(findingOnRecord),
  };
}

function itemOnRecord(item: ItemDetermination): ItemOnRecord {
  const { sequence, row, action, task, authorization, findings, candidates } = item;
  return {
    sequence,
    row,
    action,
    ...(task ? { task } : {}),
    ...(authorization ? { authorization } : {}),
    findings: findings.map(findingOnRecord),
    considered: candidates.map(({ candidate: { npi, role }, answer }) => ({
      ...(npi === undefined ? {} : { npi }),
      role,
      answer,
    })),
  };
}

function findingOnRecord({ clause, id, answer, asOf }: Finding): FindingOnRecord {
  return { clause, id, answer, ...(asOf === undefined ? {} : { asOf }) };
}
