import { beforeAll, describe, expect, it } from 'vitest';
import { STATED_RULES } from '../../../src/pas/request/messageRules.ts';
import { readSubmission } from '../../../src/pas/request/readSubmission.ts';
import { type Change, changed, described } from './change.ts';
import { loadR4 } from './definitions.ts';
import { bytesOf, fullUrl, validCareTeam, validItem } from './fixture.ts';

const CLAIM = 'entry[0].resource';
const DANGLING = { reference: 'urn:uuid:7d0c1f0a-2f0f-4a53-8f1a-0000000000ff' };
const DIAGNOSIS = {
  sequence: 2,
  diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M43.16' }] },
};
const ELSEWHERE = { ...validItem(3), locationCodeableConcept: undefined, locationAddress: { city: 'Fresno' } };
const PROCEDURE = { sequence: 1, procedureCodeableConcept: { text: 'Fusion' } };
const CARE_TEAM = { ...validCareTeam(), sequence: 1 };
const PRIOR = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship', code: 'prior' }],
};
const LOGICAL = { identifier: { system: 'urn:example', value: '1' } };

/** A change, the status, the code and the FHIRPath of the one issue, when it is not that of the change. */
type Row = readonly [change: Change, status: 400 | 422, code: string, expression?: string];

const FHIR: readonly Row[] = [
  [['set', 'identifier', 5], 400, 'structure'],
  [['set', 'identifier', []], 400, 'structure'],
  [['set', 'identifier', {}], 400, 'structure'],
  [['set', 'type', null], 400, 'structure'],
  [['set', 'timestamp', 20261125], 400, 'structure'],
  [['set', 'timestamp', '2026-11-25'], 400, 'value'],
  [['set', 'entry', {}], 400, 'structure'],
  [['set', 'entry', []], 400, 'structure'],
  [['set', 'entry[8]', 'urn:uuid:1'], 400, 'structure'],
  [['set', 'entry[8]', null], 400, 'structure'],
  [['set', 'entry[8].fullUrl', 7], 400, 'structure'],
  [['set', 'entry[8].resource', 'Location'], 400, 'structure'],
  [['set', 'entry[8].resource.resourceType', 'Doctor'], 400, 'structure', 'Bundle.entry[8].resource'],
  [['set', 'entry[8].resource.resourceType', 'DomainResource'], 400, 'structure', 'Bundle.entry[8].resource'],
  [['set', 'entry[8].resource.resourceType', 'constructor'], 400, 'structure', 'Bundle.entry[8].resource'],
  [['remove', 'entry[8].resource.resourceType'], 400, 'structure', 'Bundle.entry[8].resource'],
  [['set', 'entry[1].resource.name', { family: 'Okonjo' }], 400, 'structure'],
  [['set', 'entry[1].resource.name[0].given[1]', 5], 400, 'structure'],
  [['set', 'entry[1].resource.name[0].given[1]', null], 400, 'structure'],
  [['set', 'entry[1].resource.birthDate', '09.03.1984'], 400, 'value'],
  [['set', 'entry[1].resource.birthDate', '1984-02-30'], 400, 'value'],
  [['set', 'entry[1].resource.birthDate', ['1984-03-09']], 400, 'structure'],
  [
    ['set', 'entry[1].resource.multipleBirthBoolean', 'yes'],
    400,
    'structure',
    'Bundle.entry[1].resource.multipleBirth',
  ],
  [['set', 'entry[1].resource._birthDate', 'unknown'], 400, 'structure', 'Bundle.entry[1].resource.birthDate'],
  [
    ['set', 'entry[1].resource.contact', [{ gender: 'female' }]],
    400,
    'invariant',
    'Bundle.entry[1].resource.contact[0]',
  ],
  [['remove', 'entry[4].resource.beneficiary'], 400, 'required'],
  [['remove', 'entry[7].resource.subject'], 400, 'required'],
  [['set', `${CLAIM}.meta`, { versionId: 'not an id' }], 400, 'value', `Bundle.${CLAIM}.meta.versionId`],
  [['set', `${CLAIM}.created`, 'yesterday'], 400, 'value'],
  [['remove', `${CLAIM}.created`], 400, 'required'],
  [['remove', `${CLAIM}.priority`], 400, 'required'],
  [['remove', `${CLAIM}.type`], 400, 'required'],
  [['remove', `${CLAIM}.status`], 400, 'required'],
  [['remove', `${CLAIM}.use`], 400, 'required'],
  [['remove', `${CLAIM}.patient`], 400, 'required'],
  [['remove', `${CLAIM}.provider`], 400, 'required'],
  [['set', `${CLAIM}.patient`, fullUrl(2)], 400, 'structure'],
  [['set', `${CLAIM}.patient.reference`, 2], 400, 'structure'],
  [['set', `${CLAIM}.item`, { sequence: 1 }], 400, 'structure'],
  [['set', `${CLAIM}.item[0].sequence`, '1'], 400, 'structure'],
  [['set', `${CLAIM}.item[1].sequence`, 1.5], 400, 'structure'],
  [['set', `${CLAIM}.item[1].sequence`, 0], 400, 'structure'],
  [['remove', `${CLAIM}.item[0].sequence`], 400, 'required'],
  [['remove', `${CLAIM}.item[1].productOrService`], 400, 'required'],
  [['set', `${CLAIM}.item[0].productOrService`, '99244'], 400, 'structure'],
  [['set', `${CLAIM}.item[0].servicedDate`, 'soon'], 400, 'value', `Bundle.${CLAIM}.item[0].serviced`],
  [
    ['set', `${CLAIM}.item[0].servicedPeriod`, { start: '2026-12-14' }],
    400,
    'structure',
    `Bundle.${CLAIM}.item[0].serviced`,
  ],
  [
    ['set', `${CLAIM}.item[0].extension[0].valueString`, 'SC'],
    400,
    'structure',
    `Bundle.${CLAIM}.item[0].extension[0].value`,
  ],
  [['set', `${CLAIM}.item[0].careTeamSequence`, 1], 400, 'structure'],
  [['remove', `${CLAIM}.insurance[0].focal`], 400, 'required'],
  [['remove', `${CLAIM}.insurance[0].coverage`], 400, 'required'],
  [['remove', `${CLAIM}.careTeam[0].provider`], 400, 'required'],
  [['remove', `${CLAIM}.supportingInfo[0].category`], 400, 'required'],
];

const ENVELOPE: readonly Row[] = [
  [['remove', 'type'], 400, 'required'],
  [['set', 'type', 'batch'], 422, 'value'],
  [['remove', 'identifier'], 422, 'required'],
  [['remove', 'timestamp'], 422, 'required'],
  [['remove', 'entry'], 422, 'required'],
  [['remove', 'entry[8].fullUrl'], 422, 'required'],
  [['set', 'entry[8].fullUrl', 'Location/1'], 422, 'value'],
  [['set', 'entry[8].fullUrl', fullUrl(2)], 422, 'duplicate'],
  [['set', 'entry[1].search', { mode: 'match' }], 422, 'structure'],
  [['set', 'entry[1].request', { method: 'POST', url: 'Patient' }], 422, 'structure'],
  [['set', 'entry[1].response', { status: '201' }], 422, 'structure'],
];

const CLAIM_ROWS: readonly Row[] = [
  [['set', `${CLAIM}.careTeam[1]`, CARE_TEAM], 422, 'duplicate', `Bundle.${CLAIM}.careTeam[1].sequence`],
  [
    ['set', `${CLAIM}.insurance[1]`, { sequence: 1, focal: false, coverage: { reference: fullUrl(5) } }],
    422,
    'duplicate',
    `Bundle.${CLAIM}.insurance[1].sequence`,
  ],
  [['set', `${CLAIM}.procedure`, [PROCEDURE, PROCEDURE]], 422, 'duplicate', `Bundle.${CLAIM}.procedure[1].sequence`],
  [['remove', `${CLAIM}.insurance`], 400, 'required'],
  [['set', `${CLAIM}.item[2]`, ELSEWHERE], 422, 'structure', `Bundle.${CLAIM}.item[2].location`],
  [
    ['set', `${CLAIM}.item[1].servicedPeriod`, { start: '2026-12' }],
    422,
    'value',
    `Bundle.${CLAIM}.item[1].serviced.start`,
  ],
  [['set', `${CLAIM}.item[1].servicedPeriod`, { end: '2027' }], 422, 'value', `Bundle.${CLAIM}.item[1].serviced.end`],
  [
    ['set', `${CLAIM}.diagnosis[2]`, { sequence: 3, diagnosisReference: { display: 'x' } }],
    422,
    'structure',
    `Bundle.${CLAIM}.diagnosis[2].diagnosis`,
  ],
  [
    ['set', `${CLAIM}.supportingInfo[1]`, { sequence: 1, category: { text: 'x' } }],
    422,
    'duplicate',
    `Bundle.${CLAIM}.supportingInfo[1].sequence`,
  ],
  [
    ['set', `${CLAIM}.modifierExtension`, [{ url: 'urn:not', valueBoolean: true }]],
    422,
    'extension',
    `Bundle.${CLAIM}.modifierExtension[0]`,
  ],
  [
    ['set', `${CLAIM}.insurance[1]`, { sequence: 2, focal: false, coverage: DANGLING }],
    422,
    'not-found',
    `Bundle.${CLAIM}.insurance[1].coverage`,
  ],
  [['set', `${CLAIM}.use`, 'claim'], 422, 'value'],
  [['set', `${CLAIM}.status`, 'cancelled'], 422, 'value'],
  [['set', `${CLAIM}.type`, { text: 'professional' }], 422, 'code-invalid'],
  [['set', `${CLAIM}.type.coding[0].code`, 'pharmacy'], 422, 'code-invalid', `Bundle.${CLAIM}.type`],
  [['remove', `${CLAIM}.identifier`], 422, 'required'],
  [['remove', `${CLAIM}.identifier[0].system`], 422, 'required'],
  [['remove', `${CLAIM}.identifier[0].value`], 422, 'required'],
  [['set', `${CLAIM}.identifier`, Array(3).fill({ system: 'urn:example', value: '1' })], 422, 'structure'],
  [['remove', `${CLAIM}.insurer`], 422, 'required'],
  [['remove', `${CLAIM}.item`], 422, 'required'],
  [['set', `${CLAIM}.insurance[0].focal`, false], 422, 'value'],
  [['remove', `${CLAIM}.careTeam[0].extension`], 422, 'required'],
  [['remove', `${CLAIM}.item[1].category`], 422, 'required'],
  [['remove', `${CLAIM}.item[1].locationCodeableConcept`], 422, 'required', `Bundle.${CLAIM}.item[1].location`],
  [['remove', `${CLAIM}.item[0].extension[0]`], 422, 'required', `Bundle.${CLAIM}.item[0].extension`],
  [['remove', `${CLAIM}.item[0].extension[1]`], 422, 'required', `Bundle.${CLAIM}.item[0].extension`],
  [['set', `${CLAIM}.item[0].servicedDate`, '2026-12'], 422, 'value', `Bundle.${CLAIM}.item[0].serviced`],
  [['set', `${CLAIM}.item[1].sequence`, 1], 422, 'duplicate'],
  [['set', `${CLAIM}.diagnosis[2]`, DIAGNOSIS], 422, 'duplicate', `Bundle.${CLAIM}.diagnosis[2].sequence`],
  [['set', `${CLAIM}.item[1].careTeamSequence[0]`, 4], 422, 'not-found'],
  [['set', `${CLAIM}.item[0].diagnosisSequence[1]`, 3], 422, 'not-found'],
  [['set', `${CLAIM}.item[0].informationSequence[0]`, 9], 422, 'not-found'],
  [
    ['set', `${CLAIM}.item[0].procedureSequence`, [1]],
    422,
    'not-found',
    `Bundle.${CLAIM}.item[0].procedureSequence[0]`,
  ],
  [['set', `${CLAIM}.related`, [{ relationship: PRIOR }]], 422, 'required', `Bundle.${CLAIM}.related[0].claim`],
  [['set', `${CLAIM}.related`, [{ relationship: { text: 'prior' } }]], 422, 'structure'],
  [
    ['set', `${CLAIM}.diagnosis[1].diagnosisCodeableConcept`, { text: 'Spondylolisthesis' }],
    422,
    'code-invalid',
    `Bundle.${CLAIM}.diagnosis[1].diagnosis`,
  ],
  [
    ['set', `${CLAIM}.item[0].modifierExtension`, [{ url: 'urn:not', valueBoolean: true }]],
    422,
    'extension',
    `Bundle.${CLAIM}.item[0].modifierExtension[0]`,
  ],
];

const REFERENCES: readonly Row[] = [
  [['set', `${CLAIM}.patient`, DANGLING], 422, 'not-found'],
  [['set', `${CLAIM}.insurer`, DANGLING], 422, 'not-found'],
  [['set', `${CLAIM}.provider`, DANGLING], 422, 'not-found'],
  [['set', `${CLAIM}.provider`, { reference: '#none' }], 422, 'not-found'],
  [['set', `${CLAIM}.insurance[0].coverage`, DANGLING], 422, 'not-found'],
  [['set', `${CLAIM}.careTeam[0].provider`, { reference: 'Practitioner/1' }], 422, 'not-found'],
  [
    ['set', `${CLAIM}.item[0].extension[2].valueReference`, DANGLING],
    422,
    'not-found',
    `Bundle.${CLAIM}.item[0].extension[2].value`,
  ],
  [['set', `${CLAIM}.enterer`, DANGLING], 422, 'not-found'],
  [['set', `${CLAIM}.patient`, LOGICAL], 422, 'required'],
  [['set', `${CLAIM}.insurer`, { display: 'Plan' }], 422, 'required'],
  [['set', `${CLAIM}.provider`, LOGICAL], 422, 'required'],
  [['set', `${CLAIM}.insurance[0].coverage`, LOGICAL], 422, 'required'],
  [['set', `${CLAIM}.patient`, { reference: fullUrl(3) }], 422, 'value'],
  [['set', `${CLAIM}.insurer`, { reference: fullUrl(7) }], 422, 'value'],
  [['set', `${CLAIM}.provider`, { reference: fullUrl(2) }], 422, 'value'],
  [['set', `${CLAIM}.insurance[0].coverage`, { reference: fullUrl(3) }], 422, 'value'],
  [['set', `${CLAIM}.careTeam[0].provider`, { reference: fullUrl(5) }], 422, 'value'],
];

function issuesOf(changes: readonly Change[]) {
  const result = readSubmission(bytesOf(changed(changes)));
  if (result.ok) return { status: 200, issues: [] };
  const issues = result.outcome.issue.map(({ code, expression }) => `${code} ${expression?.join()}`);
  return { status: result.status, issues };
}

beforeAll(loadR4);

describe.for([
  ['FHIR R4', FHIR],
  ['the request Bundle', ENVELOPE],
  ['the Claim', CLAIM_ROWS],
  ["the Claim's references", REFERENCES],
] as const)('against %s', ([, rows]) => {
  const titled = rows.map((row) => [described(row[0]), row] as const);
  it.for(titled)('%s', ([, [change, status, code, expression = `Bundle.${change[1]}`]]) => {
    expect(issuesOf([change])).toEqual({ status, issues: [`${code} ${expression}`] });
  });
});

it('all problems are told at once, in one outcome', () => {
  const rows = [FHIR[19], FHIR[25], ENVELOPE[1], ENVELOPE[2], CLAIM_ROWS[11], REFERENCES[1]].filter(
    (row) => row !== undefined,
  );
  const expected = rows.map(([change, , code, expression = `Bundle.${change[1]}`]) => `${code} ${expression}`);
  const { status, issues } = issuesOf(rows.map(([change]) => change));
  expect(expected).toHaveLength(6);
  expect(status).toBe(400);
  expect(issues.toSorted()).toEqual(expected.toSorted());
});

it('every rule of the Claim that no profile states is broken by some row', () => {
  const results = CLAIM_ROWS.map(([change]) => readSubmission(bytesOf(changed([change]))));
  const told = new Set(
    results.flatMap((result) => (result.ok ? [] : result.outcome.issue.map(({ details }) => details?.text))),
  );
  expect(STATED_RULES.map(({ text }) => text).filter((text) => !told.has(text))).toEqual([]);
});
