import { describe, expect, test } from 'vitest';
import type { Change } from '../request/change.ts';
import { added, coded, readWith, toAdded, x12 } from './support.ts';

const reason = 'https://w3id.org/second-opinion/CodeSystem/second-opinion-reason';
const questionnaire = 'https://w3id.org/second-opinion/Questionnaire/second-opinion';
const referral = 'http://terminology.hl7.org/CodeSystem/v2-0336';
const hcpcs = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
const order = 'entry[7].resource';
const claim = 'entry[0].resource';

/** The fixture’s request with nothing on it that asks for a second opinion. */
const plain: readonly Change[] = [
  ['set', `${claim}.item[0].category`, x12(1365, '3')],
  ['set', `${claim}.item[1].category`, x12(1365, '3')],
  ['set', `${order}.code`, x12(1365, '3')],
];

const supporting = (resource: object): readonly Change[] => [
  added(9, resource),
  [
    'set',
    `${claim}.supportingInfo[1]`,
    {
      sequence: 2,
      category: coded('http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes', 'additionalInformation'),
      valueReference: toAdded(9),
    },
  ],
];
const answered = (canonical: string, item: readonly object[]) => ({
  resourceType: 'QuestionnaireResponse',
  status: 'completed',
  questionnaire: canonical,
  item,
});
/** A document that the order rests on. */
const ofOrder = (resource: object): readonly Change[] => [
  added(9, resource),
  ['set', `${order}.supportingInfo`, [toAdded(9)]],
];
const ofOrderContained = (resource: object): readonly Change[] => [
  ['set', `${order}.contained`, [{ ...resource, id: 'form' }]],
  ['set', `${order}.supportingInfo`, [{ reference: '#form' }]],
];
const inError = (resource: object) => ({ ...resource, status: 'entered-in-error' });
const yes = [{ linkId: '1', item: [{ linkId: '1.1', answer: [{ valueBoolean: true }] }] }];

const reasonGiven = [{ linkId: 'reason', answer: [{ valueCoding: { system: reason, code: 'R5' } }] }];

describe('a request is one for a second opinion by', () => {
  const rows: readonly (readonly [title: string, changes: readonly Change[], code: string, expression: string])[] = [
    [
      'v2-0336|S as reasonCode of the order',
      [['set', `${order}.reasonCode`, [coded(referral, 'S')]]],
      'v2-0336|S',
      'Bundle.entry[7].resource.reasonCode[0].coding[0]',
    ],
    [
      'X12 1365|20 as code of the order',
      [['set', `${order}.code`, x12(1365, '20')]],
      '1365|20',
      'Bundle.entry[7].resource.code.coding[0]',
    ],
    [
      'X12 1365|21 as category of an item',
      [['set', `${claim}.item[1].category`, x12(1365, '21')]],
      '1365|21',
      'Bundle.entry[0].resource.item[1].category.coding[0]',
    ],
    [
      'X12 1365|20 as productOrService of an item',
      [['set', `${claim}.item[0].productOrService`, x12(1365, '20')]],
      '1365|20',
      'Bundle.entry[0].resource.item[0].productOrService.coding[0]',
    ],
    [
      'HCPCS SM as modifier of an item',
      [['set', `${claim}.item[0].modifier`, [coded(hcpcs, 'SM')]]],
      'HCPCSReleaseCodeSets|SM',
      'Bundle.entry[0].resource.item[0].modifier[0].coding[0]',
    ],
    [
      'HCPCS SN as modifier of an item',
      [['set', `${claim}.item[0].modifier`, [coded(hcpcs, 'SN')]]],
      'HCPCSReleaseCodeSets|SN',
      'Bundle.entry[0].resource.item[0].modifier[0].coding[0]',
    ],
    [
      'HCPCS SM under the https spelling',
      [['set', `${claim}.item[0].modifier`, [coded(hcpcs.replace('http:', 'https:'), 'SM')]]],
      'HCPCSReleaseCodeSets|SM',
      'Bundle.entry[0].resource.item[0].modifier[0].coding[0]',
    ],
    ...['R1', 'R2', 'R3', 'R4', 'R5', 'OTHER'].map((code): readonly [string, readonly Change[], string, string] => [
      `${code} as reasonCode of the order`,
      [['set', `${order}.reasonCode`, [coded(reason, code)]]],
      `second-opinion-reason|${code}`,
      'Bundle.entry[7].resource.reasonCode[0].coding[0]',
    ]),
    [
      'a reason in supportingInfo of the Claim',
      [['set', `${claim}.supportingInfo[0].code`, coded(reason, 'R3')]],
      'second-opinion-reason|R3',
      'Bundle.entry[0].resource.supportingInfo[0].code.coding[0]',
    ],
    [
      'a reason on the Claim itself',
      [['set', `${claim}.fundsReserve`, coded(reason, 'R1')]],
      'second-opinion-reason|R1',
      'Bundle.entry[0].resource.fundsReserve.coding[0]',
    ],
    [
      'v2-0336|S in a document the Claim rests on',
      supporting({
        resourceType: 'DocumentReference',
        status: 'current',
        content: [{ attachment: { contentType: 'text/plain' } }],
        type: coded(referral, 'S'),
      }),
      'v2-0336|S',
      'Bundle.entry[9].resource.type.coding[0]',
    ],
    [
      'an answer of the project’s Questionnaire',
      supporting(answered(questionnaire, yes)),
      questionnaire,
      'Bundle.entry[9].resource',
    ],
    [
      'an answer of the project’s Questionnaire, with its version',
      supporting(answered(`${questionnaire}|1.0`, yes)),
      questionnaire,
      'Bundle.entry[9].resource',
    ],
    [
      'an answer of the project’s Questionnaire on which the order rests',
      ofOrder(answered(questionnaire, yes)),
      questionnaire,
      'Bundle.entry[9].resource',
    ],
    [
      'an answer of the project’s Questionnaire that the order contains',
      ofOrderContained(answered(questionnaire, yes)),
      questionnaire,
      'Bundle.entry[7].resource.contained[0]',
    ],
  ];
  test.each(rows)('%s', (_title, changes, code, expression) => {
    expect(readWith([...plain, ...changes]).secondOpinionSignals).toEqual([{ code, expression }]);
  });
});

describe('a request is not one for a second opinion by', () => {
  const rows: readonly (readonly [title: string, changes: readonly Change[]])[] = [
    ['a consultation alone', []],
    ['another referral reason', [['set', `${order}.reasonCode`, [coded(referral, 'P')]]]],
    ['the code S of another system', [['set', `${order}.reasonCode`, [coded('https://clinic.example/reasons', 'S')]]]],
    [
      'HCPCS SF, an opinion that Medicare’s reviewers order',
      [['set', `${claim}.item[0].modifier`, [coded(hcpcs, 'SF')]]],
    ],
    ['a code that the reasons do not hold', [['set', `${order}.reasonCode`, [coded(reason, 'R9')]]]],
    ['20 of another X12 table', [['set', `${claim}.item[0].programCode`, [x12(1525, '20')]]]],
    ['an empty answer of the project’s Questionnaire', supporting(answered(questionnaire, [{ linkId: '1' }]))],
    ['an answer that was entered in error', supporting(inError(answered(questionnaire, reasonGiven)))],
    ['an answer that was entered in error, of the order', ofOrder(inError(answered(questionnaire, reasonGiven)))],
    ['one contained and entered in error', ofOrderContained(inError(answered(questionnaire, reasonGiven)))],
    [
      'another order that the order refers to',
      ofOrder({
        resourceType: 'ServiceRequest',
        status: 'completed',
        intent: 'order',
        subject: { display: 'x' },
        reasonCode: [coded(referral, 'S')],
      }),
    ],
    [
      'an order that is not to be performed',
      [
        ['set', `${order}.reasonCode`, [coded(referral, 'S')]],
        ['set', `${order}.doNotPerform`, true],
      ],
    ],
    ['an answer of another Questionnaire', supporting(answered('https://clinic.example/Questionnaire/1', yes))],
    [
      'an order that no item asks for',
      [
        added(9, {
          resourceType: 'ServiceRequest',
          status: 'active',
          intent: 'order',
          subject: { display: 'x' },
          reasonCode: [coded(referral, 'S')],
        }),
      ],
    ],
  ];
  test.each(rows)('%s', (_title, changes) => {
    expect(readWith([...plain, ...changes]).secondOpinionSignals).toEqual([]);
  });
});

describe('the reasons given', () => {
  const rows: readonly (readonly [codes: readonly string[], reasons: readonly string[]])[] = [
    [[], []],
    [['R1'], ['R1']],
    [
      ['R2', 'R5'],
      ['R2', 'R5'],
    ],
    [['R4', 'R4'], ['R4']],
    [['OTHER'], ['OTHER']],
    [['R9'], []],
    [['R9', 'R1'], ['R1']],
  ];
  test.each(rows)('of the codes %j are %j', (codes, reasons) => {
    const reasonCode = codes.map((code) => coded(reason, code));
    const changes: readonly Change[] = codes.length > 0 ? [['set', `${order}.reasonCode`, reasonCode]] : [];
    expect(readWith([...plain, ...changes]).reasons).toEqual(reasons);
  });
});

test('an order that primary care revoked is told as refused; an active one is not', () => {
  expect(readWith([['set', `${order}.status`, 'revoked']]).primaryCareRefused).toBe(true);
  expect(readWith([]).primaryCareRefused).toBe(false);
});

test.each([
  [
    'R9',
    ['Bundle.entry[7].resource.reasonCode[0].coding[0] holds a code that the reasons for a second opinion do not'],
  ],
  [
    'r1',
    ['Bundle.entry[7].resource.reasonCode[0].coding[0] holds a code that the reasons for a second opinion do not'],
  ],
  ['R1', []],
  ['OTHER', []],
])('the reason %s leaves open: %j', (code, unreadable) => {
  expect(readWith([['set', `${order}.reasonCode`, [coded(reason, code)]]]).unreadable).toEqual(unreadable);
});
