import type { Claim, ClaimResponse } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { computeDeadlines } from '../../../src/deadlines/index.ts';
import { evidenceExtension } from '../../../src/fhir/evidence.ts';
import { type ClaimResponseInput, claimResponse } from '../../../src/pas/response/claimResponse.ts';
import { responseBundle } from '../../../src/pas/response/responseBundle.ts';
import type { Determination, ItemDetermination } from '../../../src/policy/determination.ts';
import { settings } from '../../intake/harness.ts';
import { extension, named, npi, submissionWith, x12 } from '../reading/support.ts';
import type { Change } from '../request/change.ts';
import { fullUrl } from '../request/fixture.ts';

const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-';
const clinic = 'entry[0].resource.extension';
const period = { start: '2026-11-25', end: '2027-02-23' };
const finding = { clause: 'VI.A', id: 'in-network', answer: 'no', because: 'Not in the network' } as const;

const pended: ItemDetermination = {
  sequence: 1,
  row: 10,
  action: 'A4',
  task: 'review',
  notes: ['A person decides.'],
  findings: [finding],
  candidates: [],
};
const certified: ItemDetermination = {
  sequence: 2,
  row: 9,
  action: 'A1',
  authorization: period,
  notes: ['Approved.', 'One visit.'],
  findings: [finding],
  candidates: [],
};
const determination = (changes: Partial<Determination> = {}): Determination => ({
  policy: { number: 'MPUP3078', approved: '2025-11-12' } as Determination['policy'],
  urgent: false,
  items: [pended, certified],
  findings: [{ ...finding, id: 'urgent', answer: 'unknown', asOf: '2026-11-25' }],
  governance: [{ ...finding, id: 'policy-review', because: 'For the plan alone' }],
  ...changes,
});

function composed(changes: readonly Change[] = [], input: Partial<ClaimResponseInput> = {}): ClaimResponse {
  const submission = submissionWith(changes);
  const plain = { reference: 'Patient/1' };
  return claimResponse({
    submission,
    determination: determination(),
    created: '2026-11-25T16:30:00-08:00',
    issued: '2026-11-25',
    caseIdentifier: { system: 'urn:cases', value: 'K' },
    references: {
      claim: { reference: 'Claim/1' },
      patient: plain,
      insurer: { reference: 'Organization/1' },
      requestor: { reference: 'Organization/2', display: 'The clinic' },
    } as ClaimResponseInput['references'],
    numberOf: ({ action, sequence }) => `${action}-${sequence}`,
    providers: () => [named('Practitioner', '1234567893', 'Ilse Marchetti')],
    errorExpression: 'Bundle.entry[1].resource.birthDate',
    ...input,
  });
}

/** What goes over the wire for a request with changes. */
function sent(changes: readonly Change[] = [], input: Partial<ClaimResponseInput> = {}) {
  const stored = {
    ...composed(changes, input),
    id: '7',
    meta: { versionId: '1', lastUpdated: '2026-11-26T00:30:00Z' },
  };
  return JSON.parse(JSON.stringify(responseBundle(stored, submissionWith(changes), 'https://plan.example/fhir')));
}

const extensionsNamed = (element: { extension?: readonly { url: string }[] } | undefined, name: string) =>
  (element?.extension ?? []).filter(({ url }) => url === PAS + name);

describe('transmission identifiers', () => {
  const parts = (...values: readonly (readonly [url: string, value: string])[]) =>
    values.map(([url, valueString]) => ({ url, valueString }));
  const given = (extensions: readonly object[]): Change => [
    'set',
    clinic,
    [extension('TransmissionIdentifiers', { extension: extensions })],
  ];

  test('sender and receiver change over', () => {
    const request = parts(
      ['applicationSenderCode', 'EHR'],
      ['applicationReceiverCode', 'PLAN'],
      ['interchangeSenderID', 'S'],
      ['interchangeReceiverID', 'R'],
    );
    const [answer] = extensionsNamed(composed([given(request)]), 'TransmissionIdentifiers');
    expect(answer).toMatchObject({
      extension: expect.arrayContaining(
        parts(
          ['applicationSenderCode', 'PLAN'],
          ['applicationReceiverCode', 'EHR'],
          ['interchangeSenderID', 'R'],
          ['interchangeReceiverID', 'S'],
        ),
      ),
    });
  });
  test('without any in the request there are none', () => {
    expect(extensionsNamed(composed(), 'TransmissionIdentifiers')).toEqual([]);
  });
});

describe('an item', () => {
  const rows: readonly (readonly [title: string, change: Change, expected: readonly object[]])[] = [
    [
      'servicedDate',
      ['set', 'entry[0].resource.item[0].servicedDate', '2026-12-14'],
      [{ url: `${PAS}itemRequestedServiceDate`, valueDateTime: '2026-12-14' }],
    ],
    ['no date', ['remove', 'entry[0].resource.item[0].servicedDate'], []],
  ];
  test.each(rows)('with %s tells it as requested', (_title, change, expected) => {
    expect(extensionsNamed(composed([change]).item?.[0], 'itemRequestedServiceDate')).toEqual(expected);
  });
  test('with servicedPeriod tells it as requested', () => {
    const changes: readonly Change[] = [
      ['remove', 'entry[0].resource.item[0].servicedDate'],
      ['set', 'entry[0].resource.item[0].servicedPeriod', { start: '2026-12-14', end: '2026-12-31' }],
    ];
    const [date] = extensionsNamed(composed(changes).item?.[0], 'itemRequestedServiceDate');
    expect(date).toEqual({
      url: `${PAS}itemRequestedServiceDate`,
      valuePeriod: { start: '2026-12-14', end: '2026-12-31' },
    });
  });
  test('with several trace numbers echoes each', () => {
    const numbers = ['T1', 'T2'].map((value) =>
      extension('itemTraceNumber', { valueIdentifier: { system: 'urn:traces', value } }),
    );
    const changes: readonly Change[] = [
      ['set', 'entry[0].resource.item[0].extension[3]', numbers[0]],
      ['set', 'entry[0].resource.item[0].extension[4]', numbers[1]],
    ];
    expect(extensionsNamed(composed(changes).item?.[0], 'itemTraceNumber')).toEqual(numbers);
  });
});

test('each item has its own number: certification with A1, reference with A4', () => {
  const [pend, certify] = composed().item ?? [];
  expect(extensionsNamed(pend, 'administrationReferenceNumber')).toEqual([
    { url: `${PAS}administrationReferenceNumber`, valueString: 'A4-1' },
  ]);
  expect(certify?.adjudication[0]?.extension?.[0]?.extension?.[0]).toEqual({ url: 'number', valueString: 'A1-2' });
  expect(extensionsNamed(certify, 'itemPreAuthPeriod')).toEqual([
    { url: `${PAS}itemPreAuthPeriod`, valuePeriod: period },
  ]);
  expect(extensionsNamed(certify, 'itemPreAuthIssueDate')).toEqual([
    { url: `${PAS}itemPreAuthIssueDate`, valueDate: '2026-11-25' },
  ]);
});

test('notes are numbered through, and each item has its own; an A4 tells when it is decided at the latest', () => {
  const deadlines = computeDeadlines({
    received: Temporal.Instant.from('2026-11-26T00:30:00Z'),
    urgency: 'routine',
    calendar: settings.calendar,
  });
  if (deadlines instanceof Error) throw deadlines;
  const { processNote, item } = composed([], { deadlines });
  expect(processNote?.map(({ number, text }) => [number, text])).toEqual([
    [1, 'A person decides.'],
    [2, `This routine request is decided by ${deadlines.governing.due} at the latest.`],
    [3, 'Approved.'],
    [4, 'One visit.'],
  ]);
  expect(item?.map(({ noteNumber }) => noteNumber)).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test('findings of the request stand on the answer, those of an item on the item, those for the plan nowhere', () => {
  const response = composed();
  const ids = (element: object | undefined) => JSON.stringify(element).match(/"valueCode":"[a-z-]*"/g);
  expect(ids(response.extension)).toContain('"valueCode":"urgent"');
  expect(ids(response.item)).toContain('"valueCode":"in-network"');
  expect(JSON.stringify(response)).not.toContain('For the plan alone');
});

test('an error stands without items and period, with a note that says it', () => {
  const error = { code: '71', subject: 'birth-date', text: 'The date of birth differs.' } as const;
  const response = composed([], { determination: determination({ items: [], error }) });
  expect(response).toMatchObject({ outcome: 'error', error: [{ code: { ...x12(901, '71'), text: error.text } }] });
  expect(response.item).toBeUndefined();
  expect(response.preAuthPeriod).toBeUndefined();
  expect(response.processNote).toEqual([{ number: 1, type: 'display', text: error.text }]);
  const [followUp, element, path] = response.error?.[0]?.extension ?? [];
  expect(followUp?.valueCodeableConcept?.coding?.[0]?.code).toBe('C');
  expect(element?.extension).toEqual([
    { url: 'processNote', valuePositiveInt: 1 },
    { url: 'error', valueString: '2010C-DMG02' },
  ]);
  expect(path?.valueString).toBe('Bundle.entry[1].resource.birthDate');
});

describe('on the wire', () => {
  test('the answer is found under the base, with the profile it claims', () => {
    expect(sent().entry[0]).toMatchObject({
      fullUrl: 'https://plan.example/fhir/ClaimResponse/7',
      resource: { id: '7', meta: { profile: [`${PAS.replace('extension-', '')}profile-claimresponse`] } },
    });
  });
  test('what leads to the evidence stays in the store', () => {
    const { extension = [], ...answer } = composed();
    const stored = {
      ...answer,
      id: '7',
      extension: [...extension, evidenceExtension('DocumentReference/1')],
    };
    const bundle = responseBundle(stored, submissionWith([]), 'https://plan.example/fhir');
    expect(JSON.stringify(bundle)).not.toContain('DocumentReference/1');
    expect(bundle.entry?.[0]?.resource).toMatchObject({ extension });
  });
  test('the authorized provider is the request’s own entry', () => {
    const provider = extensionsNamed(sent().entry[0].resource.item[1], 'itemAuthorizedProvider');
    expect(provider).toMatchObject([
      { extension: [{ url: 'provider', valueReference: { reference: fullUrl(7) } }, {}] },
    ]);
    expect(sent().entry.map(({ fullUrl: url }: { fullUrl: string }) => url)).toContain(fullUrl(7));
  });
  test('an authorized provider who is not an entry of the request goes by NPI', () => {
    const providers = () => [{ ...named('Practitioner', '1558598797', 'A. Other'), reference: 'Practitioner/9' }];
    const [provider] = extensionsNamed(sent([], { providers }).entry[0].resource.item[1], 'itemAuthorizedProvider');
    expect(provider).toMatchObject({
      extension: [{ valueReference: { identifier: npi('1558598797'), display: 'A. Other' } }, {}],
    });
    expect(JSON.stringify(provider)).not.toContain('Practitioner/9');
  });
  test('a requestor that the Claim contains is no entry: the answer names it without a link', () => {
    const contained: readonly Change[] = [
      [
        'set',
        'entry[0].resource.contained',
        [{ resourceType: 'Organization', id: 'r', active: true, name: 'Contained' }],
      ],
      ['set', 'entry[0].resource.provider', { reference: '#r' }],
    ];
    const bundle = sent(contained);
    expect(bundle.entry[0].resource.requestor).toEqual({ display: 'The clinic' });
    expect(bundle.entry.filter(({ resource }: { resource: Claim }) => resource.resourceType === 'Claim')).toEqual([]);
    expect(bundle.entry.filter(({ fullUrl: url }: { fullUrl: string }) => url === fullUrl(1))).toEqual([]);
  });
});
