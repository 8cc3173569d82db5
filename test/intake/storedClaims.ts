import { readFileSync } from 'node:fs';
import type { MedplumClient, WithId } from '@medplum/core';
import type { Bundle, Claim, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { exampleBundle } from './harness.ts';

/**
 * Writes the Claim of an example straight into the store, with the other entries of its Bundle, in one transaction; as an
 * EHR on the same store would.
 */
export async function storedClaim(
  client: MedplumClient,
  example: string,
  change: (claim: Claim) => Claim = (claim) => claim,
): Promise<WithId<Claim>> {
  const { entry = [] } = exampleBundle(`requests/${example}.json`);
  const reply = await client.executeBatch({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: entry.flatMap(({ fullUrl, resource }) => {
      if (!resource) return [];
      const plain = withoutProfile(resource);
      const written = plain.resourceType === 'Claim' ? change(plain) : plain;
      return [{ fullUrl, resource: written, request: { method: 'POST', url: resource.resourceType } as const }];
    }),
  });
  return createdIn<Claim>(reply, 'Claim');
}

function withoutProfile<T extends Resource>(resource: T): T {
  return { ...resource, meta: undefined };
}

function createdIn<T extends Resource>(reply: Bundle, type: T['resourceType']): WithId<T> {
  const created = reply.entry?.map(({ resource }) => resource).find((resource) => resource?.resourceType === type);
  if (created?.id === undefined) throw new Error(`No ${type} was created: ${JSON.stringify(reply)}`);
  return created as WithId<T>;
}

/** A ServiceRequest of fhir-profiles/examples/service-requests, not stored. */
export function serviceRequest(example: string, change: Partial<ServiceRequest> = {}): ServiceRequest {
  const file = new URL(`../../fhir-profiles/examples/service-requests/${example}.json`, import.meta.url);
  const request: ServiceRequest = JSON.parse(readFileSync(file, 'utf8'));
  return { ...request, ...change };
}
