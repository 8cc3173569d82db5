import { readFileSync } from 'node:fs';
import type { MedplumClient, WithId } from '@medplum/core';
import type { Claim, Resource, ResourceType, ServiceRequest } from '@medplum/fhirtypes';
import { npiOf } from '../../src/fhir/elements.ts';
import { exampleBundle } from './harness.ts';

/**
 * Writes the Claim of an example straight into the store, as a platform on the same store would: it refers to the plan's
 * records where they exist; what else it refers to is written with it.
 */
export async function storedClaim(client: MedplumClient, example: string): Promise<WithId<Claim>> {
  const { entry = [] } = exampleBundle(`requests/${example}.json`);
  const [claim, ...others] = entry;
  const places = new Map<string, string>();
  for (const { fullUrl = '', resource } of others) {
    if (!resource) continue;
    const found = (await ofRecord(client, resource, places)) ?? (await client.createResource(linked(resource, places)));
    places.set(fullUrl, `${found.resourceType}/${found.id}`);
  }
  if (claim?.resource?.resourceType !== 'Claim') throw new Error(`${example} does not begin with a Claim`);
  return client.createResource<Claim>(linked(claim.resource, places));
}

async function ofRecord(
  client: MedplumClient,
  resource: Resource,
  places: ReadonlyMap<string, string>,
): Promise<Resource | undefined> {
  const search = (type: ResourceType, query: string) => client.searchOne(type, query, { cache: 'reload' });
  switch (resource.resourceType) {
    case 'Patient':
      return search('Patient', `identifier=${resource.identifier?.[0]?.value}`);
    case 'Coverage':
      return search('Coverage', `beneficiary=${places.get(resource.beneficiary.reference ?? '')}`);
    case 'Practitioner':
    case 'Organization':
      return search(resource.resourceType, `identifier=${npiOf(resource.identifier)}`);
    case 'PractitionerRole':
      return search('PractitionerRole', `practitioner=${places.get(resource.practitioner?.reference ?? '')}`);
    default:
      return undefined;
  }
}

/** Without the profiles it claims, and with its references led to where the store has what they name. */
function linked<T extends Resource>(resource: T, places: ReadonlyMap<string, string>): T {
  const { meta: _meta, id: _id, ...rest } = resource;
  // An order with a signal would be a case of its own.
  const kept = rest.resourceType === 'ServiceRequest' ? { ...rest, intent: 'original-order' } : rest;
  const text = JSON.stringify(kept).replaceAll(/urn:uuid:[0-9a-f-]{36}/g, (url) => places.get(url) ?? url);
  return JSON.parse(text);
}

/** A ServiceRequest of fhir-profiles/examples/service-requests, not stored. */
export function serviceRequest(example: string, change: Partial<ServiceRequest> = {}): ServiceRequest {
  const file = new URL(`../../fhir-profiles/examples/service-requests/${example}.json`, import.meta.url);
  const request: ServiceRequest = JSON.parse(readFileSync(file, 'utf8'));
  return { ...request, ...change };
}
