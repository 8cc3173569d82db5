import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MedplumClient } from '@medplum/core';
import type { Bundle, ExtractResource, Resource, ResourceType } from '@medplum/fhirtypes';
import { expect, onTestFinished } from 'vitest';
import {
  type ListOptions,
  type ListReport,
  type LoadOptions,
  type LoadReport,
  loadList as loadListWith,
  loadPlanData as loadPlanDataWith,
  type OnRejected,
  type Rejection,
} from '../../../src/directory/load/index.ts';
import type { RecordResource } from '../../../src/directory/load/recordTypes.ts';
import { openEmbeddedStore } from '../../../src/store/index.ts';

export const today = '2026-11-23';
export const npiSystem = 'http://hl7.org/fhir/sid/us-npi';
export const networkReference = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/network-reference';

/** An empty embedded store of the test's own. */
export async function openStore(): Promise<MedplumClient> {
  const store = await openEmbeddedStore({ directory: ':memory:', bots: [], secrets: {} });
  onTestFinished(() => store.close());
  return store.client;
}

/** A report with each rejection in place of their number. */
export type Reported<Report extends LoadReport = LoadReport> = Omit<Report, 'rejected'> & {
  readonly rejected: readonly Rejection[];
};

async function reported<Report extends LoadReport>(
  load: (onRejected: OnRejected) => Promise<Report>,
): Promise<Reported<Report>> {
  const rejected: Rejection[] = [];
  const report = await load((rejection) => rejected.push(rejection));
  expect(report.rejected).toBe(rejected.length);
  return { ...report, rejected };
}

/** `loadPlanData`, whose report has each rejection. */
export function loadPlanData(
  client: MedplumClient,
  inputs: readonly (string | Resource)[],
  options: LoadOptions,
): Promise<Reported> {
  return reported((onRejected) => loadPlanDataWith(client, inputs, { ...options, onRejected }));
}

/** `loadList`, whose report has each rejection. */
export function loadList(
  client: MedplumClient,
  list: Parameters<typeof loadListWith>[1],
  files: readonly string[],
  options: ListOptions,
): Promise<Reported<ListReport>> {
  return reported((onRejected) => loadListWith(client, list, files, { ...options, onRejected }));
}

/** Loads resources, each as a Bundle entry. */
export function loadResources(
  client: MedplumClient,
  resources: readonly Resource[],
  options: Partial<LoadOptions> = {},
): Promise<Reported> {
  return loadPlanData(client, [bundleOf(resources)], { today, ...options });
}

export function bundleOf(resources: readonly Resource[]): Bundle {
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}

/** The counts of a report, with the number of what was rejected. */
export function countsOf({ rejected, ...counts }: Reported) {
  return { ...counts, rejected: rejected.length };
}

export async function all<T extends ResourceType>(client: MedplumClient, type: T): Promise<ExtractResource<T>[]> {
  const bundle = await client.search(type, { _count: '500', _sort: '_lastUpdated' });
  return (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
}

/** The only resource of its type; throws when there are none or several. */
export async function only<T extends ResourceType>(client: MedplumClient, type: T): Promise<ExtractResource<T>> {
  const found = await all(client, type);
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`${found.length} resources of type ${type}`);
  return first;
}

/** Id and version of everything in the store of these types: equal before and after when nothing was written. */
export async function versions(client: MedplumClient, types: readonly ResourceType[]): Promise<string[]> {
  const found = await Promise.all(types.map((type) => all<ResourceType>(client, type)));
  return found
    .flat()
    .map(({ resourceType, id, meta }) => `${resourceType}/${id}/${meta?.versionId}`)
    .sort();
}

/** Files in a folder of the test's own; gives their paths in the same order. */
export async function writeFiles(files: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'plan-data-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return Promise.all(
    Object.entries(files).map(async ([name, content]) => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    }),
  );
}

export const ndjson = (resources: readonly Resource[]) =>
  resources.map((resource) => JSON.stringify(resource)).join('\n');

const typeOf = (code: string) => [
  { coding: [{ system: 'http://hl7.org/fhir/us/davinci-pdex-plan-net/CodeSystem/OrgTypeCS', code }] },
];

const memberNumber = {
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MB' }] },
  system: 'https://plan.example/members',
  value: 'M-0001',
};

/** A small plan; every reference but the plan's leads to a record that stands before it. */
export const plan = {
  plan: { resourceType: 'Organization', id: 'plan', active: true, type: typeOf('payer'), name: 'Valley Health Plan' },
  network: {
    resourceType: 'Organization',
    id: 'network',
    active: true,
    type: typeOf('ntwk'),
    name: 'Valley Network',
    identifier: [{ system: 'https://plan.example/networks', value: 'valley' }],
    partOf: { reference: 'Organization/plan' },
  },
  group: {
    resourceType: 'Organization',
    id: 'group',
    active: true,
    type: typeOf('prvgrp'),
    name: 'Cardiology Group',
    identifier: [{ system: npiSystem, value: '1000000004' }],
  },
  affiliation: {
    resourceType: 'OrganizationAffiliation',
    id: 'affiliation',
    active: true,
    organization: { reference: 'Organization/plan' },
    participatingOrganization: { reference: 'Organization/group' },
    network: [{ reference: 'Organization/network' }],
    period: { start: '2024-01-01' },
  },
  practitioner: {
    resourceType: 'Practitioner',
    id: 'practitioner',
    active: true,
    name: [{ family: 'Example', given: ['Ada'] }],
    identifier: [{ system: npiSystem, value: '1000000012' }],
    qualification: [{ code: { text: 'MD' }, identifier: [{ system: 'https://board.example/licences', value: 'A1' }] }],
  },
  role: {
    resourceType: 'PractitionerRole',
    id: 'role',
    active: true,
    practitioner: { reference: 'Practitioner/practitioner' },
    organization: { reference: 'Organization/group' },
    period: { start: '2024-01-01' },
  },
  member: {
    resourceType: 'Patient',
    id: 'member',
    active: true,
    name: [{ family: 'Sample', given: ['Ben'] }],
    identifier: [memberNumber],
  },
  coverage: {
    resourceType: 'Coverage',
    id: 'coverage',
    status: 'active',
    beneficiary: { reference: 'Patient/member' },
    payor: [{ reference: 'Organization/plan' }],
    identifier: [memberNumber],
    period: { start: '2024-01-01' },
  },
  flag: {
    resourceType: 'Flag',
    id: 'flag',
    status: 'active',
    code: { coding: [{ system: 'https://w3id.org/second-opinion/CodeSystem/exclusion-list', code: 'sam' }] },
    subject: { reference: 'Practitioner/practitioner' },
    period: { start: '2025-01-01' },
  },
} satisfies Readonly<Record<string, RecordResource>>;

export const wholePlan: readonly RecordResource[] = Object.values(plan);
