import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import { clinicalBackground } from '../../../src/policy/clauses/clinicalBackground.ts';
import { known, unknown } from '../../../src/policy/evidence.ts';
import { serviceDate } from '../builders.ts';
import { table } from '../table.ts';

interface Row {
  readonly held: readonly string[];
  readonly icd10: string | undefined;
  /** Whole years; absent: not known. */
  readonly age?: number;
  readonly answer: Answer;
}

const adultGastroenterology = '207RG0100X';
const paediatricGastroenterology = '2080P0206X';
const colonSurgery = '208C00000X';

const rows: readonly Row[] = [
  { held: [adultGastroenterology], icd10: 'K50.90', age: 52, answer: 'yes' },
  { held: [adultGastroenterology], icd10: 'K20.0', age: 52, answer: 'yes' },
  { held: [adultGastroenterology], icd10: 'K95.89', age: 52, answer: 'yes' },
  { held: [adultGastroenterology], icd10: 'K14.9', age: 52, answer: 'unknown' },
  { held: [adultGastroenterology], icd10: 'L00', age: 52, answer: 'unknown' },
  { held: [adultGastroenterology], icd10: 'K50.90', age: 17, answer: 'unknown' },
  { held: [adultGastroenterology], icd10: 'K50.90', age: 18, answer: 'yes' },
  { held: [paediatricGastroenterology], icd10: 'K50.90', age: 17, answer: 'yes' },
  { held: [paediatricGastroenterology], icd10: 'K50.90', age: 20, answer: 'yes' },
  { held: [paediatricGastroenterology], icd10: 'K50.90', age: 21, answer: 'unknown' },
  { held: [paediatricGastroenterology, adultGastroenterology], icd10: 'K50.90', age: 52, answer: 'yes' },
  { held: [adultGastroenterology], icd10: 'K50.90', answer: 'unknown' },
  { held: [colonSurgery], icd10: 'K50.90', answer: 'yes' },
  { held: [colonSurgery], icd10: 'K50.90', age: 9, answer: 'yes' },
  { held: ['207RX0202X'], icd10: 'C49.9', age: 6, answer: 'unknown' },
  { held: ['207RX0202X'], icd10: 'C49.9', age: 18, answer: 'yes' },
  { held: ['207RT0003X'], icd10: 'K72.90', age: 17, answer: 'unknown' },
  { held: ['2080N0001X'], icd10: 'P07.30', age: 0, answer: 'yes' },
  { held: ['2080P0006X'], icd10: 'F84.0', age: 30, answer: 'unknown' },
  { held: ['207RC0000X'], icd10: 'K50.90', age: 52, answer: 'unknown' },
  { held: ['999999999X'], icd10: 'K50.90', age: 52, answer: 'unknown' },
  { held: [], icd10: 'K50.90', age: 52, answer: 'unknown' },
  { held: [adultGastroenterology], icd10: 'R10.9', age: 52, answer: 'unknown' },
  { held: [adultGastroenterology], icd10: 'Z71.2', age: 52, answer: 'unknown' },
  { held: [adultGastroenterology], icd10: undefined, age: 52, answer: 'unknown' },
];

describe('related clinical background', () => {
  table(
    rows,
    ({ held, icd10, age, answer }) =>
      `${held.join(', ') || 'no specialty'} for ${icd10 ?? 'no diagnosis'} at ${age ?? 'an unknown age'} → ${answer}`,
    ({ held, icd10, age, answer }) => {
      const evidence = age === undefined ? unknown('No full date of birth of record') : known(age, serviceDate);
      const bySpecialty = clinicalBackground({ specialties: held, certifications: [] }, icd10, evidence, false);
      expect(bySpecialty).toMatchObject({ clause: 'VI.B', id: 'related-clinical-background', answer });
      const byCertification = clinicalBackground({ specialties: [], certifications: held }, icd10, evidence, false);
      expect(byCertification.answer).toBe(answer);
    },
  );
});

const doubts: readonly (readonly [number | undefined, string])[] = [
  [9, 'but trained for another age group'],
  [undefined, 'but trained for one age group, and the age is not known'],
];

describe('an adult specialist at a doubtful age: the reason', () => {
  table(
    doubts,
    ([age, words]) => `${age ?? 'unknown'} → ${words}`,
    ([age, words]) => {
      const evidence = age === undefined ? unknown('No date of birth') : known(age, serviceDate);
      const held = { specialties: [adultGastroenterology], certifications: [] };
      expect(clinicalBackground(held, 'K50.90', evidence, false).because).toContain(words);
    },
  );

  it('a listed diagnosis with the wrong specialty says which was held', () => {
    const held = { specialties: ['207RC0000X'], certifications: [] };
    expect(clinicalBackground(held, 'K50.90', known(52, serviceDate), false).because).toBe(
      'Cardiovascular Disease (207RC0000X): not listed as related to K50.90',
    );
  });
});

const surgicalQuestions: readonly (readonly [held: string, icd10: string, answer: Answer])[] = [
  [adultGastroenterology, 'K50.90', 'unknown'],
  [colonSurgery, 'K50.90', 'yes'],
  ['207RT0003X', 'K74.60', 'yes'],
  ['207RC0000X', 'I25.10', 'unknown'],
  ['208G00000X', 'I25.10', 'yes'],
  ['2084P0800X', 'F32.9', 'yes'],
  ['207RE0101X', 'E11.9', 'yes'],
  ['207RC0000X', 'K50.90', 'unknown'],
];

describe('a question about an operation wants one who operates, where the condition is operated on', () => {
  table(
    surgicalQuestions,
    ([held, icd10, answer]) => `${held} for ${icd10} → ${answer}`,
    ([held, icd10, answer]) => {
      const standing = { specialties: [held], certifications: [] };
      expect(clinicalBackground(standing, icd10, known(52, serviceDate), true).answer).toBe(answer);
    },
  );
});
