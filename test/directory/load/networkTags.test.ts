import type { Organization, OrganizationAffiliation, PractitionerRole } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { networkTags, sourceIdSystem } from '../../../src/directory/load/index.ts';
import { networkTagSystem } from '../../../src/fhir/systems.ts';
import { networkReference } from './support.ts';

const networks: Record<string, Organization> = {
  'Organization/valley': {
    resourceType: 'Organization',
    identifier: [
      { system: sourceIdSystem, value: 'plan/Organization/n1' },
      { system: 'https://plan.example/networks', value: 'valley' },
    ],
  },
  'Organization/coast': {
    resourceType: 'Organization',
    identifier: [{ system: 'https://plan.example/networks', value: 'coast' }],
  },
  'Organization/unnamed': {
    resourceType: 'Organization',
    identifier: [{ system: sourceIdSystem, value: 'plan/Organization/n3' }],
  },
};

const group = 'Organization/group';

function roleIn(...own: string[]): PractitionerRole {
  return {
    resourceType: 'PractitionerRole',
    organization: { reference: group },
    extension: own.map((reference) => ({ url: networkReference, valueReference: { reference } })),
  };
}

function affiliation(participant: string, network: string, active?: boolean): OrganizationAffiliation {
  return {
    resourceType: 'OrganizationAffiliation',
    active,
    participatingOrganization: { reference: participant },
    network: [{ reference: network }],
  };
}

it.for<[own: string[], affiliations: [string, string, boolean?][], tags: string[]]>([
  [[], [], []],
  [['Organization/valley'], [], ['valley']],
  [['Organization/valley', 'Organization/coast'], [], ['coast', 'valley']],
  [['Organization/valley', 'Organization/valley'], [], ['valley']],
  [[], [[group, 'Organization/valley', true]], ['valley']],
  [[], [[group, 'Organization/valley']], ['valley']],
  [[], [[group, 'Organization/valley', false]], []],
  [[], [['Organization/other', 'Organization/valley', true]], []],
  [['Organization/coast'], [[group, 'Organization/valley', true]], ['coast']],
  [['Organization/unnamed'], [], ['plan/Organization/n3']],
  [['Organization/gone'], [], []],
  [['Organization/gone'], [[group, 'Organization/valley', true]], []],
])('own networks %j with affiliations %j give tags %j', ([own, affiliations, tags]) => {
  const found = networkTags(
    roleIn(...own),
    affiliations.map((row) => affiliation(...row)),
    (reference) => networks[reference],
  );
  expect(found).toEqual(tags.map((code) => ({ system: networkTagSystem, code })));
});
