import type { Coverage } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import {
  coded,
  coverage,
  gather,
  gatherFrom,
  item,
  npi,
  onlyItem,
  organization,
  type Records,
  storeWith,
  submitted,
} from './support.ts';

const serviceDate = '2026-12-10';
type Changes = Partial<Coverage>;

/** The member’s only coverage, of `medi-cal` unless the changes say otherwise. */
const only = (changes: Changes): Records => ({ coverage: coverage('coverage', 'medi-cal', changes) });
const ofProduct = (product: string): Records => ({ coverage: coverage('coverage', product) });

describe('the coverage on the service date', () => {
  type Row = readonly [title: string, products: readonly string[], applies: boolean, records: Records];
  const rows: readonly Row[] = [
    ['one without an end', ['medi-cal'], true, only({ period: { start: '2020-01-01' } })],
    ['one that begins on that day', ['medi-cal'], true, only({ period: { start: serviceDate } })],
    ['one that ends on that day', ['medi-cal'], true, only({ period: { start: '2020-01-01', end: serviceDate } })],
    ['one that ends with the month', ['medi-cal'], true, only({ period: { start: '2020', end: '2026-12' } })],
    ['ended the day before', [], false, only({ period: { start: '2020-01-01', end: '2026-12-09' } })],
    ['ended with the month before', [], false, only({ period: { start: '2020-01-01', end: '2026-11' } })],
    ['begins the day after', [], false, only({ period: { start: '2026-12-11' } })],
    ['without dates: not shown to be active', [], false, only({ period: undefined })],
    ['without a start: not shown to be active', [], false, only({ period: { end: '2027-12-31' } })],
    ['cancelled', [], false, only({ status: 'cancelled' })],
    ['draft', [], false, only({ status: 'draft' })],
    ['of a product to which the policy does not apply', ['dual'], false, ofProduct('dual')],
    ['of a product that has no InsurancePlan', ['gold'], false, ofProduct('gold')],
    ['of no product', ['not of record'], false, only({ class: undefined })],
    [
      'the product named as a group instead of a plan',
      ['not of record'],
      false,
      only({
        class: [{ type: coded('http://terminology.hl7.org/CodeSystem/coverage-class', 'group'), value: 'medi-cal' }],
      }),
    ],
    ['two at once', ['medi-cal', 'dual'], true, { second: coverage('second', 'dual') }],
    [
      'one after the other: the one of that day',
      ['medi-cal'],
      true,
      { second: coverage('second', 'dual', { period: { start: '2018-01-01', end: '2019-12-31' } }) },
    ],
  ];
  test.each(rows)('%s: products %j, policy applies %s', async (_title, activeProducts, policyApplies, records) => {
    const { facts } = await gather(records, { items: [item({ serviceDate })] });
    const [found] = facts.items;
    expect(new Set(found?.coverage.activeProducts)).toEqual(new Set(activeProducts));
    expect(found?.coverage.policyApplies).toBe(policyApplies);
  });
});

test('of two at once, the one to which the policy applies is relied on', async () => {
  const store = await storeWith({
    coverage: coverage('coverage', 'dual'),
    second: coverage('second', 'medi-cal', { period: { start: '2024-01-01', end: '2027-03-31' } }),
  });
  const gathered = await gatherFrom(store, submitted({ items: [item({ serviceDate })] }));
  expect(onlyItem(gathered).coverage.period).toEqual({ start: '2024-01-01', end: '2027-03-31' });
  const relied = await store.client.readReference<Coverage>({ reference: gathered.matched.coverage });
  expect(relied.class?.[0]?.value).toBe('medi-cal');
});

test('each item is judged on its own date', async () => {
  const items = ['2026-12-09', '2026-12-10'].map((date, index) => item({ sequence: index + 1, serviceDate: date }));
  const { facts } = await gather(only({ period: { start: serviceDate } }), { items });
  expect(facts.items.map(({ coverage: { policyApplies } }) => policyApplies)).toEqual([false, true]);
});

test('without a service date, the local date of receipt counts', async () => {
  const { facts } = await gather({});
  expect(facts.items.map((found) => found.serviceDate)).toEqual(['2026-11-23']);
});

test('the product of another payer with the same name does not count', async () => {
  const records: Records = {
    other: organization('other', 'payer', [npi('1800000022')]),
    'other-medi-cal': {
      resourceType: 'InsurancePlan',
      id: 'other-medi-cal',
      status: 'active',
      identifier: [{ system: 'https://w3id.org/second-opinion/plan-product', value: 'medi-cal' }],
      name: 'medi-cal of the other',
      ownedBy: { reference: 'Organization/other' },
    },
    'medi-cal': undefined,
    dual: undefined,
    coverage: coverage('coverage', 'medi-cal', { payor: [{ reference: 'Organization/other' }] }),
  };
  const theirs = await gather(records, { insurer: [npi('1800000022')], items: [item({ serviceDate })] });
  expect(theirs.facts).toMatchObject({ payerIsOurs: true, items: [{ coverage: { policyApplies: true } }] });
  const ours = await gather(records, { insurer: [npi('1800000014')] });
  expect(ours.facts).toMatchObject({ payerIsOurs: false, items: [] });
});
