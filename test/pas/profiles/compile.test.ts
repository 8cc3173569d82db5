import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/pas/profiles/compile.ts';
import type { ElementRule } from '../../../src/pas/profiles/profile.ts';
import type { Issue } from '../../../src/pas/request/issues.ts';

const text = 'What is accepted.';
const EXTENSION = { url: 'urn:e', type: 'Extension', rules: [{ at: 'value[x]', types: ['Boolean'], text }] };
const codes = {
  valueSet: 'urn:vs',
  systems: new Map([
    ['urn:s', new Set(['a'])],
    ['urn:whole', null],
    ['', new Set(['a'])],
  ]),
};
const coding = (system: string, code: string) => ({ coding: [{ system, code }] });

function issuesOf(rules: readonly Omit<ElementRule, 'text'>[], value: object): readonly string[] {
  const issues: Issue[] = [];
  const reached: string[] = [];
  const profile = { url: 'urn:p', type: 'Claim', rules: rules.map((rule) => ({ text, ...rule })) };
  const reach = (_reference: object, to: readonly string[]) => void reached.push(to.join());
  compile(profile)(value, 'Claim', { issues, reach });
  return [...issues.map(({ code, expression }) => `${code} ${expression}`), ...reached.map((to) => `reached ${to}`)];
}

type Row = readonly [rule: Omit<ElementRule, 'text'>, value: object, issues: readonly string[]];
const rows: readonly Row[] = [
  [{ at: 'a', min: 1 }, {}, ['required Claim.a']],
  [{ at: 'a', min: 1 }, { a: 'x' }, []],
  [{ at: 'a', min: 1 }, { _a: { extension: [{ url: 'urn:why' }] } }, []],
  [{ at: 'a', min: 1, unless: ({ b }) => b === true }, { b: true }, []],
  [{ at: 'a', min: 1, unless: ({ b }) => b === true }, { b: false }, ['required Claim.a']],
  [{ at: 'a.b', min: 1 }, {}, []],
  [{ at: 'a.b', min: 1 }, { a: [{ b: 1 }, { c: 1 }] }, ['required Claim.a[1].b']],
  [{ at: 'a', max: 0 }, { a: 'x' }, ['structure Claim.a']],
  [{ at: 'a', max: 2 }, { a: [1, 2] }, []],
  [{ at: 'a', max: 2 }, { a: [1, 2, 3] }, ['structure Claim.a']],
  [{ at: 'a', value: 'x' }, { a: 'y' }, ['value Claim.a']],
  [{ at: 'a', value: true }, { a: true }, []],
  [
    { at: 'a', value: coding('urn:s', 'a') },
    { a: { coding: [{ code: 'z' }, { system: 'urn:s', code: 'a', display: 'A' }] } },
    [],
  ],
  [{ at: 'a', value: coding('urn:s', 'a') }, { a: { text: 'a' } }, ['value Claim.a']],
  [{ at: 'a', codes }, { a: coding('urn:s', 'a') }, []],
  [{ at: 'a', codes }, { a: coding('urn:s', 'b') }, ['code-invalid Claim.a']],
  [{ at: 'a', codes }, { a: coding('urn:whole', 'b') }, []],
  [{ at: 'a', codes }, { a: { coding: [{ system: 'urn:whole' }] } }, ['code-invalid Claim.a']],
  [{ at: 'a', codes }, { a: { text: 'a' } }, ['code-invalid Claim.a']],
  [{ at: 'a', codes }, { a: 'a' }, []],
  [{ at: 'a', codes }, { a: 'b' }, ['code-invalid Claim.a']],
  [{ at: 'v[x]', min: 1 }, {}, ['required Claim.v']],
  [{ at: 'v[x]', max: 0 }, { vDate: 'x' }, ['structure Claim.v']],
  [{ at: 'v[x]', max: 0 }, { very: 'x' }, []],
  [{ at: 'v[x]', types: ['Date'] }, { vDate: 'x' }, []],
  [{ at: 'v[x]', types: ['Date'] }, { vDateTime: 'x' }, ['structure Claim.v']],
  [{ at: 'v[x]:vDate', value: 'x' }, { vString: 'y' }, []],
  [{ at: 'v[x]:vDate', value: 'x' }, { vDate: 'y' }, ['value Claim.v']],
  [{ at: 'extension:e', min: 1, is: EXTENSION }, {}, ['required Claim.extension']],
  [{ at: 'extension:e', min: 1, is: EXTENSION }, { extension: [{ url: 'urn:other' }] }, ['required Claim.extension']],
  [
    { at: 'extension:e', max: 1, is: EXTENSION },
    { extension: [{ url: 'urn:e' }, { url: 'urn:e' }] },
    ['structure Claim.extension[1]'],
  ],
  [
    { at: 'extension:e', is: EXTENSION },
    { extension: [{ url: 'urn:e', valueString: 'x' }] },
    ['structure Claim.extension[0].value'],
  ],
  [{ at: 'a:s', max: 1, slice: { k: 's' } }, { a: [{ k: 's' }, { k: 't' }, { k: 's' }] }, ['structure Claim.a[2]']],
  [{ at: 'a:s', min: 1, slice: { k: 's' } }, {}, []],
  [{ at: 'a:s', min: 1, slice: { k: 's' } }, { a: [{ k: 't' }] }, ['required Claim.a']],
  [{ at: 'a', to: ['urn:x', 'urn:y'] }, { a: { reference: 'X/1' } }, ['reached urn:x,urn:y']],
  [
    { at: '', invariants: [{ key: 'k', code: 'invariant', text, below: 'b', holds: () => false }] },
    {},
    ['invariant Claim.b'],
  ],
  [
    { at: 'a', invariants: [{ key: 'k', code: 'value', text, holds: (a) => a === 1 }] },
    { a: [1, 2] },
    ['value Claim.a[1]'],
  ],
  [{ at: 'a', value: 'x' }, { a: [null, 'x'] }, []],
];

describe('a rule, compiled', () => {
  const titled = rows.map((row) => [JSON.stringify(row[0]).slice(0, 90), JSON.stringify(row[1]), row] as const);
  it.for(titled)('%s on %s', ([, , [rule, value, issues]]) => expect(issuesOf([rule], value)).toEqual(issues));
});

it('a member of a slice is looked at in the slice only', () => {
  const rules = [{ at: 'a:s', slice: { k: 's' } }, { at: 'a:s.b', min: 1 } as const];
  expect(issuesOf(rules, { a: [{ k: 't' }, { k: 's' }] })).toEqual(['required Claim.a[1].b']);
});

it('a slice that nothing tells apart is refused at once', () => {
  expect(() => issuesOf([{ at: 'a:s', max: 1 }], {})).toThrow('Nothing tells which elements are of slice s');
});
