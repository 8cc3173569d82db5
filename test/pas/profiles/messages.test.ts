import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSubmission, rereadSubmission } from '../../../src/pas/request/readSubmission.ts';
import { type Change, changed, described } from '../request/change.ts';
import { loadR4 } from '../request/definitions.ts';
import { bytesOf, fullUrl } from '../request/fixture.ts';

const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';
const CLAIM = 'entry[0].resource';
const folder = new URL('../../../fhir-profiles/examples/', import.meta.url);
const index: readonly { readonly file: string; readonly status: number }[] = JSON.parse(
  readFileSync(new URL('index.json', folder), 'utf8'),
);
const PRIOR = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship', code: 'prior' }],
};
const update: Change = ['set', `${CLAIM}.related`, [{ claim: { identifier: { value: '1' } }, relationship: PRIOR }]];
const infoChanged = { url: `${PAS}/extension-infoChanged`, valueCode: 'new' };

beforeAll(loadR4);

function issuesOf(changes: readonly Change[]): readonly string[] {
  const result = readSubmission(bytesOf(changed(changes)));
  return result.ok ? [] : result.outcome.issue.map(({ code, expression }) => `${code} ${expression?.join()}`);
}

/** Changes, and the issues of the request then. */
type Row = readonly [changes: readonly Change[], issues: readonly string[]];

const REACHED: readonly Row[] = [
  [[['remove', 'entry[1].resource.gender']], ['required Bundle.entry[1].resource.gender']],
  [[['remove', 'entry[1].resource.identifier']], ['required Bundle.entry[1].resource.identifier']],
  [[['remove', 'entry[2].resource.name']], ['required Bundle.entry[2].resource.name']],
  [[['set', 'entry[3].resource.active', false]], ['value Bundle.entry[3].resource.active']],
  [
    [['set', 'entry[3].resource.identifier[0].value', '1679576723']],
    ['value Bundle.entry[3].resource.identifier[0].value'],
  ],
  [[['set', 'entry[4].resource.status', 'cancelled']], ['value Bundle.entry[4].resource.status']],
  [[['remove', 'entry[5].resource.practitioner']], ['required Bundle.entry[5].resource.practitioner']],
  [[['remove', 'entry[6].resource.name']], ['required Bundle.entry[6].resource.name']],
  [[['set', 'entry[7].resource.intent', 'plan']], ['value Bundle.entry[7].resource.intent']],
  [[['set', 'entry[7].resource.priority', 'urgnt']], ['code-invalid Bundle.entry[7].resource.priority']],
];

const PASSED_OVER: readonly Row[] = [
  [[['set', 'entry[1].resource.address', [{ city: 'Fresno' }]]], []],
  [[['set', 'entry[8].resource.meta', { profile: ['https://example.org/StructureDefinition/place'] }]], []],
  [[['set', 'entry[7].resource.occurrenceDateTime', '2026-12-14']], []],
  [[['set', 'entry[5].resource.telecom', [{ value: '559-555-0100' }]]], []],
  [[update], []],
  [[['set', `${CLAIM}.item[0].extension[3]`, infoChanged]], []],
];

const CLAIMED: readonly Row[] = [
  [
    [['set', 'entry[8].resource.meta', { profile: [`${PAS}/profile-location|2.2.1`] }]],
    ['required Bundle.entry[8].resource.address'],
  ],
  [[['set', `${CLAIM}.meta`, { profile: [`${PAS}/profile-claim-update`] }]], [`required Bundle.${CLAIM}.related`]],
  [
    [update, ['set', `${CLAIM}.item[0].extension[3]`, infoChanged]],
    [`code-invalid Bundle.${CLAIM}.item[0].extension[3].value`],
  ],
];

describe.for([
  ['who is referred to is held to the profile of who it is', REACHED],
  ['what decides nothing refuses nothing', PASSED_OVER],
  ['a profile that is claimed', CLAIMED],
] as const)('%s', ([, rows]) => {
  it.for(rows.map((row) => [row[0].map(described).join(', '), row] as const))('%s', ([, [changes, issues]]) => {
    expect(issuesOf(changes)).toEqual(issues);
  });
});

it('a contained resource is told by its place', () => {
  const patient = Reflect.get(Object(changed([]).entry)[1], 'resource');
  const contained = { ...patient, id: 'member', gender: undefined };
  const changes: readonly Change[] = [
    ['set', `${CLAIM}.contained`, [contained]],
    ['set', `${CLAIM}.patient`, { reference: '#member' }],
  ];
  expect(issuesOf(changes)).toEqual([`required Bundle.${CLAIM}.contained[0].gender`]);
});

it('who is referred to in two ways is told once', () => {
  const subscriber: Change = ['set', 'entry[4].resource.subscriber', { reference: fullUrl(2) }];
  expect(issuesOf([subscriber, ['remove', 'entry[1].resource.gender']])).toEqual([
    'required Bundle.entry[1].resource.gender',
  ]);
});

it('what was accepted once is read again whatever the profiles ask', () => {
  const bytes = bytesOf(
    changed([
      ['remove', 'entry[1].resource.gender'],
      ['remove', `${CLAIM}.item[1].category`],
    ]),
  );
  expect(readSubmission(bytes).ok).toBe(false);
  expect(rereadSubmission(bytes).ok).toBe(true);
});

it.for(index.map(({ file, status }) => [file, status] as const))(
  '%s is answered as its index says: %i',
  ([file, status]) => {
    const result = readSubmission(readFileSync(new URL(file, folder)));
    expect(result.ok ? 200 : result.status).toBe(status);
  },
);
