import { existsSync } from 'node:fs';
import { ClientStorage, MedplumClient, MemoryStorage } from '@medplum/core';
import { openEmbeddedStore, openMedplumStore, readLock } from '../store/index.ts';

/** A store as a command has it: `close` leaves a server running, and ends what the command itself opened. */
export interface OpenedStore {
  readonly client: MedplumClient;
  close(): Promise<void>;
}

export interface OpenStoreOptions {
  /** False: a directory that does not exist is an error instead of a new store. */
  readonly create: boolean;
}

/**
 * The store that the environment names: a Medplum server when `MEDPLUM_BASE_URL` is set, else the server that runs on
 * `DATA_DIR`, found by its lock file, else the stopped store in that directory.
 * @throws Error that says what is missing, or who has the directory
 */
export async function openStore(
  env: Readonly<Record<string, string | undefined>>,
  { create }: OpenStoreOptions,
): Promise<OpenedStore> {
  const { MEDPLUM_BASE_URL: baseUrl, MEDPLUM_CLIENT_ID: clientId, MEDPLUM_CLIENT_SECRET: clientSecret } = env;
  if (baseUrl) {
    if (clientId && clientSecret) return openMedplumStore({ baseUrl, clientId, clientSecret });
    throw new Error('MEDPLUM_BASE_URL needs MEDPLUM_CLIENT_ID and MEDPLUM_CLIENT_SECRET.');
  }
  const directory = env.DATA_DIR || './data';
  if (!create && !existsSync(directory))
    throw new Error(`There is no store at ${directory}: set DATA_DIR to the directory of the store.`);
  const server = readLock(directory);
  return server?.url && server.secret
    ? { client: clientOf(server.url, server.secret), close: async () => {} }
    : openEmbeddedStore({ directory, bots: [], secrets: {} });
}

/** The client of a running server's own machine, which its local secret lets do everything. */
function clientOf(baseUrl: string, secret: string): MedplumClient {
  return new MedplumClient({
    baseUrl,
    fhirUrlPath: 'fhir',
    cacheTime: 0,
    // The client's own default is the global localStorage, of which Node warns.
    storage: new ClientStorage(new MemoryStorage()),
    fetch: (input: string | URL, init?: RequestInit) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${secret}`);
      return fetch(input, { ...init, headers });
    },
  });
}
