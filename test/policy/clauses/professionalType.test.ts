import { expect } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import { professionalType } from '../../../src/policy/clauses/professionalType.ts';
import { table } from '../table.ts';

interface Row {
  readonly specialties: readonly string[];
  readonly certifications?: readonly string[];
  readonly answer: Answer;
}

const rows: readonly Row[] = [
  { specialties: ['207Q00000X'], answer: 'yes' },
  { specialties: ['207V00000X'], answer: 'yes' },
  { specialties: ['363LF0000X'], answer: 'yes' },
  { specialties: ['207RG0100X'], answer: 'yes' },
  { specialties: [], certifications: ['2084P0800X'], answer: 'yes' },
  { specialties: ['193200000X', '207RC0000X'], answer: 'yes' },
  { specialties: ['390200000X'], certifications: ['207R00000X'], answer: 'yes' },
  { specialties: ['103TC0700X'], answer: 'unknown' },
  { specialties: ['213E00000X'], answer: 'unknown' },
  { specialties: ['152W00000X'], answer: 'unknown' },
  { specialties: ['174400000X'], answer: 'unknown' },
  { specialties: ['213EG0000X'], answer: 'unknown' },
  { specialties: ['405300000X'], answer: 'unknown' },
  { specialties: ['999999999X'], answer: 'unknown' },
  { specialties: [], answer: 'unknown' },
  { specialties: ['193200000X', '174400000X'], answer: 'unknown' },
  { specialties: ['193400000X', '999999999X'], answer: 'unknown' },
  { specialties: ['193200000X'], answer: 'no' },
  { specialties: ['390200000X'], answer: 'no' },
  { specialties: ['282N00000X'], answer: 'no' },
  { specialties: ['261QP2300X', '390200000X'], answer: 'no' },
  { specialties: ['261QP2300X', '207Q00000X'], answer: 'yes' },
  { specialties: ['193400000X'], certifications: ['193200000X'], answer: 'no' },
];

table(
  rows,
  ({ specialties, certifications = [], answer }) =>
    `specialties ${specialties.join(', ') || 'none'}, certifications ${certifications.join(', ') || 'none'} → ${answer}`,
  ({ specialties, certifications = [], answer }) => {
    const found = professionalType({ specialties, certifications });
    expect(found).toMatchObject({ clause: 'VI.B', id: 'primary-care-or-specialist', answer });
    expect(found.because).toContain([...specialties, ...certifications][0] ?? 'No taxonomy of record');
  },
);
