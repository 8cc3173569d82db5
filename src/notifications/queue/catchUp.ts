import type { MedplumClient, WithId } from '@medplum/core';
import type { Basic, ClaimResponse } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../../directory/searchAll.ts';
import { extensionOf } from '../../fhir/elements.ts';
import { ownBase } from '../../fhir/systems.ts';
import { failureOf, withRetries } from '../../intake/retries.ts';
import { codeToken, findBasic, newBasic, putFenced, type StoredBasic } from '../basic.ts';
import { subscriptionSystem } from '../codes.ts';
import { instantText } from '../parts.ts';
import { allSubscriptions } from '../subscription/store.ts';
import { enqueueAnswer } from './enqueue.ts';

const positionUrl = `${ownBase}/StructureDefinition/caught-up-to`;
const positionToken = `${subscriptionSystem}|catch-up`;

/** What a process has looked at already, so that it does not look again. */
export interface CatchUp {
  readonly client: MedplumClient;
  /** How long after its `lastUpdated` a write may come to be seen. */
  readonly overlap: Temporal.Duration;
  /** `id/version` of answers. */
  readonly examined: Set<string>;
}

const examinedKept = 50_000;
const answersAtOnce = 500;

/**
 * Goes over the answers written since it was last through, and makes the events that are missing: those whose trigger was
 * lost, or whose bot failed or was killed. How far it came is kept in the store, and only moves on when all of it succeeded.
 * @throws what failed, after everything else was tried; run again, nothing is lost or doubled
 */
export async function catchUp({ client, overlap, examined }: CatchUp): Promise<void> {
  let subscriptions = await allSubscriptions(client);
  if (subscriptions.length === 0) return;
  const position = await withRetries(() => readPosition(client));
  const started = subscriptions.map(({ state }) => state.started).toSorted(Temporal.Instant.compare)[0];
  const through = throughOf(position);
  const from = later(through, started)?.subtract(overlap);
  const written = await answersSince(client, from);
  const failures: unknown[] = [];
  for (const { id, meta } of written) {
    const version = `${id}/${meta?.versionId}`;
    if (examined.has(version)) continue;
    try {
      const made = await enqueueAnswer(client, id, subscriptions);
      examined.add(version);
      // Those that were written have other versions now.
      if (made > 0) subscriptions = await allSubscriptions(client);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} answers could not be looked at`);
  if (examined.size > examinedKept) examined.clear();
  const newest = written.at(-1)?.meta?.lastUpdated;
  if (newest !== undefined) await moveTo(client, position, later(through, Temporal.Instant.from(newest)));
}

/** Up to when answers have been looked at; undefined: none has been yet. */
export async function caughtUpTo(client: MedplumClient): Promise<Temporal.Instant | undefined> {
  const position = await findBasic(client, { identifier: positionToken, code: codeToken('catch-up') });
  return position && throughOf(position);
}

async function answersSince(
  client: MedplumClient,
  from: Temporal.Instant | undefined,
): Promise<readonly WithId<ClaimResponse>[]> {
  const query = {
    use: 'preauthorization',
    ...(from ? { _lastUpdated: `ge${instantText(from)}` } : {}),
    _fields: 'use',
    _count: String(answersAtOnce),
  };
  const { resources } = await withRetries(() => searchAll(client, 'ClaimResponse', query, 1_000_000));
  return ofType(resources, 'ClaimResponse')
    .filter((response): response is WithId<ClaimResponse> => response.id !== undefined)
    .toSorted((a, b) => ((a.meta?.lastUpdated ?? '') < (b.meta?.lastUpdated ?? '') ? -1 : 1));
}

function readPosition(client: MedplumClient): Promise<StoredBasic> {
  const fresh: Basic = newBasic('catch-up', [{ system: subscriptionSystem, value: 'catch-up' }], {
    url: positionUrl,
    valueInstant: '1970-01-01T00:00:00.000Z',
  });
  return client.createResourceIfNoneExist(fresh, `identifier=${positionToken}`, { maxRetries: 0 });
}

function throughOf(position: Basic): Temporal.Instant {
  return Temporal.Instant.from(extensionOf(position, positionUrl)?.valueInstant ?? '1970-01-01T00:00:00Z');
}

function later(one: Temporal.Instant, other: Temporal.Instant | undefined): Temporal.Instant {
  return other && Temporal.Instant.compare(other, one) > 0 ? other : one;
}

async function moveTo(client: MedplumClient, position: StoredBasic, through: Temporal.Instant): Promise<void> {
  if (Temporal.Instant.compare(through, throughOf(position)) <= 0) return;
  const extension = [{ url: positionUrl, valueInstant: instantText(through) }];
  try {
    await putFenced(client, { ...position, extension });
  } catch (error) {
    // Another instance was through at the same time.
    if (failureOf(error) !== 'fence') throw error;
  }
}
