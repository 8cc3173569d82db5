import type { Coding } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { hcpcsCodes } from '../../../src/fhir/systems.ts';
import type { ItemExample } from '../../../src/pas/inquiry/inquiry.ts';
import { isItemLike } from '../../../src/pas/inquiry/matches.ts';
import type { CaseItem } from '../../../src/pas/inquiry/standingCase.ts';

const [byHttp = '', byHttps = ''] = hcpcsCodes;
const asked: ItemExample = {
  category: [],
  productOrService: [],
  productOrServiceEnd: [],
  reviewActions: [],
  numbers: [],
};
const item: CaseItem = { category: [], productOrService: [], serviced: [], reviewActions: [], numbers: [] };
const of = (system: string, code: string | undefined): readonly Coding[] =>
  code === undefined ? [] : [{ system, code }];

describe('a service is like the one asked for', () => {
  const rows = [
    ['B4184', undefined, byHttp, 'B4184', true],
    ['B4184', undefined, byHttps, 'B4184', true],
    ['B4184', undefined, byHttp, 'B4185', false],
    ['B4184', 'B4190', byHttp, 'B4184', true],
    ['B4184', 'B4190', byHttps, 'B4187', true],
    ['B4184', 'B4190', byHttp, 'B4190', true],
    ['B4184', 'B4190', byHttp, 'B4183', false],
    ['B4184', 'B4190', byHttp, 'B4191', false],
    ['B4184', 'B4190', byHttp, 'B41', false],
    ['B4184', 'B4190', 'urn:other', 'B4187', false],
    [undefined, 'B4190', byHttp, 'A1', true],
  ] as const;
  it.for(rows)('from %s to %s: %s %s, %s', ([first, last, system, code, like]) => {
    const example = { ...asked, productOrService: of(byHttp, first), productOrServiceEnd: of(byHttp, last) };
    expect(isItemLike(example, { ...item, productOrService: of(system, code) })).toBe(like);
  });

  it('when one of several codings is the same', () => {
    const example = { ...asked, productOrService: [...of('urn:own', 'x'), ...of(byHttp, 'B4184')] };
    expect(isItemLike(example, { ...item, productOrService: of(byHttp, 'B4184') })).toBe(true);
  });
});
