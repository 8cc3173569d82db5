import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { record } from '../examples/record.ts';
import { artifact, ofType } from './held.ts';
import { problemsWith } from './profile.ts';

/** Which profile a resource of the demo plan keeps to; `undefined`: the contract asks nothing of it. */
function profileOf(resource: Resource): string | undefined {
  const profiles: Partial<Record<Resource['resourceType'], string>> = {
    InsurancePlan: 'plan-product',
    Patient: 'plan-member',
    Coverage: 'plan-coverage',
    Practitioner: 'plan-practitioner',
    PractitionerRole: 'plan-practitioner-role',
    OrganizationAffiliation: 'plan-affiliation',
    Flag: 'exclusion-flag',
  };
  if (resource.resourceType !== 'Organization') return profiles[resource.resourceType];
  const types = (resource.type ?? []).flatMap(({ coding = [] }) => coding.map(({ code }) => code));
  if (types.includes('payer')) return 'plan-payer';
  return types.includes('ntwk') ? 'plan-network' : undefined;
}

const rows = record.flatMap((resource) => {
  const profile = profileOf(resource);
  return profile === undefined ? [] : [[`${resource.resourceType}/${resource.id}`, profile, resource] as const];
});

function example(profile: string): Resource {
  const found = rows.find(([, name]) => name === profile);
  if (!found) throw new Error(`The demo plan has no ${profile}`);
  return found[2];
}

describe('the demo plan keeps to the profiles of plan data of record', () => {
  it.each(rows)('%s: %s', (_, profile, resource) => {
    expect(problemsWith(resource, profile)).toEqual([]);
  });
});

const demoProfiles = [...new Set(rows.map(([, profile]) => profile))];
const required = demoProfiles.flatMap((profile) =>
  (artifact('StructureDefinition', profile).differential?.element ?? [])
    .filter(({ min = 0, path }) => min > 0 && path.split('.').length === 2)
    .map(({ path }) => [profile, path] as const),
);

const npiOf = { system: 'http://hl7.org/fhir/sid/us-npi' };
const broken: readonly (readonly [profile: string, key: string, change: object])[] = [
  ['plan-payer', 'payer-type', { type: [{ coding: [{ code: 'prvgrp' }] }] }],
  ['plan-network', 'network-type', { type: [{ coding: [{ code: 'ntwk', system: 'elsewhere' }] }] }],
  ['plan-product', 'product-identifier', { identifier: [{ system: 'elsewhere', value: 'medi-cal' }] }],
  ['plan-member', 'member-number', { identifier: [{ system: 'elsewhere', value: '1' }] }],
  ['plan-coverage', 'member-number', { identifier: [{ system: 'elsewhere', value: '1' }] }],
  ['plan-coverage', 'product-class', { class: [{ type: { coding: [{ code: 'group' }] }, value: 'medi-cal' }] }],
  ['plan-coverage', 'Coverage.period.start: 0', { period: { end: '2026-01-01' } }],
  ['plan-practitioner', 'npi', { identifier: [{ ...npiOf, value: '12345' }] }],
  [
    'plan-practitioner-role',
    'network-reference',
    {
      extension: [
        {
          url: 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/network-reference',
          valueReference: { display: 'some network' },
        },
      ],
    },
  ],
  ['exclusion-flag', 'exclusion-list', { code: { coding: [{ system: 'elsewhere', code: 'sam' }] } }],
  ['exclusion-flag', 'exclusion-subject', { subject: { reference: 'Patient/1' } }],
  ['exclusion-flag', 'Flag.code: not a code of', { code: { coding: [{ code: 'gossip' }] } }],
];

describe('the profiles see what is missing', () => {
  it.each(required)('%s without %s', (profile, path) => {
    const resource = { ...example(profile), [path.split('.')[1] ?? '']: undefined };
    expect(problemsWith(resource, profile)).toContain(`${path}: 0`);
  });

  it.each(broken)('%s breaks %s with %j', (profile, key, change) => {
    const found = problemsWith({ ...example(profile), ...change }, profile);
    expect(found.some((problem) => problem.startsWith(key))).toBe(true);
  });

  it('has a breaking row for every constraint of a profile of plan data', () => {
    const keys = demoProfiles.flatMap((profile) =>
      (artifact('StructureDefinition', profile).differential?.element ?? []).flatMap(({ constraint = [] }) =>
        constraint.map(({ key }) => `${profile} ${key}`),
      ),
    );
    const seen = broken.map(([profile, key]) => `${profile} ${key}`);
    expect(keys.filter((key) => !seen.includes(key))).toEqual([]);
  });
});

describe('profiles', () => {
  const profiles = ofType('StructureDefinition').filter(({ type }) => type !== 'Extension');

  it.each(profiles.map((profile) => [profile.id, profile] as const))(
    '%s constrains base R4 by a differential',
    (_, profile) => {
      expect(profile).toMatchObject({
        kind: 'resource',
        derivation: 'constraint',
        baseDefinition: `http://hl7.org/fhir/StructureDefinition/${profile.type}`,
      });
      const paths = (profile.differential?.element ?? []).map(({ path }) => path.split('.')[0]);
      expect(new Set(paths)).toEqual(new Set([profile.type]));
    },
  );

  it('are those of plan data of record, and of what the service writes', () => {
    const written = ['second-opinion-receipt', 'second-opinion-task'];
    expect(profiles.map(({ id }) => id).toSorted()).toEqual([...demoProfiles, ...written].sort());
  });
});
