import type { Claim, QuestionnaireItem, QuestionnaireResponse } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { questionnaireUrl, reasonsGiven, secondOpinionSignals } from '../../src/pas/reading/secondOpinionSignals.ts';
import { readSubmission } from '../../src/pas/request/readSubmission.ts';
import type { Signal } from '../../src/policy/facts.ts';
import { bundle } from '../examples/examples.ts';
import { artifact, codesIn } from './held.ts';
import { gradeOf } from './readability.ts';

const form = artifact('Questionnaire', 'second-opinion');
const items = below(form.item);
const texts = items.flatMap(({ text }) => text ?? []);

function below(of: readonly QuestionnaireItem[] | undefined): readonly QuestionnaireItem[] {
  return (of ?? []).flatMap((item) => [item, ...below(item.item)]);
}

function item(linkId: string): QuestionnaireItem {
  const found = items.find((each) => each.linkId === linkId);
  if (!found) throw new Error(`No item ${linkId}`);
  return found;
}

describe('Questionnaire second-opinion', () => {
  it('is the one whose answers the code reads', () => {
    expect(form.url).toBe(questionnaireUrl);
  });

  it('offers every reason of the code system, in its order, under its name', () => {
    const { concept = [], url } = artifact('CodeSystem', 'second-opinion-reason');
    const offered = (item('reason').answerOption ?? []).map(({ valueCoding }) => valueCoding);
    expect(offered).toEqual(concept.map(({ code, display }) => ({ system: url, code, display })));
    expect(offered).toHaveLength(codesIn('second-opinion-reason').length);
  });

  it.each([
    ['reason', 'choice'],
    ['other-reason', 'text'],
    ['condition-words', 'text'],
    ['first-opinion-name', 'string'],
    ['first-opinion-npi', 'string'],
    ['first-opinion-date', 'date'],
    ['requested-name', 'string'],
    ['requested-npi', 'string'],
    ['urgent', 'boolean'],
    ['urgent-statement', 'text'],
    ['more', 'text'],
  ] as const)('asks for %s as %s', (linkId, type) => {
    expect(item(linkId).type).toBe(type);
  });

  it.each(items.map(({ linkId, required }) => [linkId, required] as const))(
    '%s need not be answered',
    (_, required) => {
      expect(required ?? false).toBe(false);
    },
  );

  it('has every link id once, and enables items by answers of items that there are', () => {
    const ids = items.map(({ linkId }) => linkId);
    expect(ids).toHaveLength(new Set(ids).size);
    const conditions = items.flatMap(({ enableWhen = [] }) => enableWhen);
    expect(conditions.length).toBeGreaterThan(0);
    expect(conditions.filter(({ question }) => !ids.includes(question))).toEqual([]);
    const asked = conditions.flatMap(({ answerCoding }) => answerCoding?.code ?? []);
    expect(asked.filter((code) => !codesIn('second-opinion-reason').includes(code))).toEqual([]);
  });

  it.each(items.filter(({ linkId }) => linkId.endsWith('-npi')).map((each) => [each.linkId, each] as const))(
    '%s takes an NPI and nothing longer',
    (_, { maxLength, extension = [] }) => {
      const pattern = new RegExp(`^(?:${extension[0]?.valueString})$`);
      expect(maxLength).toBe(10);
      expect(['1234567893', '2234567891'].every((npi) => pattern.test(npi))).toBe(true);
      expect(['123456789', '3234567893', 'abcdefghij'].some((npi) => pattern.test(npi))).toBe(false);
    },
  );

  it(`reads at the sixth grade or below: ${gradeOf(texts).toFixed(1)}`, () => {
    expect(gradeOf(texts)).toBeLessThanOrEqual(6);
  });

  it.each([
    [['The dog ran.', 'Sit down.'], true],
    [['Authorization determinations necessitate comprehensive utilization documentation.'], false],
  ] as const)('%j reads at the sixth grade or below: %s', (sentences, expected) => {
    expect(gradeOf(sentences) <= 6).toBe(expected);
  });

  it.each(codesIn('second-opinion-reason'))(
    'an answer %s marks a request as one for a second opinion, with that reason',
    (code) => {
      const option = item('reason').answerOption?.find(({ valueCoding }) => valueCoding?.code === code);
      const signals = signalsWith([{ linkId: 'reason', answer: [{ valueCoding: option?.valueCoding }] }]);
      expect(signals.map((signal) => signal.code)).toContain(questionnaireUrl);
      expect(reasonsGiven(signals)).toEqual([code]);
    },
  );

  it('without any answer marks nothing', () => {
    expect(signalsWith([{ linkId: 'reason' }])).toEqual([]);
  });
});

/** What marks a request without any other mark, once a response to the form supports it. */
function signalsWith(answers: QuestionnaireResponse['item']): readonly Signal[] {
  const sent = bundle('requests/3-no-signal.json');
  const [first, ...others] = sent.entry ?? [];
  if (first?.resource?.resourceType !== 'Claim') throw new Error('The first entry is not a Claim');
  const fullUrl = 'urn:uuid:8d1f4a52-1f6d-4c0f-9d0e-8a9d7c1e2b30';
  const response: QuestionnaireResponse = {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    questionnaire: `${form.url}|${form.version}`,
    item: answers,
  };
  const category = {
    coding: [{ system: 'http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes', code: 'additionalInformation' }],
  };
  const reportTypeCode = { coding: [{ system: 'https://codesystem.x12.org/005010/755', code: '15' }] };
  const extension = [
    {
      url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-documentInformation',
      extension: [{ url: 'reportTypeCode', valueCodeableConcept: reportTypeCode }],
    },
  ];
  const resource: Claim = {
    ...first.resource,
    supportingInfo: [{ extension, sequence: 1, category, valueReference: { reference: fullUrl } }],
  };
  const entry = [{ ...first, resource }, ...others, { fullUrl, resource: response }];
  const reading = readSubmission(new TextEncoder().encode(JSON.stringify({ ...sent, entry })));
  if (!reading.ok) throw new Error(JSON.stringify(reading.outcome));
  return secondOpinionSignals(reading.submission);
}
