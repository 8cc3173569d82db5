import { randomUUID } from 'node:crypto';
import type { MedplumClient } from '@medplum/core';
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { type Wait, withPatience } from './patience.ts';

/** Sends a transaction once, and gives the store's reply. */
export type Commit = (transaction: Bundle) => Promise<Bundle>;

/** @param dryRun - nothing is sent, and every entry is answered as if it had been written */
export function committer(client: MedplumClient, wait: Wait, dryRun = false): Commit {
  if (dryRun)
    return async ({ entry = [] }) => ({
      resourceType: 'Bundle',
      type: 'transaction-response',
      entry: entry.map(pretend),
    });
  return (transaction) =>
    withPatience(client, () => client.executeBatch(transaction, { maxRetries: 0 }), { isRead: false, wait });
}

function pretend({ resource, request }: BundleEntry): BundleEntry {
  const isNew = request?.method === 'POST';
  const location = `${resource?.resourceType}/${isNew ? randomUUID() : resource?.id}`;
  return { response: { status: isNew ? '201' : '200', location } };
}
