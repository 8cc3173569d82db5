import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import {
  appropriatelyQualified,
  type QualificationQuestion,
} from '../../../src/policy/clauses/appropriatelyQualified.ts';
import { known, unknown } from '../../../src/policy/evidence.ts';
import { asOf, crohns, serviceDate, standing } from '../builders.ts';
import { table } from '../table.ts';

const question: QualificationQuestion = {
  standing: standing(),
  diagnosis: crohns,
  age: known(52, serviceDate),
  serviceDate,
  mayBeSurgical: false,
};

interface Row {
  readonly open: readonly string[];
  readonly answer: Answer;
  readonly changes: Partial<QualificationQuestion>;
}

const group = ['193200000X'];
const revoked = known([{ licenceClass: 'MD', status: 'revoked' } as const], asOf);

const rows: readonly Row[] = [
  { open: [], answer: 'yes', changes: {} },
  {
    open: ['licence-active', 'within-scope-of-practice'],
    answer: 'unknown',
    changes: { standing: standing({ licences: unknown('No licence of record') }) },
  },
  {
    open: ['licence-active', 'within-scope-of-practice'],
    answer: 'no',
    changes: { standing: standing({ licences: revoked }) },
  },
  { open: ['related-clinical-background'], answer: 'unknown', changes: { diagnosis: 'R10.9' } },
  { open: ['related-clinical-background'], answer: 'unknown', changes: { age: unknown('No date of birth') } },
  {
    open: ['primary-care-or-specialist', 'related-clinical-background'],
    answer: 'unknown',
    changes: { standing: standing({ specialties: [], certifications: [] }) },
  },
  {
    open: ['primary-care-or-specialist', 'related-clinical-background'],
    answer: 'no',
    changes: { standing: standing({ specialties: group, certifications: group }) },
  },
  {
    open: ['primary-care-or-specialist', 'licence-active', 'within-scope-of-practice', 'related-clinical-background'],
    answer: 'no',
    changes: { standing: standing({ specialties: [], certifications: [], licences: revoked }) },
  },
];

describe('qualified: type, licence, scope and background', () => {
  table(
    rows,
    ({ open, answer }) => `open: ${open.join(', ') || 'none'} → ${answer}`,
    ({ open, answer, changes }) => {
      const [whole, ...parts] = appropriatelyQualified({ ...question, ...changes });
      expect(whole).toMatchObject({ clause: 'VI.B', id: 'appropriately-qualified', answer });
      expect(parts.filter((part) => part.answer !== 'yes').map(({ id }) => id)).toEqual(open);
      expect(whole.because).toContain(open.join(', ') || 'are all shown');
    },
  );

  it('the whole comes first, then its four parts', () => {
    expect(appropriatelyQualified(question).map(({ id }) => id)).toEqual([
      'appropriately-qualified',
      'primary-care-or-specialist',
      'licence-active',
      'within-scope-of-practice',
      'related-clinical-background',
    ]);
  });
});
