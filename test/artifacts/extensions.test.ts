import { parseStructureDefinition } from '@medplum/core';
import type { Extension } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { computeDeadlines } from '../../src/deadlines/index.ts';
import { deadlineExtensions } from '../../src/fhir/clock.ts';
import { findingExtension } from '../../src/fhir/policyFinding.ts';
import { type Carried, violations } from './conformance.ts';
import { artifact, namedInCode, ofType, ownBase, ownCanonicals } from './held.ts';

const extensions = ofType('StructureDefinition').filter(({ type }) => type === 'Extension');
const rows = extensions.map((extension) => [extension.id, extension] as const);
/** Extensions that an artifact itself carries. */
const namedInArtifacts = new Set(
  [...ofType('PlanDefinition'), ...ofType('Questionnaire')]
    .flatMap(ownCanonicals)
    .filter((url) => url.startsWith(`${ownBase}/StructureDefinition/`)),
);

describe('extensions', () => {
  it.each(namedInCode('StructureDefinition'))('%s, which the code names, is defined', (id) => {
    expect(artifact('StructureDefinition', id)).toMatchObject({
      url: `${ownBase}/StructureDefinition/${id}`,
      type: 'Extension',
    });
  });

  it.each(rows)('%s is used', (id, { url }) => {
    expect(namedInCode('StructureDefinition').includes(id ?? '') || namedInArtifacts.has(url)).toBe(true);
  });

  it.each(rows)('%s is read by the core library', (_, definition) => {
    const schema = parseStructureDefinition(definition);
    expect(schema.url).toBe(definition.url);
    const isComplex = (definition.differential?.element ?? []).some(({ sliceName }) => sliceName !== undefined);
    const slices = schema.elements.extension?.slicing?.slices.map(({ name }) => name) ?? [];
    expect(slices.length > 0).toBe(isComplex);
  });

  it.each(rows)('%s has a snapshot that says what its differential says', (_, { snapshot, differential }) => {
    const elements = differential?.element ?? [];
    expect(elements).not.toHaveLength(0);
    for (const { type, ...element } of elements) {
      const whole = snapshot?.element.find(({ id }) => id === element.id);
      expect(whole).toMatchObject(element);
      expect(whole?.type?.map(({ code }) => code)).toEqual(expect.arrayContaining(type?.map(({ code }) => code) ?? []));
    }
  });

  it.each(rows)('%s says which elements it is for, and fixes its url', (_, { context = [], differential, url }) => {
    expect(context.filter(({ type, expression }) => type !== 'element' || !/^[A-Z]/.test(expression))).toEqual([]);
    expect(context).not.toHaveLength(0);
    expect(differential?.element.find(({ id }) => id === 'Extension.url')?.fixedUri).toBe(url);
  });
});

const finding = findingExtension({
  clause: 'VI.B',
  id: 'licence-active',
  answer: 'yes',
  because: 'It is',
  asOf: '2026-11-23',
});
const deadlines = computeDeadlines({
  received: Temporal.Instant.from('2026-11-25T16:30:00-08:00'),
  urgency: 'routine',
  calendar: { timeZone: 'America/Los_Angeles' },
});
const [clock, ...others] = deadlines instanceof Error ? [] : deadlineExtensions(deadlines);

function without(extension: Extension, part: string): Extension {
  return { ...extension, extension: extension.extension?.filter(({ url }) => url !== part) };
}

function withPart(extension: Extension, part: Extension): Extension {
  return { ...extension, extension: [...(extension.extension ?? []), part] };
}

const good: readonly (readonly [string, Carried])[] = [
  ['a finding on an answer', { on: 'ClaimResponse', extension: finding }],
  ['a finding without a date on an item', { on: 'ClaimResponse.item', extension: without(finding, 'asOf') }],
  ...[clock, ...others].map(
    (extension, index) =>
      [`part ${index + 1} of the deadlines of a Task`, { on: 'Task', extension: extension ?? { url: '' } }] as const,
  ),
];

const bad: readonly (readonly [what: string, problem: string, Carried])[] = [
  ['a finding on a Claim', 'policy-finding is not for Claim', { on: 'Claim', extension: finding }],
  ['a finding without its reason', 'part because is missing', { on: 'Task', extension: without(finding, 'because') }],
  [
    'two clauses',
    'part clause is there 2 times',
    { on: 'Task', extension: withPart(finding, { url: 'clause', valueString: 'V' }) },
  ],
  [
    'a part of another name',
    'part why is not known',
    { on: 'Task', extension: withPart(finding, { url: 'why', valueString: 'V' }) },
  ],
  [
    'an answer that is none',
    'answer: no code perhaps',
    { on: 'Task', extension: withPart(without(finding, 'answer'), { url: 'answer', valueCode: 'perhaps' }) },
  ],
  [
    'a question nobody asks',
    'id: no code colour',
    { on: 'Task', extension: withPart(without(finding, 'id'), { url: 'id', valueCode: 'colour' }) },
  ],
  [
    'a date as text',
    'asOf has valueString, not valueDate',
    { on: 'Task', extension: withPart(without(finding, 'asOf'), { url: 'asOf', valueString: 'today' }) },
  ],
  [
    'a value beside the parts',
    'has valueString, but is made of parts',
    { on: 'Task', extension: { ...finding, valueString: 'x' } },
  ],
  [
    'a time without a value',
    'has no value, not valueDateTime',
    { on: 'Task', extension: { url: `${ownBase}/StructureDefinition/work-by` } },
  ],
  [
    'an unknown extension',
    'colour is not defined',
    { on: 'Task', extension: { url: `${ownBase}/StructureDefinition/colour` } },
  ],
];

describe('what the code writes keeps to the definitions', () => {
  it.each(good)('%s', (_, carried) => {
    expect(violations(carried)).toEqual([]);
  });

  it.each(bad)('%s is seen: %s', (_, problem, carried) => {
    expect(violations(carried).join('; ')).toContain(problem);
  });
});
