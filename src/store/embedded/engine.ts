import type { Resource } from '@medplum/fhirtypes';
import type { Changes } from './changes.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import type { StoreLog } from './incident.ts';
import type { WriteQueue } from './writeQueue.ts';

export type Interaction = 'create' | 'update';

/** What the repository works with. */
export interface Engine {
  readonly log: StoreLog;
  readonly clock: Clock;
  readonly queue: WriteQueue;
  readonly changes: Changes;
  /** The writer's connection: sees what the open transaction has written. */
  readonly writer: Database;
  /** Sees what is committed, and nothing else. */
  readonly reader: Database;
  /** Called in the transaction of every create and update, with the version's sequence number. */
  readonly written: (resource: Resource, interaction: Interaction, seq: number) => void;
}
