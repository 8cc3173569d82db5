import type { MedplumClient } from '@medplum/core';
import type { Catalog, CatalogRecord } from './catalog.ts';
import { type Commit, committer } from './commit.ts';
import type { Wait } from './patience.ts';
import type { RecordResource } from './recordTypes.ts';
import type { Fault, OnRejected, Position } from './rejection.ts';
import type { Scratch, ScratchKeys, ScratchTexts } from './scratch.ts';

/** One load under way. What it remembers of each record is in its scratch file; contents pass through. */
export interface LoadSession {
  readonly client: MedplumClient;
  readonly source: string;
  readonly catalog: Catalog;
  readonly wait: Wait;
  /** Store ids by `Type/id` of the file: what a reference to it becomes. */
  readonly ids: ScratchTexts;
  /** `Type/id` of the store's records this load wrote or confirmed. */
  readonly touched: ScratchKeys;
  readonly staleTags: StaleTags;
  readonly counts: Counts;
  readonly onRejected: OnRejected;
  readonly commit: Commit;
  /** Exclusion lists loaded before: whom this load brings was not compared with them. */
  readonly listsBefore: readonly string[];
  /** The local date on which a snapshot ends what the source no longer holds; absent: nothing is ended. */
  readonly endsOn?: string;
}

/** Which roles' tags may have changed with what was written: values by search parameter of PractitionerRole. */
export interface StaleTags {
  /** `Organization/id` of groups whose affiliations changed. */
  readonly organization: Set<string>;
  /** `Location/id` of locations that lie in other areas now. */
  readonly location: Set<string>;
  /** `system|code` of tags whose network has another code now. */
  readonly _tag: Set<string>;
  /** Ids of roles. */
  readonly _id: Set<string>;
}

export interface Counts {
  created: number;
  changed: number;
  unchanged: number;
  ended: number;
}

/** A record whose turn it is. */
export interface Pending {
  readonly record: CatalogRecord;
  readonly resource: RecordResource;
}

export interface SessionOptions extends Pick<LoadSession, 'wait' | 'endsOn' | 'listsBefore' | 'onRejected'> {
  readonly dryRun?: boolean;
}

export function startSession(
  client: MedplumClient,
  source: string,
  catalog: Catalog,
  scratch: Scratch,
  { wait, dryRun, endsOn, listsBefore, onRejected }: SessionOptions,
): LoadSession {
  return {
    client,
    source,
    catalog,
    wait,
    ids: scratch.texts('id'),
    touched: scratch.keys('touched'),
    staleTags: { organization: new Set(), location: new Set(), _tag: new Set(), _id: new Set() },
    counts: { created: 0, changed: 0, unchanged: 0, ended: 0 },
    onRejected,
    commit: committer(client, wait, dryRun),
    listsBefore,
    endsOn,
  };
}

export function reject(session: LoadSession, position: Position, faults: readonly Fault[]): void {
  session.onRejected({ ...position, faults });
}
