import { randomBytes } from 'node:crypto';
import { bots } from '../bots/manifest.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import { loadDemoPlan } from './demoPlan.ts';
import { createApp } from './http/app.ts';
import { httpServer } from './http/server.ts';
import { createLog } from './log.ts';
import { startNotifier } from './notifications/notifier.ts';
import { announce } from './ready.ts';
import {
  type EmbeddedStore,
  type FhirStore,
  loadDefinitions,
  openEmbeddedStore,
  openMedplumStore,
  type StoreLog,
  UnusableStoreError,
} from './store/index.ts';

/** Configuration → store → bots → server. Resolves to the process's exit code when it was told to stop, or could not start. */
export async function start(environment: NodeJS.ProcessEnv): Promise<number> {
  const log = createLog();
  const read = readConfiguration(environment);
  if (!read.ok) {
    for (const problem of read.problems) log({ level: 'error', message: problem });
    return 1;
  }
  const { configuration } = read;
  loadDefinitions();
  const store = await open(configuration, log);
  if (store === undefined) return 1;
  const localSecret = randomBytes(32).toString('base64url');
  if (configuration.demo && isEmbedded(store) && store.isEmpty()) await loadDemoPlan(store.client);
  const settings = { ...configuration.settings, maxAge: store.maxAge };
  const intake = { client: store.client, settings, now: () => Temporal.Now.instant() };
  const app = createApp({ store, intake, log, localSecret, demo: configuration.demo });
  const notifier = startNotifier({
    client: store.client,
    store: store.kind,
    reach: configuration.demo ? 'open' : 'public',
    days: configuration.notifyDays,
    log,
  });
  const close = async () => {
    await notifier.stop();
    await store.close();
  };
  return new Promise((resolve) => {
    const server = httpServer(app, log);
    server.listen(configuration.port, configuration.host, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : configuration.port;
      const host = configuration.host.includes(':') ? `[${configuration.host}]` : configuration.host;
      const url = `http://${host}:${port}`;
      if (isEmbedded(store)) store.lock.update({ url, secret: localSecret });
      announce({ url, demo: configuration.demo });
    });
    server.on('error', (error: NodeJS.ErrnoException) => {
      log({
        level: 'error',
        message: `The server cannot listen on ${configuration.host}:${configuration.port}`,
        code: error.code,
      });
      resolve(close().then(() => 1));
    });
    const stop = () => {
      server.close(() => resolve(close().then(() => 0)));
      // Connections that are kept alive would hold the process.
      server.closeIdleConnections();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
}

async function open(configuration: Configuration, log: StoreLog): Promise<FhirStore | undefined> {
  const { medplum, dataDirectory, planSecrets } = configuration;
  try {
    if (medplum) return await openMedplumStore(medplum);
    const secrets = Object.fromEntries(
      Object.entries(planSecrets).map(([name, valueString]) => [name, { name, valueString }]),
    );
    return await openEmbeddedStore({ directory: dataDirectory, bots, secrets, log });
  } catch (error) {
    if (!(error instanceof UnusableStoreError) && !medplum) throw error;
    log({ level: 'error', message: error instanceof Error ? error.message : 'The store cannot be opened.' });
    return undefined;
  }
}

function isEmbedded(store: FhirStore): store is EmbeddedStore {
  return store.kind === 'embedded';
}
