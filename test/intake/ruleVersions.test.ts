import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ruleVersions } from '../../src/intake/ruleVersions.ts';

/** Data that decide how facts are judged: changed, they must show in a replay. */
const versioned = [
  'diagnosisMap',
  'distanceStandards',
  'equivalentSpecialties',
  'exclusionLists',
  'licenceScopes',
  'surgicalSpecialties',
  'taxonomy',
];
/** Data by which the request is read: what they led to is among the facts. */
const reading = ['opinionServices', 'reasons', 'urgency'];
/** What people may decide, the policy's own version, which the answer names, and how a code is compared. */
const others = ['decisionRights', 'policyVersions', 'icd10'];

it('every table of the policy’s data that judges facts is kept by its version', async () => {
  const files = readdirSync(new URL('../../src/policy/data/', import.meta.url)).map((file) => file.replace('.ts', ''));
  expect(files.sort()).toEqual([...versioned, ...reading, ...others].sort());
  expect(Object.keys(ruleVersions())).toEqual(expect.arrayContaining([...versioned, 'ageForms', 'limits']));
});
