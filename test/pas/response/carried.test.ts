import type { ClaimResponseAddItem } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { addedItem } from '../../../src/pas/response/addedItem.ts';
import { authorizedProvider } from '../../../src/pas/response/authorizedProvider.ts';
import { carriedExtensions, communicatedDiagnoses } from '../../../src/pas/response/carried.ts';
import { eventLevel } from '../../../src/pas/response/eventLevel.ts';
import { requestedDetail } from '../../../src/pas/response/requestedDetail.ts';
import { reviewAction, submittedAdjudication } from '../../../src/pas/response/reviewAction.ts';
import { coded, extension, named, submissionWith, x12 } from '../reading/support.ts';
import type { Change } from '../request/change.ts';

const temp = 'http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes';
const at = 'entry[0].resource';
const item = `${at}.item[0]`;
const information = (sequence: number, category: string, timing: object): Change => [
  'set',
  `${at}.supportingInfo[${sequence - 1}]`,
  { sequence, category: coded(temp, category), ...timing },
];
const itemOf = (changes: readonly Change[], index = 0) => {
  const submission = submissionWith(changes);
  const found = submission.claim.item?.[index];
  if (!found) throw new Error('No item');
  return { submission, item: found };
};
const urlsOf = (extensions: readonly { url: string }[] | undefined) =>
  (extensions ?? []).map(({ url }) => url.slice(url.lastIndexOf('extension-') + 'extension-'.length));

describe('dates of admission and discharge', () => {
  const admission = information(2, 'admissionDates', { timingDate: '2026-12-14' });
  const discharge = information(3, 'dischargeDates', { timingDate: '2026-12-15' });
  const carried = (changes: readonly Change[], index = 0) => {
    const { submission, item: found } = itemOf(changes, index);
    return carriedExtensions(submission.claim, found);
  };
  test('that no item names are those of every item', () => {
    for (const index of [0, 1]) {
      expect(carried([admission, discharge], index)).toEqual([
        extension('admissionDates', { valueDate: '2026-12-14' }),
        extension('dischargeDate', { valueDate: '2026-12-15' }),
      ]);
    }
  });
  test('that one item names are its own', () => {
    const names: Change = ['set', `${item}.informationSequence`, [2, 3]];
    expect(urlsOf(carried([admission, discharge, names]))).toEqual(['admissionDates', 'dischargeDate']);
    expect(carried([admission, discharge, names], 1)).toEqual([]);
  });
  test('as a period stay one', () => {
    const period = { start: '2026-12-14', end: '2026-12-16' };
    expect(carried([information(2, 'admissionDates', { timingPeriod: period })])).toEqual([
      extension('admissionDates', { valuePeriod: period }),
    ]);
  });
  test('that the request does not say are not said', () => expect(carried([])).toEqual([]));
});

test('the diagnoses an item names are told in its order', () => {
  const { submission, item: found } = itemOf([['set', `${item}.diagnosisSequence`, [2, 1]]]);
  const codes = communicatedDiagnoses(submission.claim, found).map(
    ({ valueCodeableConcept }) => valueCodeableConcept?.coding?.[0]?.code,
  );
  expect(codes).toEqual(['M43.16', 'M54.16']);
});

describe('the authorized provider', () => {
  const provider = named('Practitioner', '1234567893', 'Ilse Marchetti');
  const partsOf = (changes: readonly Change[]) => {
    const { submission, item: found } = itemOf(changes);
    return authorizedProvider(submission, found, provider).extension;
  };
  test('is a service provider unless the care team says otherwise', () => {
    expect(partsOf([])?.map(({ valueCodeableConcept }) => valueCodeableConcept?.coding?.[0]?.code)).toEqual([
      undefined,
      'SJ',
    ]);
  });
  test('has the role and qualification of the care team', () => {
    const role: Change = ['set', `${at}.careTeam[0].role`, x12(98, 'DK')];
    const specialty: Change = [
      'set',
      `${at}.careTeam[0].qualification`,
      coded('http://nucc.org/provider-taxonomy', '207X00000X'),
    ];
    const codes = partsOf([role, specialty])?.map(
      ({ valueCodeableConcept }) => valueCodeableConcept?.coding?.[0]?.code,
    );
    expect(codes).toEqual([undefined, 'DK', '207X00000X']);
  });
});

describe('what is authorized in the place of an item', () => {
  const certification = {
    number: 'AUTH1',
    issued: '2026-11-25',
    period: { start: '2026-11-25', end: '2026-12-31' },
    providers: [named('Practitioner', '1558598797', 'A. Other')],
  };
  const changes: readonly Change[] = [
    ['set', `${item}.quantity`, { value: 2, unit: 'visit' }],
    ['set', `${item}.unitPrice`, { value: 90, currency: 'USD' }],
    ['set', `${item}.modifier`, [coded('http://www.ama-assn.org/go/cpt', '25')]],
  ];
  const added = (more: readonly Change[] = []): ClaimResponseAddItem => {
    const { submission } = itemOf([...changes, ...more]);
    const pended = [extension('administrationReferenceNumber', { valueString: 'REF1' })];
    return addedItem(submission, { itemSequence: 1, extension: pended }, certification, [4]);
  };
  test('is the same service', () => {
    expect(added()).toMatchObject({
      itemSequence: [1],
      quantity: { value: 2, unit: 'visit' },
      unitPrice: { value: 90, currency: 'USD' },
      modifier: [{ coding: [{ code: '25' }] }],
      servicedDate: '2026-12-14',
      locationCodeableConcept: { coding: [{ code: '11' }] },
      provider: [{ identifier: { value: '1558598797' }, extension: [{ valueCodeableConcept: x12(98, 'SJ') }] }],
    });
    expect(urlsOf(added().extension)).toEqual(
      expect.arrayContaining([
        'serviceItemRequestType',
        'certificationType',
        'itemCategory',
        'administrationReferenceNumber',
      ]),
    );
  });
  test('is not on a day outside the authorized period', () => {
    expect(added([['set', `${item}.servicedDate`, '2027-01-04']]).servicedDate).toBeUndefined();
  });
  test('names the requested service without a link into the request', () => {
    const service = added().extension?.find(({ url }) => url.endsWith('requestedService'));
    expect(service?.valueReference).toEqual({ display: 'The service requested by item 1' });
  });
});

test('what a modified item asked for is told in detail', () => {
  const quantity = { value: 2, unit: 'visit' };
  const { item: found } = itemOf([['set', `${item}.quantity`, quantity]]);
  expect(requestedDetail(found).extension).toEqual([
    { url: 'productOrServiceCode', valueCodeableConcept: found.productOrService },
    { url: 'quantity', valueQuantity: quantity },
  ]);
});

describe('the request as a whole', () => {
  const answered = (sequence: number, action: 'A1' | 'A4', number?: string) => ({
    itemSequence: sequence,
    extension: [
      extension('itemAuthorizedProvider', {
        extension: [{ url: 'provider', valueReference: named('Practitioner', '1234567893', 'I') }],
      }),
    ],
    adjudication: [{ category: submittedAdjudication, extension: [reviewAction(action, number)] }],
  });
  test('certified under one number: that number and the provider', () => {
    const whole = eventLevel({ item: [answered(1, 'A1', 'AUTH1')] });
    expect(whole.extension).toHaveLength(1);
    expect(whole.adjudication?.[0]?.extension?.[0]?.extension).toEqual([{ url: 'number', valueString: 'AUTH1' }]);
  });
  test('certified under several: the provider alone', () => {
    const whole = eventLevel({ item: [answered(1, 'A1', 'AUTH1'), answered(2, 'A1', 'AUTH2')] });
    expect([whole.extension.length, whole.adjudication]).toEqual([1, undefined]);
  });
  test('pended in part: nothing', () => {
    expect(eventLevel({ item: [answered(1, 'A1', 'AUTH1'), answered(2, 'A4')] })).toEqual({ extension: [] });
  });
});
