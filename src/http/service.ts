import type { IntakeContext } from '../intake/context.ts';
import type { StoreLog } from '../store/embedded/incident.ts';
import type { FhirStore } from '../store/store.ts';

/** What the HTTP operations work with. */
export interface Service {
  readonly store: FhirStore;
  readonly intake: IntakeContext;
  readonly log: StoreLog;
  /** Known only to local commands of the same user; they may read and write everything. */
  readonly localSecret: string;
  /** Whether the demo plan's examples can be sent from the pages; absent: they cannot. */
  readonly demo?: boolean;
}
