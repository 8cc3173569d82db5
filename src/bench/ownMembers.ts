import type { MedplumClient } from '@medplum/core';
import type { BundleEntry, Coverage, Patient } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../directory/searchAll.ts';
import { ownBase } from '../fhir/systems.ts';

/** Entries of a transaction. */
const atOnce = 50;

/**
 * Enrols so many more members, each like the member of record with the number: a request for one is then beside no other.
 * @returns their member numbers
 */
export async function enrolMembersLike(client: MedplumClient, number: string, count: number): Promise<string[]> {
  const query = { identifier: number, _revinclude: 'Coverage:beneficiary' };
  const { resources } = await searchAll(client, 'Patient', query);
  const [patient] = ofType(resources, 'Patient');
  if (!patient) throw new Error(`No member of record has the number ${number}`);
  const coverages = ofType(resources, 'Coverage');
  const numbers = Array.from({ length: count }, () => `${number}-${crypto.randomUUID()}`);
  const entry = numbers.flatMap((own) => enrolment(patient, coverages, number, own));
  const perMember = 1 + coverages.length;
  const step = perMember * Math.max(1, Math.floor(atOnce / perMember));
  for (let start = 0; start < entry.length; start += step) {
    await client.executeBatch({ resourceType: 'Bundle', type: 'transaction', entry: entry.slice(start, start + step) });
  }
  return numbers;
}

function enrolment(patient: Patient, coverages: readonly Coverage[], number: string, own: string): BundleEntry[] {
  const url = `urn:uuid:${crypto.randomUUID()}`;
  // Without what names it as a record of the plan's own source.
  const text = JSON.stringify([patient, ...coverages].map(withoutSource))
    .replaceAll(`"${number}"`, `"${own}"`)
    .replaceAll(`Patient/${patient.id}`, url);
  const copies: readonly (Patient | Coverage)[] = JSON.parse(text);
  return copies.map((resource) => {
    const { id: _id, meta: _meta, ...content } = resource;
    const create = { method: 'POST', url: resource.resourceType } as const;
    return { ...(resource.resourceType === 'Patient' ? { fullUrl: url } : {}), request: create, resource: content };
  });
}

function withoutSource<T extends Patient | Coverage>(resource: T): T {
  return { ...resource, identifier: resource.identifier?.filter(({ system }) => !system?.startsWith(ownBase)) };
}
