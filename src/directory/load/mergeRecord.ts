import { isDeepStrictEqual } from 'node:util';
import type { Flag, Identifier, Meta } from '@medplum/fhirtypes';
import { endFacts } from './endFacts.ts';
import { mergeQualifications } from './mergeQualifications.ts';
import type { RecordResource } from './recordTypes.ts';
import { isSourceId, sourceId, sourceIdsOf } from './sourceId.ts';
import { factName, sourceOf } from './sources/facts.ts';

/** Whose record is loaded: the source, the id in its file, and what else the load knows. */
export interface Origin {
  readonly source: string;
  /** `Type/id` as the file has it. */
  readonly key: string;
  /** The files of this load hold this `Type/id`. */
  isHeld(key: string): boolean;
  /** This load already wrote or confirmed the existing record, from another line. */
  readonly isTouched: boolean;
  /** The local date on which a snapshot ends what the source stated before and states no longer; absent: no snapshot. */
  readonly endsOn?: string;
}

/** A record that is not in the store yet: under its source-id, without the file's id, profiles and versions. */
export function newRecord<T extends RecordResource>(incoming: T, { source, key }: Origin): T {
  const { id: _fileId, ...content } = incoming;
  const identifier = [...ownIdentifiers(incoming), sourceId(source, key)];
  return { ...content, identifier, meta: fileMeta(incoming.meta) } as T;
}

/**
 * What the store's record becomes. A record that only this source holds is replaced. One that others hold too keeps what
 * the file does not say: its owner (the source that made it) overrides, others fill in what is absent; identifiers are
 * united, and qualifications replaced one by one. A second line of the same load only fills in.
 */
export function mergeRecord<T extends RecordResource>(existing: T, incoming: T, origin: Origin): T {
  const held = sourceIdsOf(existing);
  const mine = held.find(({ source, key }) => source === origin.source && key === origin.key);
  const others = held.filter((other) => other !== mine);
  const isOwn = others.concat(mine ?? []).some(({ source, secondary }) => source === origin.source && !secondary);
  const isShared = others.some((other) => other.source !== origin.source || origin.isHeld(other.key));
  const meta = fileMeta({ ...incoming.meta, tag: unitedTags(existing.meta, incoming.meta) });
  const joined: Identifier = {
    ...sourceId(origin.source, origin.key),
    ...(isOwn ? {} : { use: 'secondary' as const }),
  };
  const mySourceId = mine ? [] : [joined];

  if (isOwn && !isShared) {
    const sourceIds = (existing.identifier ?? []).filter(isSourceId);
    const identifier = [...ownIdentifiers(incoming), ...sourceIds, ...mySourceId];
    return { ...incoming, ...dismissal(existing), id: existing.id, meta, identifier } as T;
  }
  const overrides = isOwn && !origin.isTouched;
  return {
    ...(overrides ? { ...existing, ...incoming } : { ...incoming, ...existing }),
    ...mergeQualifications(withoutOldFacts(existing, incoming, origin), incoming, { replace: !origin.isTouched }),
    id: existing.id,
    meta,
    identifier: [...unitedIdentifiers(existing, incoming), ...mySourceId],
  } as T;
}

/** A Flag a person has found to be about somebody else stays so, however often the list is loaded. */
function dismissal(existing: RecordResource): Pick<Flag, 'status'> | undefined {
  const isDismissed = existing.resourceType === 'Flag' && existing.status === 'entered-in-error';
  return isDismissed ? { status: 'entered-in-error' } : undefined;
}

function withoutOldFacts(
  existing: RecordResource,
  incoming: RecordResource,
  { source, endsOn }: Origin,
): RecordResource {
  if (endsOn === undefined || incoming.resourceType !== 'Practitioner') return existing;
  return endFacts(existing, source, endsOn, new Set(incoming.qualification?.map(factName)));
}

/** Whether a record as it stands says the same as `wanted`, apart from what the store adds. */
export function hasSameContent(existing: RecordResource, wanted: RecordResource): boolean {
  return isDeepStrictEqual(comparable(existing), comparable(wanted));
}

function comparable(resource: RecordResource): unknown {
  const { profile, security, tag } = resource.meta ?? {};
  return JSON.parse(JSON.stringify({ ...resource, meta: { profile, security, tag: tag?.length ? tag : undefined } }));
}

function ownIdentifiers(resource: RecordResource): Identifier[] {
  return (resource.identifier ?? []).filter((identifier) => !isSourceId(identifier));
}

function unitedIdentifiers(existing: RecordResource, incoming: RecordResource): Identifier[] {
  const held = existing.identifier ?? [];
  const own = ownIdentifiers(incoming);
  const added = own.filter((one) => !held.some((other) => isSameIdentifier(one, other)));
  // A register that gave the number out knows since when and until when it is in force.
  const dated = held.map((other) => {
    const stated = own.find((one) => sourceOf(one) && isSameIdentifier(one, other));
    return stated ? { ...other, ...stated } : other;
  });
  return [...dated, ...added];
}

function isSameIdentifier(one: Identifier, other: Identifier): boolean {
  return one.system === other.system && one.value === other.value;
}

// Profiles are left out: a Medplum server that knows them falsely rejects Plan-Net's own examples.
function fileMeta(meta: Meta | undefined): Meta | undefined {
  const { security, tag } = meta ?? {};
  // What is empty is left out: a server refuses it.
  return security || tag ? { ...(security ? { security } : {}), ...(tag ? { tag } : {}) } : undefined;
}

function unitedTags(existing: Meta | undefined, incoming: Meta | undefined): Meta['tag'] {
  const held = existing?.tag ?? [];
  const added = (incoming?.tag ?? []).filter(
    ({ system, code }) => !held.some((tag) => tag.system === system && tag.code === code),
  );
  return held.length + added.length > 0 ? [...held, ...added] : undefined;
}
