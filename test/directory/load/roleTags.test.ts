import type { PractitionerRole } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { roleTagsOf, withRoleTags } from '../../../src/directory/load/roleTags.ts';
import { areaTagSystem, networkTagSystem } from '../../../src/fhir/systems.ts';

const other = { system: 'https://plan.example/tags', code: 'kept' };
const network = { system: networkTagSystem, code: 'old' };
const area = { system: areaTagSystem, code: '207RC0000X@95501' };
const role: PractitionerRole = { resourceType: 'PractitionerRole', meta: { tag: [network, other, area] } };

it('replaces the tags of a role that are ours and leaves its others', () => {
  const tag = { system: networkTagSystem, code: 'new' };
  expect(withRoleTags(role, [tag]).meta?.tag).toEqual([other, tag]);
  expect(roleTagsOf(withRoleTags(role, [tag]))).toEqual([tag]);
});

it('leaves no empty meta behind', () => {
  expect(withRoleTags({ ...role, meta: { tag: [area] } }, [])).not.toHaveProperty('meta');
});
