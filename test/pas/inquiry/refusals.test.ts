import type { Bundle, Claim } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { readInquiry } from '../../../src/pas/inquiry/readInquiry.ts';
import { hasPackage, readPackage } from '../../support/packages.ts';
import { loadR4 } from '../request/definitions.ts';
import { type Asked, inquiry, urls } from './inquiries.ts';

const PACKAGE = 'hl7.fhir.us.davinci-pas-2.2.1';
const CLAIM = 'Bundle.entry[0].resource';
const trace = { system: 'urn:trnorg:9000000002', value: '1' };
const codeOnly = { coding: [{ code: 'I50.22' }] };

beforeAll(loadR4);

function read(body: unknown) {
  return readInquiry(new TextEncoder().encode(JSON.stringify(body)), 'America/Los_Angeles');
}

/** Code and FHIRPath of each issue; none: it is accepted. */
function issuesOf(body: unknown): { readonly status: number; readonly issues: readonly string[] } {
  const result = read(body);
  if (result.ok) return { status: 200, issues: [] };
  expect(result.outcome.issue.filter(({ details }) => !details?.text)).toEqual([]);
  return {
    status: result.status,
    issues: result.outcome.issue.map(({ code, expression }) => `${code} ${expression?.[0]}`),
  };
}

const withClaim = (claim: Partial<Claim>): Asked => ({ claim });

type Row = readonly [what: string, asked: Asked, issues: readonly string[]];
const accepted: readonly Row[] = [
  ['no items', {}, []],
  ['an item without category, location, request and certification type', { items: [{}] }, []],
  ['several diagnoses', { diagnoses: ['I50.22', 'I25.10'] }, []],
];
const refused: readonly Row[] = [
  ['without a trace number', withClaim({ identifier: undefined }), [`required ${CLAIM}.identifier`]],
  ['with two identifiers', withClaim({ identifier: [trace, trace] }), [`structure ${CLAIM}.identifier`]],
  [
    'with a trace number of no system',
    withClaim({ identifier: [{ value: '1' }] }),
    [`required ${CLAIM}.identifier[0].system`],
  ],
  ['that is for payment', withClaim({ use: 'claim' }), [`value ${CLAIM}.use`]],
  ['that is a draft', withClaim({ status: 'draft' }), [`value ${CLAIM}.status`]],
  ['without an insurer', withClaim({ insurer: undefined }), [`required ${CLAIM}.insurer`]],
  [
    'with a provider that is no entry',
    withClaim({ provider: { reference: 'urn:uuid:7d0c1f0a-2f0f-4a53-8f1a-0000000000ff' } }),
    [`not-found ${CLAIM}.provider`],
  ],
  ['with a date of a month', { items: [{ servicedDate: '2026-11' }] }, [`value ${CLAIM}.item[0].serviced`]],
  [
    'with an item of a diagnosis that is not there',
    { items: [{ diagnosisSequence: [4] }] },
    [`not-found ${CLAIM}.item[0].diagnosisSequence[0]`],
  ],
  ['without a member number', { member: null }, ['business-rule Bundle.entry[1].resource.identifier']],
  ['without an NPI', { npi: null }, [`business-rule ${CLAIM}.provider`]],
  [
    'without either: both are told at once',
    { member: null, npi: null },
    ['business-rule Bundle.entry[1].resource.identifier', `business-rule ${CLAIM}.provider`],
  ],
];

describe('an inquiry is accepted with', () => {
  it.for(accepted)('%s', ([, asked]) => expect(issuesOf(inquiry(asked))).toEqual({ status: 200, issues: [] }));

  it('its Bundle as the parameter resource of a Parameters', () => {
    const parameter = [{ name: 'resource', resource: inquiry() }];
    expect(issuesOf({ resourceType: 'Parameters', parameter })).toEqual({ status: 200, issues: [] });
  });

  it('an NPI in the care team alone', () => {
    expect(issuesOf(inquiry({ npi: null, careTeam: '1900000385' })).status).toBe(200);
  });
});

describe('an inquiry is refused with 422', () => {
  it.for(refused)('%s', ([, asked, issues]) => expect(issuesOf(inquiry(asked))).toEqual({ status: 422, issues }));

  it('with two Claims', () => {
    const bundle = inquiry();
    const [first] = bundle.entry ?? [];
    const second = { ...first, fullUrl: urls.professional };
    const changed: Bundle = { ...bundle, entry: [...(bundle.entry ?? []), second] };
    expect(issuesOf(changed)).toEqual({ status: 422, issues: ['structure Bundle.entry[5]'] });
  });

  it.for(['identifier', 'timestamp'] as const)('without Bundle.%s', (name) => {
    expect(issuesOf({ ...inquiry(), [name]: undefined })).toEqual({
      status: 422,
      issues: [`required Bundle.${name}`],
    });
  });

  it('whose first entry is no Claim', () => {
    const bundle = inquiry();
    const entry = (bundle.entry ?? []).toReversed();
    expect(issuesOf({ ...bundle, entry })).toMatchObject({
      status: 422,
      issues: ['structure Bundle.entry[0].resource'],
    });
  });
});

describe('an inquiry is refused with 400', () => {
  const rows: readonly (readonly [what: string, body: unknown])[] = [
    ['that is no object', 5],
    ['that is another resource', { resourceType: 'Patient' }],
    ['with an empty list of entries', { ...inquiry(), entry: [] }],
    ['without the priority that R4 requires', inquiry(withClaim({ priority: undefined }))],
    ['with a diagnosis that is no list', inquiry({ claim: { diagnosis: codeOnly } as object })],
  ];
  it.for(rows)('%s', ([, body]) => expect(issuesOf(body).status).toBe(400));
});

it.skipIf(!hasPackage(PACKAGE))(`the official example of ${PACKAGE} is accepted, with what it asks`, () => {
  const file = readPackage(PACKAGE).get('package/example/Bundle-PASClaimInquiryBundleExample.json');
  const result = readInquiry(file ?? new Uint8Array(), 'America/Los_Angeles');
  if (!result.ok) throw new Error(JSON.stringify(result.outcome.issue));
  const { member, parties, examples } = result.inquiry;
  expect(member.numbers.map(({ value }) => value)).toEqual(['1122334455', '12345678901']);
  expect(parties).toEqual(['8189991234']);
  expect(examples).toMatchObject([
    { productOrService: [{ code: 'G0154' }] },
    {
      productOrService: [{ code: 'B4184' }],
      productOrServiceEnd: [{ code: 'B4190' }],
      issued: { start: '2019-07-01', end: '2019-07-01' },
      effective: { start: '2019-07-01', end: '2019-07-01' },
      expires: { start: '2019-07-31', end: '2019-07-31' },
      reviewActions: ['A1'],
    },
  ]);
});
