import type { CodeableConcept } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { decisionReasonSystem } from '../../../src/pas/codes.ts';
import { decisionReasons } from '../../../src/pas/response/decisionReasons.ts';

const listed = { coding: [{ system: decisionReasonSystem, code: '0V' }], text: 'Not shown' };
const own = { coding: [{ system: 'https://plan.example/reasons', code: 'N1', display: 'No network need' }] };

type Row = readonly [what: string, codes: CodeableConcept[], coded: CodeableConcept[], inWords: string[]];

const rows: readonly Row[] = [
  ['a code of the list', [listed], [listed], []],
  ['words only', [{ text: 'Not shown' }], [], ['Not shown']],
  ['a code of another list', [own], [], ['No network need']],
  ['a code of another list without words', [{ coding: [{ code: 'N1' }] }], [], ['N1']],
  ['a code of the list beside words', [listed, { text: 'Not shown' }], [listed], ['Not shown']],
  ['nothing', [{}], [], []],
];

test.for(rows)('%s', ([, codes, coded, inWords]) => {
  expect(decisionReasons(codes)).toEqual({ coded, inWords });
});
