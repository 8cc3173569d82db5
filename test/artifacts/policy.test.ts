import type { PlanDefinitionAction, RelatedArtifact } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { extensionOf } from '../../src/fhir/elements.ts';
import { clauses } from '../../src/policy/clauses.ts';
import { policyVersions } from '../../src/policy/data/policyVersions.ts';
import { reasons } from '../../src/policy/data/reasons.ts';
import { artifact, codesIn, ownBase } from './held.ts';

const policy = artifact('PlanDefinition', 'MPUP3078');
const actions = policy.action ?? [];
const rows = clauses.map((clause, index) => [index + 1, clause.cite, clause, actions[index]] as const);

function codes(action: PlanDefinitionAction | undefined, system: string): readonly string[] {
  const codings = (action?.code ?? []).flatMap(({ coding = [] }) => coding);
  return codings.filter((coding) => coding.system === `${ownBase}/CodeSystem/${system}`).map(({ code = '' }) => code);
}

describe('PlanDefinition MPUP3078: one action a clause, in the policy’s order', () => {
  it('has as many actions as the code has clauses', () => {
    expect(actions).toHaveLength(clauses.length);
  });

  it.each(rows)('action %i quotes %s, with our reading apart', (_index, _cite, { cite, words, readAs }, action) => {
    expect(action).toMatchObject({ prefix: cite, textEquivalent: words });
    expect(action?.description).toBe(readAs);
  });

  it.each(rows)('action %i (%s) names a question, or the reason it lists', (_index, cite, _clause, action) => {
    const reason = reasons.find((each) => each.cite === cite)?.code;
    expect(codes(action, 'second-opinion-reason')).toEqual(reason ? [reason] : []);
    expect(codes(action, 'finding').filter((code) => !codesIn('finding').includes(code))).toEqual([]);
    expect(action?.code?.length).toBeGreaterThan(0);
  });

  it.each(codesIn('finding'))('the question “%s” belongs to an action', (id) => {
    expect(actions.filter((action) => codes(action, 'finding').includes(id))).not.toHaveLength(0);
  });
});

const related: readonly (readonly [type: RelatedArtifact['type'], label: string, text: string])[] = [
  ['depends-on', 'MCUP3124', 'MCUP3124 – Referral to Specialists (RAF) Policy'],
  ['depends-on', 'MCUP3041', 'MCUP3041 – Treatment Authorization Request (TAR) Review Process'],
  ['depends-on', 'MCUP3037', 'MCUP3037 – Appeals of Utilization Management/ Pharmacy Decisions'],
  ['depends-on', 'CGA024', 'CGA024 – Medi-Cal Member Grievance System'],
  ['citation', 'VII.A', 'DHCS Contract Exhibit A, Attachment III, Section 2.3. C.'],
  [
    'citation',
    'VII.B',
    'National Committee for Quality Assurance (NCQA) 2026 Guidelines (Effective July 1, 2025) UM Factor 5 Element D Interim: Policies and Procedures',
  ],
  ...[
    '2016-04-20',
    '2017-04-19',
    '2018-06-13',
    '2019-08-14',
    '2020-08-12',
    '2021-08-11',
    '2022-08-10',
    '2023-09-13',
    '2024-09-11',
  ].map((day) => ['predecessor', day, 'MPUP3078'] as const),
];

describe('PlanDefinition MPUP3078: the head of the policy', () => {
  it('is the version in force, for Medi-Cal, under the canonical that answers cite', () => {
    const version = policyVersions.at(-1);
    expect(policy).toMatchObject({
      title: version?.title,
      version: version?.approved,
      approvalDate: version?.approved,
      lastReviewDate: version?.lastReview,
      effectivePeriod: { start: version?.approved },
      useContext: [{ code: { code: 'program' }, valueCodeableConcept: { text: 'Medi-Cal' } }],
    });
    expect(policy.id).toBe(version?.number);
  });

  it('stays in force: the day of the next review stands in an extension, and nothing ends the period', () => {
    const next = extensionOf(policy, `${ownBase}/StructureDefinition/next-review`);
    expect(next?.valueDate).toBe(policyVersions.at(-1)?.nextReview);
    expect(policy.effectivePeriod?.end).toBeUndefined();
  });

  it.each(related)('%s %s: %s', (type, label, text) => {
    const found = (policy.relatedArtifact ?? []).filter((each) => each.type === type && each.label === label);
    expect(found).toHaveLength(1);
    expect(found[0]?.citation ?? found[0]?.display).toContain(text);
  });

  it.each([
    ['editor', 'Chief Health Services Officer'],
    ['endorser', 'Robert Moore, MD, MPH, MBA'],
    ['endorser', 'Physician Advisory Committee'],
    ['reviewer', 'Quality/Utilization Advisory Committee'],
    ['author', 'Utilization Management'],
  ] as const)('%s: %s', (role, name) => {
    expect((policy[role] ?? []).some((contact) => contact.name?.includes(name))).toBe(true);
  });
});
