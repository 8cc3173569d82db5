import { describe, expect, test } from 'vitest';
import type { Change } from '../request/change.ts';
import { fullUrl } from '../request/fixture.ts';
import { added, coded, extension, readWith, toAdded, x12 } from './support.ts';

const claim = 'entry[0].resource';
const order = 'entry[7].resource';
const icd10 = 'http://hl7.org/fhir/sid/icd-10-cm';

const level = (code: string): Change => [
  'set',
  `${claim}.extension`,
  [extension('levelOfServiceCode', { valueCodeableConcept: x12(1338, code) })],
];
const priority = (code: string): Change => [
  'set',
  `${claim}.priority`,
  coded('http://terminology.hl7.org/CodeSystem/processpriority', code),
];
const orderPriority = (code: string): Change => ['set', `${order}.priority`, code];
const diagnosis = (code: string): Change => [
  'set',
  `${claim}.diagnosis[1].diagnosisCodeableConcept`,
  coded(icd10, code),
];
const note = (text: string): Change => ['set', `${claim}.supportingInfo[0].valueString`, text];
const byMember: Change = ['set', `${order}.requester`, { reference: fullUrl(2) }];

describe('marks of a professional', () => {
  const rows: readonly (readonly [title: string, change: Change, code: string])[] = [
    ['level of service U', level('U'), '1338|U'],
    ['level of service 03', level('03'), '1338|03'],
    ['Claim.priority stat', priority('stat'), 'processpriority|stat'],
    ['ServiceRequest.priority urgent', orderPriority('urgent'), 'urgent'],
    ['ServiceRequest.priority asap', orderPriority('asap'), 'asap'],
    ['ServiceRequest.priority stat', orderPriority('stat'), 'stat'],
  ];
  test.each(rows)('%s raises, as a provider’s mark', (_title, change, code) => {
    expect(readWith([change]).urgencySignals).toMatchObject([{ kind: 'provider-mark', code }]);
  });
  test.each(rows)('%s of a member’s own request raises, as a mark', (_title, change, code) => {
    expect(readWith([change, byMember]).urgencySignals).toMatchObject([{ kind: 'mark', code }]);
  });
  test('all are listed, with where they stand', () => {
    const { urgencySignals } = readWith([level('U'), priority('stat'), orderPriority('asap')]);
    expect(urgencySignals.map(({ expression }) => expression)).toEqual([
      "Bundle.entry[0].resource.extension('http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-levelOfServiceCode')",
      'Bundle.entry[0].resource.priority',
      'Bundle.entry[7].resource.priority',
    ]);
  });
});

describe('what raises nothing', () => {
  const rows: readonly (readonly [title: string, changes: readonly Change[]])[] = [
    ['a request without any mark', []],
    ['level of service E, elective', [level('E')]],
    ['Claim.priority normal', [priority('normal')]],
    ['Claim.priority deferred', [priority('deferred')]],
    ['ServiceRequest.priority routine', [orderPriority('routine')]],
    ['F32.2, a severe depressive episode', [diagnosis('F32.2')]],
    ['R45.89, other symptoms of the emotional state', [diagnosis('R45.89')]],
    ['T14.8, another injury', [diagnosis('T14.8')]],
    ['X70, not of the block of self-harm', [diagnosis('X70.XXXA')]],
    ['X84', [diagnosis('X84.XXXA')]],
    [
      'R45.851 of another code system',
      [['set', `${claim}.diagnosis[1].diagnosisCodeableConcept`, coded('http://hl7.org/fhir/sid/icd-9-cm', 'R45.851')]],
    ],
    ['an elective wish in words', [note('The member would like another view before deciding.')]],
    [
      'the words of a question in a questionnaire',
      [
        added(9, {
          resourceType: 'QuestionnaireResponse',
          status: 'completed',
          item: [{ linkId: '1', text: 'Is this an emergency?', answer: [{ valueBoolean: false }] }],
        }),
        ['set', `${claim}.supportingInfo[0].valueString`, undefined],
        ['set', `${claim}.supportingInfo[0].valueReference`, toAdded(9)],
      ],
    ],
  ];
  test.each(rows)('%s', (_title, changes) => {
    expect(readWith(changes).urgencySignals).toEqual([]);
  });
});

describe('the project’s Questionnaire', () => {
  const form = (canonical: string, answer: boolean) => [
    added(9, {
      resourceType: 'QuestionnaireResponse',
      status: 'completed',
      questionnaire: canonical,
      item: [{ linkId: 'urgency', item: [{ linkId: 'urgent', answer: [{ valueBoolean: answer }] }] }],
    }),
    ['set', `${claim}.supportingInfo[0].valueString`, undefined] as const,
    ['set', `${claim}.supportingInfo[0].valueReference`, toAdded(9)] as const,
  ];
  const own = 'https://w3id.org/second-opinion/Questionnaire/second-opinion|0.1.0';
  test.each([
    [own, true, ['mark']],
    [own, false, []],
    ['https://forms.example/other', true, []],
  ] as const)('%s with urgent %s gives %j', (canonical, answer, kinds) => {
    expect(readWith(form(canonical, answer)).urgencySignals.map(({ kind }) => kind)).toEqual(kinds);
  });

  const said = {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    questionnaire: own,
    item: [{ linkId: 'urgent', answer: [{ valueBoolean: true }] }],
  };
  const ofOrder = (resource: object): readonly Change[] => [
    added(9, resource),
    ['set', `${order}.supportingInfo`, [toAdded(9)]],
  ];
  const contained = (resource: object): readonly Change[] => [
    ['set', `${order}.contained`, [{ ...resource, id: 'form' }]],
    ['set', `${order}.supportingInfo`, [{ reference: '#form' }]],
  ];
  test.each([
    ['in the Bundle', ofOrder(said), 'Bundle.entry[9].resource.item[0]'],
    ['contained in it', contained(said), 'Bundle.entry[7].resource.contained[0].item[0]'],
  ])('on which the order rests, %s: with urgent true raises', (_where, changes, expression) => {
    expect(readWith(changes).urgencySignals).toEqual([{ kind: 'mark', code: 'urgent', expression }]);
  });

  test('entered in error says nothing', () => {
    expect(readWith(ofOrder({ ...said, status: 'entered-in-error' })).urgencySignals).toEqual([]);
  });
});

describe('diagnoses of danger', () => {
  const codes = ['R45.850', 'R45.851', 'R45.88', 'T14.91', 'T14.91XA', 'X71.0XXA', 'X78.9XXA', 'X83.8XXD', 'r45851'];
  test.each(codes)('%s raises by psychological state, whoever asks', (code) => {
    const expected = { kind: 'psychological-state', code: `ICD-10-CM ${code}` };
    expect(readWith([diagnosis(code)]).urgencySignals).toMatchObject([expected]);
    expect(readWith([diagnosis(code), byMember]).urgencySignals).toMatchObject([expected]);
  });
});

describe('words', () => {
  const rows: readonly (readonly [text: string, phrase: string])[] = [
    ['She speaks of suicide.', 'suicid'],
    ['Homicidal thoughts were reported.', 'homicid'],
    ['He said he would harm himself.', 'harm himself'],
    ['Threatens to hurt others.', 'hurt others'],
    ['A life-threatening arrhythmia.', 'life-threatening'],
    ['Risk of loss of vision.', 'loss of vision'],
    ['Collapse is IMMINENT.', 'imminent'],
    ['This is an emergency.', 'emergency'],
  ];
  test.each(rows)('“%s” raises by %s', (text, phrase) => {
    expect(readWith([note(text)]).urgencySignals).toEqual([
      { kind: 'phrase', code: phrase, expression: 'Bundle.entry[0].resource.supportingInfo[0].valueString' },
    ]);
  });
  const places: readonly (readonly [place: string, change: Change])[] = [
    ['note of the order', ['set', `${order}.note`, [{ text: 'An emergency.' }]]],
    ['patientInstruction of the order', ['set', `${order}.patientInstruction`, 'An emergency.']],
    ['text of the order’s reason', ['set', `${order}.reasonCode`, [{ text: 'An emergency.' }]]],
  ];
  test.each(places)('raise in the %s', (_place, change) => {
    expect(readWith([change]).urgencySignals).toMatchObject([{ kind: 'phrase', code: 'emergency' }]);
  });
});
