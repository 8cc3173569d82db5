import type { ClaimResponse } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, test } from 'vitest';
import { ownBase } from '../../../src/fhir/systems.ts';
import { hasPackage } from '../../support/packages.ts';
import { type Profiles, readProfiles } from '../../support/profiles.ts';
import { type ContextException, structuralProblems } from '../../support/structuralCheck.ts';
import { type Answer, answersToExamples } from './answers.ts';

const PACKAGE = 'hl7.fhir.us.davinci-pas-2.2.1';
const base = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';
const present = hasPackage(PACKAGE);

/** Contexts that PAS 2.2.1 forgot, though profile-claimresponse puts the extensions there; corrected after publication. */
const exceptions: readonly ContextException[] = [
  ['itemAuthorizedProvider', 'ClaimResponse'],
  ['communicatedDiagnosis', 'ClaimResponse.item'],
  ['productOrServiceCodeEnd', 'ClaimResponse.addItem'],
  ['revenueUnitRateLimit', 'ClaimResponse.addItem'],
  ['serviceItemRequestType', 'ClaimResponse.addItem'],
  ['certificationType', 'ClaimResponse.addItem'],
].map(([name = '', at = '']) => ({
  extension: `${base}/extension-${name}`,
  at,
  because: 'The profile uses it here; its own definition does not list the place.',
}));

let answers: readonly Answer[] = [];
let profiles: Profiles;
beforeAll(async () => {
  if (!present) return;
  profiles = readProfiles(PACKAGE);
  answers = await answersToExamples();
});

const check = (resource: object, profile: string) =>
  structuralProblems(resource, `${base}/${profile}`, { profiles, ownBase, exceptions });

describe.skipIf(!present)(`the answers to all examples, after ${PACKAGE}`, () => {
  const found = (problems: (answer: Answer) => readonly string[]) =>
    answers.flatMap((answer) => problems(answer).map((problem) => `${answer.file}: ${problem}`));

  test('each ClaimResponse keeps to profile-claimresponse', () => {
    expect(found(({ response }) => check(response, 'profile-claimresponse'))).toEqual([]);
  });
  test('each Bundle keeps to profile-pas-response-bundle', () => {
    expect(found(({ sent }) => check(sent, 'profile-pas-response-bundle'))).toEqual([]);
  });
  test('there is an answer to each', () => {
    expect(answers.length).toBeGreaterThan(40);
  });
});

describe.skipIf(!present)('the check finds', () => {
  const review = ({ item }: ClaimResponse) => item?.[0]?.adjudication[0];
  type Row = readonly [what: string, change: (response: ClaimResponse) => unknown, problem: RegExp];
  const rows: readonly Row[] = [
    [
      'a missing element',
      (response) => Reflect.deleteProperty(response, 'request'),
      /ClaimResponse\.request: 0 of at least 1/,
    ],
    [
      'a missing element of an item',
      ({ item }) => Reflect.deleteProperty(item?.[0] ?? {}, 'itemSequence'),
      /item\.itemSequence: 0 of at least 1/,
    ],
    [
      'a value against a pattern',
      (response) => Reflect.set(response, 'status', 'draft'),
      /ClaimResponse\.status: not after the pattern/,
    ],
    [
      'a concept against a pattern',
      (response) => Reflect.set(review(response) ?? {}, 'category', { text: 'other' }),
      /adjudication\.category: not after the pattern/,
    ],
    [
      'an outcome outside its value set',
      (response) => Reflect.set(response, 'outcome', 'queued'),
      /ClaimResponse\.outcome: not a code of .*ClaimResponseOutcome/,
    ],
    [
      'an unknown extension',
      ({ extension }) => extension?.push({ url: 'https://clinic.example/x', valueBoolean: true }),
      /extension\(x\): unknown/,
    ],
    [
      'an unknown part of an extension',
      (response) => review(response)?.extension?.[0]?.extension?.push({ url: 'code', valueString: 'A1' }),
      /extension\(code\): unknown/,
    ],
    [
      'an extension out of place',
      ({ extension }) => extension?.push({ url: `${base}/extension-itemTraceNumber`, valueIdentifier: {} }),
      /extension\(extension-itemTraceNumber\): not allowed here/,
    ],
    [
      'an extension twice',
      (response) => review(response)?.extension?.push({ url: `${base}/extension-reviewAction` }),
      /extension:reviewAction: 2 of 0\.\.1/,
    ],
    [
      'a missing part of an extension',
      ({ extension }) => extension?.find(({ url }) => url.endsWith('Reviewer'))?.extension?.pop(),
      /extension:wasHumanReviewedFlag: 0 of 1\.\.1/,
    ],
    [
      'a value where an extension has none',
      (response) => Reflect.set(review(response)?.extension?.[0] ?? {}, 'valueString', 'x'),
      /value\[x\]: 1 of at most 0/,
    ],
  ];
  test.each(rows)('%s', (_what, change, problem) => {
    const response = structuredClone(answers.find(({ file }) => file.includes('9-advanced'))?.response);
    if (!response) throw new Error('The example is not answered');
    change(response);
    expect(check(response, 'profile-claimresponse').filter((each) => problem.test(each))).toHaveLength(1);
  });

  test.each(exceptions)('that $extension is published without the place $at', ({ extension, at }) => {
    expect(profiles.structure(extension)?.contexts).not.toContain(at);
  });
});
