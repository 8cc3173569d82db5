import { describe, expect, it } from 'vitest';
import { limits } from '../../src/deadlines/limits.ts';
import { icd10Codes } from '../../src/fhir/systems.ts';
import { answeredTag, notForUsTag } from '../../src/intake/answeredTag.ts';
import { attachmentType, circumstanceDisplay } from '../../src/intake/attachments/attachmentDocument.ts';
import { evidenceType } from '../../src/intake/evidenceDocument.ts';
import type { Channel } from '../../src/intake/receipt.ts';
import { queueOf, taskDisplay } from '../../src/intake/taskCodes.ts';
import type { Answer } from '../../src/policy/answer.ts';
import { exclusionLists, exclusionSystem } from '../../src/policy/data/exclusionLists.ts';
import { reasonSystem, reasons } from '../../src/policy/data/reasons.ts';
import { artifact, codesIn, inCode, namedInCode, ofType, ownBase, ownCanonicals } from './held.ts';

const channels: Readonly<Record<Channel, true>> = {
  'pas-submit': true,
  claim: true,
  'service-request': true,
  'submit-attachment': true,
};
const answers: Readonly<Record<Answer, true>> = { yes: true, no: true, unknown: true };

const findingIds = [
  ...inCode('src/policy/clauses', /\bfinding\(\s*[\w.]+,\s*'([^']+)'/g),
  ...inCode('src/policy/clauses', /const id = '([^']+)'/g),
  ...inCode('src/policy', /\bfinding\(\s*\w+Clause,\s*'([^']+)'/g),
];

/** Each code system, and the codes that code and contract have for it. */
const expected: Readonly<Record<string, readonly string[]>> = {
  task: Object.keys(taskDisplay),
  queue: [...Object.values(queueOf).map(({ code }) => code), 'claims'],
  'task-input': inCode('src/intake', /inputType\('([^']+)'\)/g),
  'business-status': ['overdue', 'late', 'decision-refused', 'information-requested', 'information-received'],
  'second-opinion-reason': [...reasons.map(({ code }) => code), 'OTHER'],
  'provider-standing': ['medi-cal-enrolled'],
  'exclusion-list': exclusionLists.map(({ code }) => code),
  channel: Object.keys(channels),
  'communication-category': inCode('src', /communicationCategories, '([^']+)'/g),
  'document-type': [evidenceType, attachmentType].flatMap(({ coding = [] }) =>
    coding.flatMap(({ code }) => code ?? []),
  ),
  'attachment-circumstance': Object.keys(circumstanceDisplay),
  processing: [
    ...[answeredTag, notForUsTag].map(({ code = '' }) => code),
    ...inCode('src/intake', /const reason = concept\([^,]*, '([^']+)'/g),
  ],
  load: ['source'],
  notification: inCode('src/notifications', /(?:newBasic|codeToken|concept|hasCode|belonging)\([^)]*?'([a-z-]+)'/g),
  answer: Object.keys(answers),
  clock: limits.map(({ id }) => id),
  finding: findingIds,
  decision: [
    ...['decision', 'reviewer', 'reason', 'reasonCode', 'item', 'provider', 'information', 'dueBy'],
    ...['informationCode', 'informationModifier'],
    ...['approve', 'modify', 'deny', 'extend', 'lower-urgency', 'request-information'],
  ],
};

describe('code systems', () => {
  it.each(Object.entries(expected))('%s has the codes of the code: %j', (id, codes) => {
    expect(codes.length).toBeGreaterThan(0);
    expect(codesIn(id).toSorted()).toEqual([...new Set(codes)].sort());
  });

  it('are all compared here', () => {
    expect(
      ofType('CodeSystem')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(Object.keys(expected).sort());
  });

  it.each(namedInCode('CodeSystem'))('%s, which the code names, is there', (id) => {
    expect(artifact('CodeSystem', id).url).toBe(`${ownBase}/CodeSystem/${id}`);
  });

  it.each(ofType('CodeSystem').map((system) => [system.id, system] as const))(
    '%s says of every code what it is called and what it means, and counts them',
    (id, { concept = [], count, content }) => {
      const all = concept.flatMap((each) => [each, ...(each.concept ?? [])]);
      expect({ count, content }).toEqual({ count: codesIn(id ?? '').length, content: 'complete' });
      expect(all.filter(({ display, definition }) => !display || !definition)).toEqual([]);
    },
  );

  it.each(reasons.map((reason) => [reason.code, reason] as const))(
    'second-opinion-reason: %s is defined in the words of the policy',
    (code, { words }) => {
      const { concept = [], url } = artifact('CodeSystem', 'second-opinion-reason');
      expect(url).toBe(reasonSystem);
      expect(concept.find((each) => each.code === code)?.definition).toBe(words);
    },
  );

  it.each(exclusionLists)(
    'exclusion-list: $code is $name, fresh for $refreshDays days',
    ({ code, name, refreshDays }) => {
      const { concept = [], url } = artifact('CodeSystem', 'exclusion-list');
      expect(url).toBe(exclusionSystem);
      expect(concept.find((each) => each.code === code)).toMatchObject({
        display: name,
        property: [{ code: 'refresh-days', valueInteger: refreshDays }],
      });
    },
  );

  it.each(Object.entries(taskDisplay))('task: %s is called “%s”', (code, display) => {
    const { concept = [] } = artifact('CodeSystem', 'task');
    expect(concept.find((each) => each.code === code)?.display).toBe(display);
  });

  it.each(Object.values(queueOf))('queue: $code is called “$display”', ({ code, display }) => {
    const { concept = [] } = artifact('CodeSystem', 'queue');
    expect(concept.find((each) => each.code === code)?.display).toBe(display);
  });

  it.each(limits)('clock: $id says $amount $unit, and on what basis', ({ id, amount, unit, basis, historical }) => {
    const { concept = [] } = artifact('CodeSystem', 'clock');
    const { definition = '' } = concept.find(({ code }) => code === id) ?? {};
    expect(definition.startsWith(`${amount} ${unit} `)).toBe(true);
    expect(definition).toContain(`Basis: ${basis}.`);
    expect(definition.includes('No longer in force')).toBe(historical === true);
  });
});

describe('value sets', () => {
  const included = ofType('ValueSet').flatMap(({ id, compose }) =>
    (compose?.include ?? []).map(({ system = '', concept = [] }) => [id, system, concept] as const),
  );

  it.each(included.filter(([, system]) => system.startsWith(ownBase)))(
    '%s holds only codes of %s',
    (_, system, concept) => {
      const codes = codesIn(system.slice(system.lastIndexOf('/') + 1));
      expect(codes).not.toHaveLength(0);
      expect(concept.map(({ code }) => code).filter((code) => !codes.includes(code))).toEqual([]);
    },
  );

  it('hold something each, of ours but for the diagnoses', () => {
    expect(new Set(included.map(([id]) => id))).toEqual(new Set(ofType('ValueSet').map(({ id }) => id)));
    const others = included.filter(([, system]) => !system.startsWith(ownBase));
    expect(others).toEqual([['diagnosis', icd10Codes, []]]);
  });

  it('together hold every code of CodeSystem decision, once', () => {
    const codes = ['decision', 'decision-part'].flatMap((id) =>
      (artifact('ValueSet', id).compose?.include ?? []).flatMap(({ concept = [] }) => concept.map(({ code }) => code)),
    );
    expect(codes.toSorted()).toEqual(codesIn('decision').toSorted());
  });

  it.each(['ValueSet', 'Questionnaire', 'PlanDefinition'])('every %s that the code names is there', (type) => {
    const urls = ownCanonicals(namedInCode(type).map((id) => `${ownBase}/${type}/${id}`));
    const there = [...ofType('ValueSet'), ...ofType('Questionnaire'), ...ofType('PlanDefinition')].map(
      ({ url }) => url,
    );
    expect(urls.filter((url) => !there.includes(url))).toEqual([]);
  });
});
