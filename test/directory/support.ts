import type { Bundle, Coverage, Extension, Patient, PractitionerRole } from '@medplum/fhirtypes';
import { onTestFinished } from 'vitest';
import { type GatheredFacts, gatherFacts } from '../../src/directory/gatherFacts.ts';
import { loadBundle, type OnRejected } from '../../src/directory/load/index.ts';
import type { RecordResource } from '../../src/directory/load/recordTypes.ts';
import type { SubmittedItem, SubmittedParty, SubmittedRequest } from '../../src/pas/reading/submittedRequest.ts';
import type { ItemFacts, RequestedParty, RequestedProfessional } from '../../src/policy/facts.ts';
import { createClient } from '../../src/store/embedded/client.ts';
import { type EmbeddedStore, openEmbeddedStore, type RestRequest } from '../../src/store/index.ts';

export const today = '2026-11-23';
export const timeZone = 'America/Los_Angeles';
const planNet = 'http://hl7.org/fhir/us/davinci-pdex-plan-net';

/** Plan data of a test, by file id; `undefined` takes a record of the base plan away. */
export type Records = Readonly<Record<string, RecordResource | undefined>>;

export const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
export const npi = (value: string) => ({ system: 'http://hl7.org/fhir/sid/us-npi', value });
export const nucc = (code: string) => coded('http://nucc.org/provider-taxonomy', code);
export const organization = (id: string, type: string, identifier: readonly { system: string; value: string }[]) =>
  ({
    resourceType: 'Organization',
    id,
    active: true,
    name: id,
    type: [coded(`${planNet}/CodeSystem/OrgTypeCS`, type)],
    identifier: [...identifier],
  }) as const satisfies RecordResource;

export const networkReference = (network: string): Extension => ({
  url: `${planNet}/StructureDefinition/network-reference`,
  valueReference: { reference: `Organization/${network}` },
});

export const newPatients = (code: string, fromNetwork?: string): Extension => ({
  url: `${planNet}/StructureDefinition/newpatients`,
  extension: [
    { url: 'acceptingPatients', valueCodeableConcept: coded(`${planNet}/CodeSystem/AcceptingPatientsCS`, code) },
    ...(fromNetwork ? [{ url: 'fromNetwork', valueReference: { reference: `Organization/${fromNetwork}` } }] : []),
  ],
});

export const memberNumber = (value: string, system = 'https://plan.example/members') => ({
  type: coded('http://terminology.hl7.org/CodeSystem/v2-0203', 'MB'),
  system,
  value,
});

export const patient = (id: string, changes: Partial<Patient> = {}): Patient => ({
  resourceType: 'Patient',
  id,
  active: true,
  identifier: [memberNumber('M-1')],
  name: [{ family: 'Núñez-Ortega', given: ['Ana', 'Lucía'] }],
  birthDate: '1980-05-17',
  ...changes,
});

export const coverage = (id: string, product: string, changes: Partial<Coverage> = {}): Coverage => ({
  resourceType: 'Coverage',
  id,
  status: 'active',
  beneficiary: { reference: 'Patient/member' },
  payor: [{ reference: 'Organization/plan' }],
  period: { start: '2020-01-01' },
  class: [{ type: coded('http://terminology.hl7.org/CodeSystem/coverage-class', 'plan'), value: product }],
  ...changes,
});

export const role = (id: string, changes: Partial<PractitionerRole> = {}): PractitionerRole => ({
  resourceType: 'PractitionerRole',
  id,
  active: true,
  practitioner: { reference: 'Practitioner/doctor' },
  organization: { reference: 'Organization/group' },
  specialty: [nucc('207RC0000X')],
  period: { start: '2020-01-01' },
  extension: [networkReference('net-a')],
  ...changes,
});

const product = (value: string, networks: readonly string[]) =>
  ({
    resourceType: 'InsurancePlan',
    id: `product-${value}`,
    status: 'active',
    identifier: [{ system: 'https://w3id.org/second-opinion/plan-product', value }],
    name: value,
    ownedBy: { reference: 'Organization/plan' },
    network: networks.map((network) => ({ reference: `Organization/${network}` })),
  }) as const satisfies RecordResource;

export const doctorNpi = '1234567893';
export const groupNpi = '1800000113';

/** A plan with one member, one professional and no roles; products `medi-cal` (networks a, b) and `dual` (network x). */
const basePlan: Records = {
  plan: organization('plan', 'payer', [npi('1800000014'), { system: 'urn:payers', value: 'P1' }]),
  'net-a': organization('net-a', 'ntwk', [{ system: 'urn:networks', value: 'a' }]),
  'net-b': organization('net-b', 'ntwk', [{ system: 'urn:networks', value: 'b' }]),
  'net-x': organization('net-x', 'ntwk', [{ system: 'urn:networks', value: 'x' }]),
  'medi-cal': product('medi-cal', ['net-a', 'net-b']),
  dual: product('dual', ['net-x']),
  group: organization('group', 'prvgrp', [npi(groupNpi)]),
  member: patient('member'),
  coverage: coverage('coverage', 'medi-cal'),
  doctor: {
    resourceType: 'Practitioner',
    id: 'doctor',
    active: true,
    identifier: [npi(doctorNpi)],
    name: [{ family: 'Example', given: ['Dora'] }],
  },
};

export const professional = (changes: Partial<SubmittedParty> = {}): SubmittedParty => ({
  kind: 'professional',
  npi: doctorNpi,
  name: 'Dora Example',
  specialties: [],
  sites: [],
  ...changes,
});

export const item = (changes: Partial<SubmittedItem> = {}): SubmittedItem => ({
  sequence: 1,
  isOpinion: true,
  diagnoses: ['I50.22'],
  requested: [professional()],
  firstOpinion: [],
  ...changes,
});

export const submitted = (changes: Partial<SubmittedRequest> = {}): SubmittedRequest => ({
  insurer: [npi('1800000014')],
  member: {
    numbers: [{ value: 'M-1', system: 'https://plan.example/members', expression: 'first' }],
    givenNames: [],
    expression: 'Patient',
  },
  asker: { kind: 'health-professional', verified: true },
  secondOpinionSignals: [],
  urgencySignals: [],
  reasons: [],
  primaryCareRefused: false,
  unreadable: [],
  items: [item()],
  ...changes,
});

/** A store with the base plan and `records`, for one test. */
export async function storeWith(records: Records): Promise<EmbeddedStore> {
  const store = await openEmbeddedStore({ directory: ':memory:', bots: [], secrets: {} });
  onTestFinished(() => store.close());
  await load(
    store,
    Object.values({ ...basePlan, ...records }).filter((record) => record !== undefined),
  );
  return store;
}

export async function load(store: EmbeddedStore, records: readonly RecordResource[], source?: string, asOf?: string) {
  const entry = records.map((resource) => ({ resource }));
  const bundle: Bundle = JSON.parse(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
  const onRejected: OnRejected = (rejection) => {
    throw new Error(JSON.stringify(rejection));
  };
  await loadBundle(store.client, bundle, { today, source, asOf, onRejected });
}

/**
 * Gathers through a client that lets nothing but reads and searches pass.
 * @param pageSize - a page holds no more than this, whatever is asked for
 */
export function gatherFrom(store: EmbeddedStore, request: SubmittedRequest, pageSize = 1000): Promise<GatheredFacts> {
  const client = createClient((asked) => {
    if (!isRead(asked)) throw new Error(`Gathering writes: ${asked.method} ${asked.path}`);
    const path = asked.path.replace(/_count=(\d+)/, (_, count) => `_count=${Math.min(Number(count), pageSize)}`);
    return store.request({ ...asked, path });
  });
  return gatherFacts(client, request, { receivedOn: today, timeZone, products: ['medi-cal'] });
}

export function isRead({ method, path }: Pick<RestRequest, 'method' | 'path'>): boolean {
  return method === 'GET' || (method === 'POST' && /(^|\/)_search(\?|$)/.test(path));
}

export async function gather(records: Records, request: Partial<SubmittedRequest> = {}): Promise<GatheredFacts> {
  return gatherFrom(await storeWith(records), submitted(request));
}

/** The facts of the only item. */
export async function gatherItem(records: Records, changes: Partial<SubmittedItem> = {}): Promise<ItemFacts> {
  return onlyItem(await gather(records, { items: [item(changes)] }));
}

export function onlyItem({ facts }: GatheredFacts): ItemFacts {
  const [found] = facts.items;
  if (!found) throw new Error(`No item: ${JSON.stringify(facts)}`);
  return found;
}

export function onlyParty({ requested }: ItemFacts): RequestedParty {
  const [found] = requested;
  if (!found) throw new Error('Nobody is requested');
  return found;
}

export function onlyProfessional(facts: ItemFacts): RequestedProfessional {
  const found = onlyParty(facts);
  if (found.kind !== 'professional') throw new Error('An organization is requested');
  return found;
}
