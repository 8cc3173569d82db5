import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isArtifactType } from '../../src/artifacts/artifact.ts';
import { diagnosisMapVersion } from '../../src/policy/data/diagnosisMap.ts';
import { policyVersions } from '../../src/policy/data/policyVersions.ts';
import { defects } from '../examples/examples.ts';
import { held, ownBase, ownCanonicals } from './held.ts';

const folder = new URL('../../fhir-profiles/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const rows = held.all.map((resource) => [`${resource.resourceType}-${resource.id}`, resource] as const);

/** What has a version of its own. */
const versions = new Map([
  ['PlanDefinition-MPUP3078', policyVersions.at(-1)?.approved],
  ['ConceptMap-diagnosis-specialties', diagnosisMapVersion],
]);

describe('every file of fhir-profiles', () => {
  it.each(rows)('%s is valid base R4', (_, resource) => {
    expect(defects(resource)).toEqual([]);
  });

  it.each(rows)('%s has the file name and canonical url of its type and id, and says what it is', (name, resource) => {
    expect(files).toContain(`${name}.json`);
    expect(isArtifactType(resource.resourceType)).toBe(true);
    expect(resource).toMatchObject({
      url: `${ownBase}/${resource.resourceType}/${resource.id}`,
      version: versions.get(name) ?? '0.1.0',
      status: 'active',
      experimental: false,
      publisher: 'second-opinion',
      title: expect.stringMatching(/^\S.*\S$/),
      name: expect.stringMatching(/^[A-Z][A-Za-z0-9]+$/),
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      description: expect.stringMatching(/[.]$/),
      jurisdiction: [{ coding: [{ system: 'urn:iso:std:iso:3166:-2', code: 'US-CA' }] }],
    });
  });

  it.each(rows)('%s names only artifacts that there are', (_, resource) => {
    expect(ownCanonicals(resource).filter((url) => held.resolve(url) === undefined)).toEqual([]);
  });

  it.each(files)('%s is written with two spaces and a last line', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  it('holds no canonical url and no name twice', () => {
    const urls = held.all.map(({ url }) => url);
    expect(urls).toHaveLength(new Set(urls).size);
    const names = held.all.map(({ resourceType, name }) => `${resourceType} ${name}`);
    expect(names).toHaveLength(new Set(names).size);
    expect(urls).toHaveLength(files.length);
  });
});
