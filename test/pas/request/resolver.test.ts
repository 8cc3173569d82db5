import type { Bundle, Claim, Patient, Reference, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { resolverOf } from '../../../src/pas/request/resolver.ts';

const A = 'https://a.example/fhir';
const B = 'https://b.example:8443/fhir';
const contained: Patient = {
  resourceType: 'Patient',
  id: 'inside',
  generalPractitioner: [{ reference: 'Practitioner/9' }],
};
const claim = { resourceType: 'Claim', contained: [contained] } as Claim;
const list: readonly [string, Resource][] = [
  [`${A}/Claim/1`, claim],
  [`${A}/Patient/1`, { resourceType: 'Patient', id: '1' }],
  [`${B}/Patient/1`, { resourceType: 'Patient', id: '1' }],
  [`${B}/Organization/2`, { resourceType: 'Organization' }],
  ['urn:uuid:c0ffee00-0000-4000-8000-000000000001', { resourceType: 'Practitioner', id: '9' }],
  [`${A}/PractitionerRole/5`, { resourceType: 'PractitionerRole' }],
  [`${B}/PractitionerRole/6`, { resourceType: 'PractitionerRole' }],
  ['urn:uuid:c0ffee00-0000-4000-8000-000000000002', { resourceType: 'Practitioner', id: 'twice' }],
  ['urn:uuid:c0ffee00-0000-4000-8000-000000000003', { resourceType: 'Practitioner', id: 'twice' }],
];
const bundle: Bundle = {
  resourceType: 'Bundle',
  type: 'collection',
  entry: list.map(([fullUrl, resource]) => ({ fullUrl, resource })),
};
const { resolve, resolveAs, fullUrlOf } = resolverOf(bundle);

function outcomeOf(reference: Reference, from?: Resource): string | undefined {
  const resolved = resolve(reference, from);
  return resolved.kind === 'resource' ? fullUrlOf(resolved.resource) : resolved.kind;
}

describe('where a reference leads', () => {
  it.for([
    [`${A}/Patient/1`, 0, `${A}/Patient/1`],
    [`${A}/Patient/1/_history/3`, 0, `${A}/Patient/1`],
    ['Patient/1', 0, `${A}/Patient/1`],
    ['Patient/1/_history/3', 0, `${A}/Patient/1`],
    ['Patient/1', 6, `${B}/Patient/1`],
    ['Patient/1', 4, 'dangling'],
    ['Organization/2', 0, `${B}/Organization/2`],
    [`${A}/Organization/2`, 0, 'dangling'],
    ['Practitioner/9', 0, 'urn:uuid:c0ffee00-0000-4000-8000-000000000001'],
    ['Practitioner/twice', 0, 'dangling'],
    ['urn:uuid:c0ffee00-0000-4000-8000-000000000001', 6, 'urn:uuid:c0ffee00-0000-4000-8000-000000000001'],
    ['urn:uuid:c0ffee00-0000-4000-8000-00000000000f', 0, 'dangling'],
    ['#inside', 0, `${A}/Claim/1`],
    ['#inside', 1, 'dangling'],
    ['#', 5, `${A}/PractitionerRole/5`],
    ['', 0, 'dangling'],
  ] as const)('%j from entry %i: %s', ([reference, entry, expected]) => {
    expect(outcomeOf({ reference }, list[entry]?.[1])).toBe(expected);
  });

  it('without a resource that refers, the Claim refers', () => {
    expect(outcomeOf({ reference: 'Patient/1' })).toBe(`${A}/Patient/1`);
  });

  it('a contained resource refers like the entry that contains it', () => {
    expect(resolve({ reference: '#inside' }, claim)).toEqual({ kind: 'resource', resource: contained });
    expect(outcomeOf({ reference: 'Patient/1' }, contained)).toBe(`${A}/Patient/1`);
    expect(resolve({ reference: '#' }, contained)).toEqual({ kind: 'resource', resource: claim });
  });

  it.for([
    [{ identifier: { value: '1' } }, 'logical'],
    [{ display: 'Clinic' }, 'logical'],
    [{ type: 'Patient' }, 'absent'],
    [{}, 'absent'],
  ] as const)('%j: %s', ([reference, kind]) => {
    expect(resolve(reference)).toMatchObject({ kind });
  });

  it('no reference: absent', () => {
    expect(resolve(undefined)).toEqual({ kind: 'absent' });
  });
});

describe('as a type', () => {
  it.for([
    ['Patient', 'Patient/1', 'resource'],
    ['Organization', 'Patient/1', 'wrong-type'],
    ['Patient', 'Patient/2', 'dangling'],
  ] as const)('%s by %s: %s', ([type, reference, kind]) => {
    expect(resolveAs(type, { reference })).toMatchObject({ kind });
  });
});

it('a resource of another Bundle has no fullUrl', () => {
  expect(fullUrlOf({ resourceType: 'Patient' })).toBeUndefined();
});
