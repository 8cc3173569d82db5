import { expect, test } from 'vitest';
import type { Change } from '../request/change.ts';
import { extension, readWith, x12 } from './support.ts';

const claim = 'entry[0].resource';
const certified = (code: string) => extension('certificationType', { valueCodeableConcept: x12(1322, code) });
const level = (code: string) => extension('levelOfServiceCode', { valueCodeableConcept: x12(1338, code) });
const onItem = (...extensions: readonly object[]): Change => ['set', `${claim}.item[0].extension`, extensions];
const onClaim = (...extensions: readonly object[]): Change => ['set', `${claim}.extension`, extensions];

const told = [
  'Bundle.entry[0].resource.item[0] asks for an immediate appeal (X12 1322, 1), and no level of service says how urgent it is',
];

/** PAS 2.2.1, invariant ImmediateLevelOfCare; the level of service stands on the Claim, where its extension may stand. */
const rows: readonly (readonly [what: string, changes: readonly Change[], told: readonly string[]])[] = [
  ['an immediate appeal without a level of service', [onItem(certified('1'))], told],
  ['that of the item with one on the Claim', [onItem(certified('1')), onClaim(level('E'))], []],
  ['that of the item with one on the item, as the invariant has it', [onItem(certified('1'), level('U'))], []],
  ['a standard appeal', [onItem(certified('2'))], []],
  ['an initial request', [onItem(certified('I'))], []],
];

test.each(rows)('%s: %j', (_what, changes, problems) => expect(readWith(changes).unreadable).toEqual(problems));

test('it neither raises nor lowers urgency', () => {
  expect(readWith([onItem(certified('1'))]).urgencySignals).toEqual([]);
});
