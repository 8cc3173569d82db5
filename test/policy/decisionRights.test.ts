import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DecisionCode, decisionCodes, decisionRights } from '../../src/policy/data/decisionRights.ts';
import { entitlement } from '../../src/policy/decisionRights.ts';
import { known, unknown } from '../../src/policy/evidence.ts';
import type { Licence } from '../../src/policy/facts.ts';

const today = '2026-11-23';
const period = { start: '2015-01-01', end: '2030-12-31' };
const active = (licenceClass: string): Licence => ({ licenceClass, status: 'active', period });

function mayDecide(
  licences: readonly Licence[],
  decision: DecisionCode,
  ...diagnoses: (string | undefined)[]
): boolean {
  return entitlement({ decision, licences: known(licences, today), diagnoses, today }).entitled;
}

const heart = 'I50.22';
const depression = 'F33.2';
const nobody: readonly DecisionCode[] = [];
const ofField = ['approve', 'modify', 'deny', 'extend', 'request-information'] as const;

const rights: readonly (readonly [string, string | undefined, readonly DecisionCode[]])[] = [
  ['MD', heart, decisionCodes],
  ['DO', depression, decisionCodes],
  ['md', undefined, decisionCodes],
  ['RN', heart, ['approve', 'request-information']],
  ['RN', undefined, ['approve', 'request-information']],
  ['PSY', depression, ofField],
  ['PHD', depression, ofField],
  ['PSYD', depression, ofField],
  ['LCSW', depression, ofField],
  ['LMFT', depression, ofField],
  ['LPCC', depression, ofField],
  ['PSY', heart, nobody],
  ['LCSW', undefined, nobody],
  ['OD', 'H40.11', ofField],
  ['OD', heart, nobody],
  ['DPM', 'M21.6', ofField],
  ['NP', heart, nobody],
  ['PA', heart, nobody],
  ['PHARMD', heart, nobody],
  ['', heart, nobody],
];

describe('who may decide what', () => {
  test.each(rights)('%s on %s: %j', (licenceClass, icd10, decisions) => {
    expect(decisionCodes.filter((decision) => mayDecide([active(licenceClass)], decision, icd10))).toEqual(decisions);
  });

  const standings: readonly (readonly [what: string, licence: Licence, entitled: boolean])[] = [
    ['active today', active('MD'), true],
    ['active, its last day today', { ...active('MD'), period: { start: '2015-01-01', end: today } }, true],
    ['active, its first day today', { ...active('MD'), period: { start: today } }, true],
    ['ended yesterday', { ...active('MD'), period: { start: '2015-01-01', end: '2026-11-22' } }, false],
    ['beginning tomorrow', { ...active('MD'), period: { start: '2026-11-24' } }, false],
    ['without a start', { licenceClass: 'MD', status: 'active' }, false],
    ['without a status', { licenceClass: 'MD', period }, false],
    ['inactive', { ...active('MD'), status: 'inactive' }, false],
    ['revoked', { ...active('MD'), status: 'revoked' }, false],
    ['pending', { ...active('MD'), status: 'pending' }, false],
    ['not shown to be valid in California', { ...active('MD'), validInCalifornia: false }, false],
  ];
  test.each(standings)('a licence %s (%j): %s', (_what, licence, entitled) => {
    expect(mayDecide([licence], 'deny', heart)).toBe(entitled);
  });

  test('one that entitles is enough beside others that do not', () => {
    expect(mayDecide([active('RN'), { ...active('MD'), status: 'revoked' }, active('DO')], 'deny', heart)).toBe(true);
    expect(mayDecide([active('RN'), { ...active('MD'), status: 'revoked' }], 'deny', heart)).toBe(false);
  });

  test('in the field means every item decided', () => {
    expect(mayDecide([active('PSY')], 'deny', depression, 'F41.1')).toBe(true);
    expect(mayDecide([active('PSY')], 'deny', depression, heart)).toBe(false);
  });

  test('what is not of record entitles to nothing', () => {
    const licences = unknown('No licence of record');
    expect(decisionCodes.map((decision) => entitlement({ decision, licences, diagnoses: [heart], today }))).toEqual(
      decisionCodes.map(() => ({ entitled: false, because: `no active licence is of record on ${today}` })),
    );
  });
});

const classes = [...decisionRights.flatMap(({ licences }) => licences), 'NP', 'PA', 'CRNA'];
const licence = fc.record({
  licenceClass: fc.constantFrom(...classes),
  status: fc.constantFrom('active', 'inactive', 'revoked', 'pending', 'unknown', undefined),
  period: fc.constantFrom(period, { start: '2015-01-01', end: '2024-06-30' }, {}, undefined),
});

describe('for any licences', () => {
  const asked = [
    fc.array(licence, { maxLength: 4 }),
    fc.constantFrom(...decisionCodes),
    fc.constantFrom(heart, depression),
  ] as const;

  test('only an active physician lowers the urgency', () => {
    fc.assert(
      fc.property(...asked, (licences, _, icd10) => {
        const physician = licences.some(
          ({ licenceClass, status, period: held }) =>
            ['MD', 'DO'].includes(licenceClass) && status === 'active' && held === period,
        );
        return mayDecide(licences, 'lower-urgency', icd10) === physician;
      }),
    );
  });

  test('another licence never takes a right away', () => {
    fc.assert(
      fc.property(...asked, licence, (licences, decision, icd10, more) => {
        return !mayDecide(licences, decision, icd10) || mayDecide([...licences, more], decision, icd10);
      }),
    );
  });
});
