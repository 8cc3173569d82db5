import type { MedplumClient } from '@medplum/core';
import type { Communication } from '@medplum/fhirtypes';
import { receiptSystem } from '../fhir/systems.ts';
import { keepBytes, keptBytes } from './keptBytes.ts';
import { type NewReceipt, needsBinary, newReceipt, type Receipt } from './receipt.ts';
import { withRetries } from './retries.ts';

/**
 * Receives a request: one conditional create by key. Whoever comes second, in whatever process, gets the first one's
 * receipt with its instant. Safe to repeat.
 * @throws Unavailable when the store does not answer in time; nothing is known to be lost, and the client may repeat
 */
export async function receive(client: MedplumClient, arrival: NewReceipt): Promise<Receipt> {
  return withRetries(async () => {
    const existing = needsBinary(arrival.body) ? await findReceipt(client, arrival.key) : undefined;
    if (existing) return existing;
    const binary = needsBinary(arrival.body) ? await keepBytes(client, arrival.body) : undefined;
    const receipt = newReceipt(arrival, binary);
    const query = `identifier=${receiptSystem}|${arrival.key}`;
    return client.createResourceIfNoneExist(receipt, query, { maxRetries: 0 });
  });
}

/** The receipt with this key. */
export async function findReceipt(client: MedplumClient, key: string): Promise<Receipt | undefined> {
  return client.searchOne('Communication', `identifier=${receiptSystem}|${key}`, { cache: 'reload' });
}

/** The receipt as it now stands. */
export async function readReceipt(client: MedplumClient, id: string): Promise<Receipt> {
  return client.readResource('Communication', id, { cache: 'reload' });
}

/** The exact bytes that were received. */
export async function receivedBytes(client: MedplumClient, receipt: Communication): Promise<Uint8Array> {
  const bytes = await keptBytes(client, receipt.payload?.[0]?.contentAttachment);
  if (!bytes) throw new Error(`Receipt ${receipt.id} holds no message`);
  return bytes;
}
