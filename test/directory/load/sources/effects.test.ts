import { describe, expect, it } from 'vitest';
import { listSourceOf } from '../../../../src/directory/load/index.ts';
import { licenceActive } from '../../../../src/policy/clauses/licenceActive.ts';
import { mediCalCertified } from '../../../../src/policy/clauses/mediCalCertified.ts';
import { notExcluded } from '../../../../src/policy/clauses/notExcluded.ts';
import { doctorNpi, gatherFrom, item, onlyItem, onlyProfessional, storeWith, submitted } from '../../support.ts';
import { loadList, today, writeFiles } from '../support.ts';
import { type Line, list } from './support.ts';

const serviceDate = '2026-12-10';
const degree = (code: string) => ({ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0360', code }] });
const status = (valueCode: string) => ({
  url: 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification',
  extension: [{ url: 'status', valueCode }],
});

/** A doctor whose own record says: licensed as MD since 2015, not enrolled. */
const records = {
  doctor: {
    resourceType: 'Practitioner' as const,
    id: 'doctor',
    active: true,
    identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: doctorNpi }],
    name: [{ family: 'Nunez-Ortega', given: ['Ada'] }],
    qualification: [
      {
        extension: [status('active')],
        identifier: [{ value: 'A12345' }],
        code: degree('MD'),
        period: { start: '2015-07-01' },
        issuer: { display: 'Medical Board of California' },
      },
    ],
  },
};

type Clause = 'licence' | 'enrolled' | 'not-excluded';

async function ask(clause: Clause, loads: readonly [kind: string, change: Line, asOf?: string][]) {
  const store = await storeWith(records);
  for (const [kind, change, asOf = today] of loads) {
    const files = await writeFiles({ 'list.csv': list(kind, change) });
    const source = listSourceOf(kind, files);
    const report = source && (await loadList(store.client, source, files, { today, asOf }));
    expect(report?.rejected).toEqual([]);
  }
  const facts = await gatherFrom(store, submitted({ items: [item({ serviceDate })] }));
  const { standing } = onlyProfessional(onlyItem(facts));
  switch (clause) {
    case 'licence':
      return licenceActive(standing.licences, serviceDate);
    case 'enrolled':
      return mediCalCertified(standing.enrolments, serviceDate);
    case 'not-excluded':
      return notExcluded(standing.exclusions, serviceDate);
  }
}

const old = '2026-10-22';
const edge = '2026-10-23';
const nobody = { NPI: '0000000000' };

describe('what lists do to the answer of a clause', () => {
  it.for<[clause: Clause, loads: [string, Line, string?][], answer: 'yes' | 'no' | 'unknown', because: RegExp]>([
    ['licence', [], 'yes', /MD/],
    ['licence', [['licence-status', {}]], 'yes', /MD/],
    ['licence', [['licence-status', { 'License Status': 'Revoked' }]], 'no', /revoked/],
    ['licence', [['licence-status', { 'License Status': 'Delinquent' }]], 'no', /inactive/],
    ['licence', [['licence-status', { 'License Status': 'Probation' }]], 'unknown', /unknown/],
    ['licence', [['licence-status', { 'License Status': 'Revoked', 'Agency Name': 'Other board' }]], 'yes', /MD/],
    ['licence', [['licence-status', {}, edge]], 'yes', /MD/],
    ['licence', [['licence-status', {}, old]], 'unknown', /licence-status is as of 2026-10-22, more than 31 days ago/],
    ['enrolled', [], 'unknown', /No Medi-Cal enrolment/],
    ['enrolled', [['medi-cal-enrolled', {}]], 'yes', /2024-01-15/],
    ['enrolled', [['medi-cal-enrolled', { Enroll_Status_Eff_DT: '1/1/2027' }]], 'no', /2027-01-01/],
    ['enrolled', [['medi-cal-enrolled', {}, edge]], 'yes', /2024-01-15/],
    ['enrolled', [['medi-cal-enrolled', {}, old]], 'unknown', /more than 31 days ago. Load it again/],
    [
      'enrolled',
      [
        ['medi-cal-enrolled', {}],
        ['nppes', { 'NPI Deactivation Date': '03/01/2026' }],
      ],
      'unknown',
      /NPI is deactivated since 2026-03-01/,
    ],
    [
      'enrolled',
      [
        ['medi-cal-enrolled', {}],
        ['nppes', { 'Entity Type Code': '2' }],
      ],
      'unknown',
      /The NPI is an organization’s, says NPPES/,
    ],
    [
      'enrolled',
      [
        ['medi-cal-enrolled', {}],
        ['nppes', { 'NPI Deactivation Date': '03/01/2026', 'NPI Reactivation Date': '04/01/2026' }],
      ],
      'yes',
      /2024-01-15/,
    ],
    ['not-excluded', [], 'yes', /no exclusion/],
    ['not-excluded', [['oig-leie', {}]], 'no', /OIG/],
    ['not-excluded', [['oig-leie', {}, old]], 'no', /OIG/],
    ['not-excluded', [['oig-leie', { REINDATE: '20250101' }]], 'yes', /no exclusion/],
    ['not-excluded', [['oig-leie', nobody]], 'unknown', /OIG.*a match by name only/],
    ['not-excluded', [['oig-leie', { ...nobody, REINDATE: '20250101' }]], 'yes', /no exclusion/],
    ['not-excluded', [['oig-leie', { WVRSTATE: 'CA' }]], 'unknown', /a waiver for California/],
    ['not-excluded', [['oig-leie', { NPI: '2234567891' }, old]], 'unknown', /out of date/],
    [
      'not-excluded',
      [
        ['oig-leie', nobody],
        ['sam', {}],
      ],
      'no',
      /System for Award/,
    ],
  ])('%s after %j: %s', async ([clause, loads, answer, because]) => {
    const finding = await ask(clause, loads);
    expect(finding).toMatchObject({ answer, because: expect.stringMatching(because) });
  });

  it('stands as of the list', async () => {
    expect(await ask('not-excluded', [['oig-leie', {}, '2026-11-02']])).toMatchObject({
      answer: 'no',
      asOf: '2026-11-02',
    });
    expect(await ask('enrolled', [['medi-cal-enrolled', {}, '2026-11-01']])).toMatchObject({ asOf: '2026-11-01' });
  });
});
