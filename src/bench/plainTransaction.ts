import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { ownBase } from '../fhir/systems.ts';

/**
 * The resources of one case as one transaction of plain creates: what a submission wrote, receipt included, without its
 * condition, fence and update. Every copy has identifiers of its own.
 * @param receipt - the receipt as it was to be created
 * @param commit - the transaction that made the answer stand
 */
export function plainTransaction(receipt: Resource, commit: Bundle): () => Bundle {
  const created = (commit.entry ?? []).filter(({ request }) => request?.method === 'POST');
  const entry = [...created, create(receipt)];
  const text = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
  return () => withOwnIdentifiers(text);
}

function create(resource: Resource): BundleEntry {
  return { request: { method: 'POST', url: resource.resourceType }, resource };
}

function withOwnIdentifiers(text: string): Bundle {
  const renamed = new Map<string, string>();
  const rename = (id: string) => renamed.getOrInsertComputed(id, () => crypto.randomUUID());
  const bundle: Bundle = JSON.parse(text.replaceAll(/(?<=urn:uuid:)[0-9a-f-]{36}/g, rename));
  for (const { resource } of bundle.entry ?? [])
    for (const identifier of identifiersOf(resource))
      if (identifier.system?.startsWith(ownBase)) identifier.value = crypto.randomUUID();
  return bundle;
}

function identifiersOf(resource: Resource | undefined): readonly { system?: string; value?: string }[] {
  return resource && 'identifier' in resource ? [resource.identifier ?? []].flat() : [];
}
