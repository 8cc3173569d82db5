import type { Coding, Practitioner } from '@medplum/fhirtypes';
import { npiOf } from '../../fhir/elements.ts';
import { exclusionLists } from '../../policy/data/exclusionLists.ts';
import { loadCodeSystem, loadedSourceSystem } from './loadedSource.ts';
import type { RecordResource } from './recordTypes.ts';
import { type Searcher, searchAny, searchAnyPages } from './search.ts';
import type { LoadSession } from './session.ts';
import { notComparedSystem, notComparedWith, sourceOf } from './sources/facts.ts';
import { plainName, plainNumber } from './sources/plain.ts';
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

/** The record with a tag for each of `lists`, when a list would look for it by something else than before. */
export function withNotCompared<T extends RecordResource>(
  existing: RecordResource | undefined,
  resource: T,
  lists: readonly string[],
): T {
  if (resource.resourceType !== 'Practitioner' || lists.length === 0) return resource;
  if (existing?.resourceType === 'Practitioner' && knownBy(existing) === knownBy(resource)) return resource;
  const marked = notComparedWith(resource);
  const added = lists
    .filter((list) => !marked.includes(list))
    .map((code): Coding => ({ system: notComparedSystem, code }));
  return added.length === 0
    ? resource
    : { ...resource, meta: { ...resource.meta, tag: [...(resource.meta?.tag ?? []), ...added] } };
}

/** What exclusion lists are compared by: NPI, names, date of birth and licences. */
function knownBy({ identifier, name, birthDate, qualification }: Practitioner): string {
  const names = (name ?? []).map(({ family = '', given }) => plainName(family, given?.[0] ?? ''));
  const licences = (qualification ?? [])
    .filter((one) => !sourceOf(one))
    .flatMap((one) => (one.identifier ?? []).map(({ value = '' }) => plainNumber(value)));
  return JSON.stringify([npiOf(identifier), birthDate, names.sort(), licences.sort()]);
}

/** Ids, with the versions read, of the professionals a list was not compared with. */
export type NotCompared = ReadonlyMap<string, string | undefined>;

/** Read before the list is, so that only who was there is taken for compared with it. */
export async function readNotCompared(searcher: Searcher, list: string | undefined): Promise<NotCompared> {
  const found = new Map<string, string | undefined>();
  if (!exclusionLists.some(({ code }) => code === list)) return found;
  for await (const page of searchAnyPages(searcher, 'Practitioner', '_tag', [`${notComparedSystem}|${list}`])) {
    for (const { id, meta } of page) if (id) found.set(id, meta?.versionId);
  }
  return found;
}

/** Takes the mark from those who stand as they did when the list was compared with them. */
export async function markCompared(
  session: Pick<LoadSession, 'client' | 'wait' | 'commit'>,
  list: string,
  before: NotCompared,
): Promise<void> {
  await updateRecords(session, 'Practitioner', [...before.keys()], async (records) =>
    records
      .filter(({ id, meta }) => before.get(id ?? '') === meta?.versionId)
      .map((record) => ({ before: record, after: withoutTag(record, list) })),
  );
}

function withoutTag<T extends RecordResource>(record: T, list: string): T {
  const { tag, ...meta } = record.meta ?? {};
  const left = (tag ?? []).filter(({ system, code }) => system !== notComparedSystem || code !== list);
  return { ...record, meta: left.length > 0 ? { ...meta, tag: left } : meta };
}
