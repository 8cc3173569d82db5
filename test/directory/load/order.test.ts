import type { Endpoint, Organization } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arrange } from '../../../src/directory/load/arrange.ts';
import { resourceInput } from '../../../src/directory/load/bundleInput.ts';
import { readCatalog } from '../../../src/directory/load/catalog.ts';
import { ensureDefinitions } from '../../../src/directory/load/definitions.ts';
import { recordTypes } from '../../../src/directory/load/recordTypes.ts';
import { findReferences } from '../../../src/directory/load/references.ts';
import { Scratch } from '../../../src/directory/load/scratch.ts';
import { all, bundleOf, loadPlanData, loadResources, only, openStore, plan, today, wholePlan } from './support.ts';

it('arranges records in any order so that each comes after what it refers to, and roles after all affiliations', async () => {
  ensureDefinitions();
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...wholePlan], { minLength: wholePlan.length }), async (records) => {
      using scratch = new Scratch();
      const catalog = await readCatalog([resourceInput('Bundle', bundleOf(records))], scratch, ({ faults }) => {
        throw new Error(JSON.stringify(faults));
      });
      const { stageOf } = arrange(catalog);
      const number = new Map(Array.from({ length: catalog.size }, (_, n) => [catalog.record(n).key, n]));
      const stage = (key: string) => stageOf(number.get(key) ?? never(key));
      for (const record of records) {
        for (const { reference } of findReferences(record)) {
          expect(stage(reference)).toBeLessThan(stage(`${record.resourceType}/${record.id}`));
        }
      }
      expect(stage('OrganizationAffiliation/affiliation')).toBeLessThan(stage('PractitionerRole/role'));
    }),
    { numRuns: 30 },
  );
});

it('links records to each other though each stands before what it refers to, in a file before', async () => {
  const client = await openStore();
  const [first, second] = [wholePlan.toReversed().slice(0, 4), wholePlan.toReversed().slice(4)];
  const report = await loadPlanData(client, [bundleOf(first), bundleOf(second)], { today });
  expect(report.rejected).toEqual([]);
  const member = await only(client, 'Patient');
  expect((await only(client, 'Coverage')).beneficiary?.reference).toBe(`Patient/${member.id}`);
  for (const type of recordTypes) {
    for (const { meta } of await all(client, type)) expect(meta?.versionId).toBeTruthy();
  }
});

it.for<[form: string, reference: string, fullUrl: string | undefined]>([
  ['Type/id', 'Practitioner/practitioner', undefined],
  ['a version', 'Practitioner/practitioner/_history/3', undefined],
  ['an absolute URL', 'https://plan.example/fhir/Practitioner/practitioner', undefined],
  ['a fullUrl', 'urn:uuid:6f1b3a52-0c8e-4a6e-9d53-2f6f7a1e4b10', 'urn:uuid:6f1b3a52-0c8e-4a6e-9d53-2f6f7a1e4b10'],
  ['an identifier', 'Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|1000000012', undefined],
])('follows a reference by %s: %s', async ([, reference, fullUrl]) => {
  const client = await openStore();
  await loadResources(client, [plan.practitioner]);
  const flag = { ...plan.flag, subject: { reference } };
  const bundle = { ...bundleOf([]), entry: [{ fullUrl, resource: plan.practitioner }, { resource: flag }] };
  const report = await loadPlanData(client, [bundle], { today });
  expect(report.rejected).toEqual([]);
  const { id } = await only(client, 'Practitioner');
  expect((await only(client, 'Flag')).subject.reference).toBe(`Practitioner/${id}`);
});

it('knows a resource without id by the UUID of its fullUrl', async () => {
  const client = await openStore();
  const { id: _none, ...location } = { resourceType: 'Location', id: '', status: 'active' } as const;
  const fullUrl = 'urn:uuid:6f1b3a52-0c8e-4a6e-9d53-2f6f7a1e4b10';
  const bundle = { ...bundleOf([]), entry: [{ fullUrl, resource: location }] };
  await loadPlanData(client, [bundle], { today });
  await loadPlanData(client, [bundle], { today });
  expect((await only(client, 'Location')).identifier?.[0]?.value).toBe(
    'plan/Location/6f1b3a52-0c8e-4a6e-9d53-2f6f7a1e4b10',
  );
});

it('refers to what the same source loaded before, and to an id of the store', async () => {
  const client = await openStore();
  await loadResources(client, [plan.practitioner]);
  const { id } = await only(client, 'Practitioner');
  const byStoreId = { ...plan.flag, id: 'second', subject: { reference: `Practitioner/${id}` } };
  const report = await loadResources(client, [plan.flag, byStoreId]);
  expect(report.rejected).toEqual([]);
  const subjects = (await all(client, 'Flag')).map(({ subject }) => subject.reference);
  expect(subjects).toEqual([`Practitioner/${id}`, `Practitioner/${id}`]);
});

it('does not take another source’s id for its own', async () => {
  const client = await openStore();
  await loadResources(client, [plan.practitioner]);
  const report = await loadResources(client, [plan.flag], { source: 'sam' });
  expect(report.rejected.map(({ faults }) => faults)).toEqual([
    [
      {
        expression: 'Flag.subject',
        reason: 'refers to Practitioner/practitioner, which is neither in the files nor of record',
      },
    ],
  ]);
});

it('loads records that refer to each other in a circle, once', async () => {
  const client = await openStore();
  const organization: Organization = { ...plan.plan, endpoint: [{ reference: 'Endpoint/e' }] };
  const endpoint: Endpoint = {
    resourceType: 'Endpoint',
    id: 'e',
    status: 'active',
    connectionType: { code: 'hl7-fhir-rest' },
    payloadType: [{ text: 'any' }],
    address: 'https://plan.example/fhir',
    managingOrganization: { reference: 'Organization/plan' },
  };
  const report = await loadResources(client, [organization, endpoint]);
  expect(report.rejected).toEqual([]);
  const [stored, storedEndpoint] = [await only(client, 'Organization'), await only(client, 'Endpoint')];
  expect(stored.endpoint?.[0]?.reference).toBe(`Endpoint/${storedEndpoint.id}`);
  expect(storedEndpoint.managingOrganization?.reference).toBe(`Organization/${stored.id}`);
  expect(await loadResources(client, [organization, endpoint])).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
});

it.for([50, 51])('a circle of %i records', async (size) => {
  const client = await openStore();
  const ring = Array.from({ length: size }, (_, index) => ({
    resourceType: 'Location' as const,
    id: `l${index}`,
    status: 'active' as const,
    partOf: { reference: `Location/l${(index + 1) % size}` },
  }));
  const report = await loadResources(client, ring);
  expect(report.created + report.rejected.length).toBe(size);
  expect(report.created).toBe(size <= 50 ? size : 0);
});

function never(key: string): never {
  throw new Error(`${key} is not in the catalog`);
}
