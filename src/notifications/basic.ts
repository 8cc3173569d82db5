import { isGone, isNotFound, type MedplumClient, OperationOutcomeError, type WithId } from '@medplum/core';
import type { Basic, BundleEntry, Extension, Identifier } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../directory/searchAll.ts';
import { codesOf, concept } from '../fhir/elements.ts';
import { withRetries } from '../intake/retries.ts';
import { type NotificationCode, notificationCodes } from './codes.ts';

/**
 * What notifying has to remember is kept as Basic: it is nobody's but the service's, and a Medplum server would serve a
 * Subscription itself, with bare resources. A Basic is not readable from outside.
 */
export type StoredBasic = WithId<Basic>;

export function newBasic(
  code: NotificationCode,
  identifier: readonly Identifier[],
  extension: Extension,
): Basic & { extension: Extension[] } {
  return {
    resourceType: 'Basic',
    identifier: [...identifier],
    code: concept(notificationCodes, code),
    extension: [extension],
  };
}

export function hasCode({ code }: Basic, wanted: NotificationCode): boolean {
  return codesOf(code, notificationCodes).includes(wanted);
}

/** As a search value. */
export function codeToken(...codes: readonly NotificationCode[]): string {
  return codes.map((code) => `${notificationCodes}|${code}`).join(',');
}

/**
 * The one Basic that a search finds, as it now stands.
 * @throws Unavailable when the store does not answer
 */
export function findBasic(
  client: MedplumClient,
  query: Readonly<Record<string, string>>,
): Promise<StoredBasic | undefined> {
  return withRetries(() => client.searchOne('Basic', query, { cache: 'reload' }));
}

/**
 * The Basic with this id, as it now stands; undefined when there is none, or no more.
 * @throws Unavailable when the store does not answer
 */
export function readBasic(client: MedplumClient, id: string): Promise<StoredBasic | undefined> {
  return withRetries(async () => {
    try {
      return await client.readResource('Basic', id, { cache: 'reload' });
    } catch (error) {
      if (error instanceof OperationOutcomeError && (isGone(error.outcome) || isNotFound(error.outcome)))
        return undefined;
      throw error;
    }
  });
}

/** @throws Unavailable when the store does not answer */
export async function findBasics(
  client: MedplumClient,
  query: Readonly<Record<string, string | readonly string[]>>,
  most = 1_000_000,
): Promise<readonly StoredBasic[]> {
  const { resources } = await withRetries(() => searchAll(client, 'Basic', query, most));
  return ofType(resources, 'Basic').filter((basic): basic is StoredBasic => basic.id !== undefined);
}

/**
 * Writes on the version that was read.
 * @throws OperationOutcomeError 412 when somebody else has written since, 410 when it was deleted
 */
export function putFenced(client: MedplumClient, basic: StoredBasic): Promise<StoredBasic> {
  return client.updateResource(basic, { headers: { 'If-Match': versionTag(basic) }, maxRetries: 0 });
}

/** The same within a transaction. */
export function putEntry(basic: StoredBasic): BundleEntry {
  return { request: { method: 'PUT', url: `Basic/${basic.id}`, ifMatch: versionTag(basic) }, resource: basic };
}

export function postEntry(basic: Basic): BundleEntry {
  return { request: { method: 'POST', url: 'Basic' }, resource: basic };
}

function versionTag({ meta }: Basic): string {
  return `W/"${meta?.versionId}"`;
}
