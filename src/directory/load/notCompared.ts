import type { Coding, Practitioner } from '@medplum/fhirtypes';
import { exclusionLists } from '../../policy/data/exclusionLists.ts';
import { isVouchedFor, vouchedTags, wasKnownAs } from './knownBy.ts';
import { loadCodeSystem, loadedSourceSystem } from './loadedSource.ts';
import type { RecordResource } from './recordTypes.ts';
import { type Searcher, searchAny, searchPages } from './search.ts';
import type { LoadSession } from './session.ts';
import { notComparedSystem, notComparedWith } from './sources/facts.ts';
import { updateRecords } from './updateRecords.ts';

/** The exclusion lists that were loaded by name, but for the one that is being loaded. */
export async function listsLoadedBefore(searcher: Searcher, source: string): Promise<readonly string[]> {
  const loads = await searchAny(searcher, 'Basic', 'code', [`${loadCodeSystem}|source`]);
  const names = loads
    .flatMap(({ identifier }) => identifier ?? [])
    .filter(({ system }) => system === loadedSourceSystem);
  return exclusionLists
    .map(({ code }) => code)
    .filter((code) => code !== source && names.some(({ value }) => value === code));
}

/**
 * The record with a tag for each of `lists`, when a list would look for it by something else than before, or when nobody can
 * tell; and with the load's word that these are all.
 */
export function withNotCompared(
  existing: RecordResource | undefined,
  resource: RecordResource,
  lists: readonly string[],
): RecordResource {
  if (resource.resourceType !== 'Practitioner') return resource;
  const isKnown = existing?.resourceType === 'Practitioner' && wasKnownAs(existing, resource);
  return vouchedFor(isKnown ? resource : withMarks(resource, lists));
}

function withMarks(practitioner: Practitioner, lists: readonly string[]): Practitioner {
  const marked = notComparedWith(practitioner);
  const added = lists
    .filter((list) => !marked.includes(list))
    .map((code): Coding => ({ system: notComparedSystem, code }));
  const { meta } = practitioner;
  return { ...practitioner, meta: { ...meta, tag: [...(meta?.tag ?? []), ...added] } };
}

function vouchedFor(practitioner: Practitioner): Practitioner {
  return { ...practitioner, meta: { ...practitioner.meta, tag: [...vouchedTags(practitioner)] } };
}

/** Ids, with the versions read, of the professionals a list was not compared with, or of whom nobody can tell. */
export type NotCompared = ReadonlyMap<string, string | undefined>;

/** Picks out, of everybody of record, those whom a list is now compared with and was not before. */
export interface NewlyCompared {
  /** To be shown each professional as the list is compared with them. */
  readonly look: (practitioner: Practitioner) => void;
  readonly found: NotCompared;
}

/** @param list - of a source that is no exclusion list nobody is picked out */
export function newlyCompared(list: string | undefined): NewlyCompared {
  const found = new Map<string, string | undefined>();
  const look = (practitioner: Practitioner) => {
    const isNew = !isVouchedFor(practitioner) || notComparedWith(practitioner).some((marked) => marked === list);
    if (isNew && practitioner.id) found.set(practitioner.id, practitioner.meta?.versionId);
  };
  return { look: isExclusionList(list) ? look : () => {}, found };
}

/** The same from a look at everybody of record before a load that reads them for nothing else. */
export async function readNotCompared(searcher: Searcher, list: string | undefined): Promise<NotCompared> {
  const { look, found } = newlyCompared(list);
  if (!isExclusionList(list)) return found;
  for await (const page of searchPages(searcher, 'Practitioner', { _sort: '_lastUpdated' })) page.forEach(look);
  return found;
}

/**
 * Takes the mark from those who stand as they did when the list was compared with them. Who was written past the loads gets
 * marks of the other lists, and the load's word that these are all.
 */
export async function markCompared(
  session: Pick<LoadSession, 'client' | 'wait' | 'commit'>,
  list: string,
  before: NotCompared,
): Promise<void> {
  if (before.size === 0) return;
  const others = await listsLoadedBefore(session, list);
  await updateRecords(session, 'Practitioner', [...before.keys()], async (records) =>
    records
      .filter((record) => record.resourceType === 'Practitioner')
      .filter(({ id, meta }) => before.get(id ?? '') === meta?.versionId)
      .map((record) => ({ before: record, after: withoutMark(withNotCompared(record, record, others), list) })),
  );
}

function withoutMark<T extends RecordResource>(record: T, list: string): T {
  const { tag, ...meta } = record.meta ?? {};
  const left = (tag ?? []).filter(({ system, code }) => system !== notComparedSystem || code !== list);
  return { ...record, meta: left.length > 0 ? { ...meta, tag: left } : meta };
}

function isExclusionList(source: string | undefined): boolean {
  return exclusionLists.some(({ code }) => code === source);
}
