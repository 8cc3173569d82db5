import type { ProjectSetting } from '@medplum/fhirtypes';
import type { BotDefinition, FhirStore, RestRequest } from '../store.ts';
import { hostBots } from './bots/host.ts';
import { Changes } from './changes.ts';
import { createClient } from './client.ts';
import { Clock } from './clock.ts';
import { loadDefinitions } from './definitions.ts';
import type { DirectoryLock } from './directoryLock.ts';
import type { Engine } from './engine.ts';
import { openFiles } from './files.ts';
import type { StoreLog } from './incident.ts';
import { rememberSearches } from './rememberedSearches.ts';
import { EmbeddedRepository } from './repository.ts';
import { answer } from './rest.ts';
import { createRouter } from './router.ts';
import { lastUpdated } from './versions.ts';
import { WriteQueue } from './writeQueue.ts';

export interface EmbeddedStoreOptions {
  /** Where the database is kept, one process at a time; `:memory:` for a temporary store that goes with `close()`. */
  readonly directory: string;
  readonly bots: readonly BotDefinition[];
  /** Handed to bots as `event.secrets`. */
  readonly secrets: Record<string, ProjectSetting>;
  /** Told of failures, without patient data. */
  readonly log?: StoreLog;
  /** The time `meta.lastUpdated` and schedules go by. */
  readonly now?: () => Temporal.Instant;
}

export interface EmbeddedStore extends FhirStore {
  readonly kind: 'embedded';
  /** To make the server's URL and a local secret known to commands that find the directory in use. */
  readonly lock: Pick<DirectoryLock, 'update'>;
  /** Resolves when no bot has anything left to do. */
  idle(): Promise<void>;
  /** Whether nothing was ever stored. */
  isEmpty(): boolean;
}

/**
 * Opens the store in a directory, creating it when absent, and starts its bots, those first that an earlier process
 * did not get to. Rejects with a DirectoryInUseError while another process has the directory, with an
 * UnusableStoreError when the directory or its database cannot be used, and with an Error when a bot could never run.
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const { directory, secrets, log = () => {}, now = Temporal.Now.instant } = options;
  loadDefinitions();
  const bots = hostBots(options.bots, () => engine, now);
  const files = openFiles(directory);
  const { writer, reader } = files;
  const changes = new Changes();
  const queue = new WriteQueue(writer, log, () => {
    changes.committed();
    bots.wake();
  });
  const clock = new Clock(now, lastUpdated(writer));
  const engine: Engine = { log, clock, queue, changes, writer, reader, written: bots.written };
  const repository = new EmbeddedRepository(engine);
  const router = createRouter(log);
  const request = (given: RestRequest) => answer(router, repository, log, given);
  const client = createClient(rememberSearches(request, changes));
  bots.start({ client, secrets, log });
  return {
    kind: 'embedded',
    client,
    request,
    lock: files.lock,
    idle: bots.idle,
    isEmpty: () => lastUpdated(reader) === 0,
    close: async () => {
      await bots.stop();
      await queue.idle();
      files.close();
    },
  };
}
