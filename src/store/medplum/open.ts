import { ClientStorage, MedplumClient, MemoryStorage, normalizeErrorString } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import { loadDefinitions } from '../embedded/definitions.ts';
import type { FhirStore } from '../store.ts';
import { batches } from './batches.ts';
import { conditionalCreates, searches } from './batching.ts';
import { forward } from './forward.ts';
import { openReadMemory } from './rememberedReads.ts';
import { uncompressed } from './uncompressed.ts';

export interface MedplumStoreOptions {
  readonly baseUrl: string;
  /** A ClientApplication of the project; bots, access policy and secrets are the server's own. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** In place of the platform's fetch. */
  readonly fetch?: typeof fetch;
}

/**
 * Seconds for which the service lets plan data be remembered that rarely changes: a server of many answers a second is
 * asked for it once, and what is loaded counts before anybody could tell that it had come later.
 */
const maxAge = 5;

/**
 * Milliseconds before its end at which a token is renewed. Core's five minutes would make it renew a shorter-lived token for
 * ever: projects may issue such (ClientApplication.accessTokenLifetime). One that ends under way is renewed upon the 401.
 */
const refreshGracePeriod = 5_000;

/** Any id does, as long as there is no such resource. */
const noSuchPatient = 'Patient/00000000-0000-4000-8000-000000000000';

/**
 * Logs in to a Medplum server. Rejects with an Error that says what to do when the login fails, or when the project's
 * transactions are not atomic (feature `transaction-bundles`): such a server would commit cases partly, and say 200.
 */
export async function openMedplumStore({
  baseUrl,
  clientId,
  clientSecret,
  fetch = globalThis.fetch,
}: MedplumStoreOptions): Promise<FhirStore> {
  loadDefinitions();
  const storage = new ClientStorage(new MemoryStorage());
  const fhirBase = new URL('fhir/R4/', baseUrl.replace(/\/*$/, '/')).toString();
  const memory = openReadMemory(fhirBase);
  const together = batches(batches(uncompressed(fetch), fhirBase, searches), fhirBase, conditionalCreates);
  const client = new MedplumClient({
    baseUrl,
    storage,
    cacheTime: 0,
    logLevel: 'none',
    fetch: memory.over(together),
    refreshGracePeriod,
  });
  await logIn(client, clientId, clientSecret);
  await requireTransactions(client);
  return {
    kind: 'medplum',
    client,
    maxAge,
    request: (request) => forward(client, memory.over(fetch), request),
    close: () => Promise.resolve(),
  };
}

async function logIn(client: MedplumClient, clientId: string, clientSecret: string): Promise<void> {
  try {
    await client.startClientLogin(clientId, clientSecret);
  } catch (cause) {
    throw new Error(
      `Login at ${client.getBaseUrl()} as client ${clientId} failed: ${normalizeErrorString(cause)}. ` +
        'Check MEDPLUM_BASE_URL, MEDPLUM_CLIENT_ID and MEDPLUM_CLIENT_SECRET.',
      { cause },
    );
  }
}

/** A transaction with a read that fails: atomic ones fail as a whole, others answer 200. Nothing is written. */
async function requireTransactions(client: MedplumClient): Promise<void> {
  const probe: Bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ request: { method: 'GET', url: noSuchPatient } }],
  };
  const isAtomic = await client.executeBatch(probe).then(
    () => false,
    () => true,
  );
  if (isAtomic) return;
  throw new Error(
    `The project at ${client.getBaseUrl()} carries out transactions as batches. ` +
      "Add 'transaction-bundles' to its Project.features (as super admin), then start again.",
  );
}
