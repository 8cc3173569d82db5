export { loadDefinitions } from './embedded/definitions.ts';
export {
  DirectoryInUseError,
  type DirectoryLock,
  type LockHolder,
  lockDirectory,
  readLock,
} from './embedded/directoryLock.ts';
export type { StoreLog, StoreLogEntry } from './embedded/incident.ts';
export { type EmbeddedStore, type EmbeddedStoreOptions, openEmbeddedStore } from './embedded/open.ts';
export { UnusableStoreError } from './embedded/unusable.ts';
export { type MedplumStoreOptions, openMedplumStore } from './medplum/open.ts';
export type * from './store.ts';
