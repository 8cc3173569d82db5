import type { BundleEntry } from '@medplum/fhirtypes';
import type { RecordResource } from './recordTypes.ts';
import type { Pending } from './session.ts';

/** Records that are written together or not at all: one, or a circle of references. */
export type Unit<T = Pending> = readonly T[];

/** A record to be written, and how. */
export interface Planned {
  readonly pending: Pending;
  readonly existing?: RecordResource;
  readonly resource: RecordResource;
  readonly entry: BundleEntry;
}
