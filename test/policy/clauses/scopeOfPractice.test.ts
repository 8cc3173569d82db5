import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import { permittingLicences, scopeOfPractice } from '../../../src/policy/clauses/scopeOfPractice.ts';
import { known, unknown } from '../../../src/policy/evidence.ts';
import type { Licence } from '../../../src/policy/facts.ts';
import { asOf, serviceDate } from '../builders.ts';
import { table } from '../table.ts';

const period = { start: '2015-07-01' };
const of = (licenceClass: string, status: Licence['status'] = 'active'): Licence => ({ licenceClass, status, period });

const rows: readonly (readonly [readonly Licence[], string | undefined, Answer])[] = [
  [[of('MD')], 'K50.90', 'yes'],
  [[of('DO')], 'R10.9', 'yes'],
  [[of('MD')], undefined, 'yes'],
  [[of('md')], 'K50.90', 'yes'],
  [[of('PSY')], 'F01.50', 'yes'],
  [[of('PSY')], 'F99', 'yes'],
  [[of('PSY')], 'f32.9', 'yes'],
  [[of('PSY')], 'G00.0', 'unknown'],
  [[of('PSY')], 'E89.9', 'unknown'],
  [[of('PSY')], undefined, 'unknown'],
  [[of('OD')], 'H59.9', 'yes'],
  [[of('OD')], 'H60.0', 'unknown'],
  [[of('DPM')], 'M20.1', 'yes'],
  [[of('DPM')], 'M22.0', 'unknown'],
  [[of('DPM')], 'S89.9', 'unknown'],
  [[of('DPM')], 'S90.0', 'yes'],
  [[of('NP')], 'K50.90', 'unknown'],
  [[of('')], 'K50.90', 'unknown'],
  [[], 'K50.90', 'unknown'],
  [[of('MD', 'revoked')], 'K50.90', 'unknown'],
  [[of('MD', 'unknown')], 'K50.90', 'unknown'],
  [[of('MD', 'unknown'), of('RN')], 'K50.90', 'unknown'],
  [[of('MD', 'revoked'), of('RN')], 'K50.90', 'unknown'],
  [[of('RN'), of('MD')], 'K50.90', 'yes'],
];

const shown = (licences: readonly Licence[]) =>
  licences.map(({ licenceClass, status }) => `${licenceClass || 'unnamed'} ${status}`).join(' and ') || 'no licence';

describe('within the scope of practice', () => {
  table(
    rows,
    ([licences, icd10, answer]) => `${shown(licences)}, ${icd10 ?? 'no diagnosis'} → ${answer}`,
    ([licences, icd10, answer]) => {
      const found = scopeOfPractice(known(licences, asOf), icd10, serviceDate);
      expect(found).toMatchObject({ clause: 'VI.B', id: 'within-scope-of-practice', answer, asOf });
    },
  );

  it('nothing of record → unknown, for that reason', () => {
    expect(scopeOfPractice(unknown('No licence of record'), 'K50.90', serviceDate)).toMatchObject({
      answer: 'unknown',
      because: 'No licence of record',
    });
  });

  it('what permits is an active licence of a permitting class, and no other', () => {
    const licences = [of('RN'), of('MD', 'unknown'), of('DO'), of('MD', 'inactive')];
    expect(permittingLicences(licences, 'K50.90', serviceDate)).toEqual([of('DO')]);
  });
});
