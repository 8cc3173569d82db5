import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getStatus, type MedplumClient, normalizeOperationOutcome } from '@medplum/core';
import type { OperationOutcome } from '@medplum/fhirtypes';
import { onTestFinished } from 'vitest';
import {
  type EmbeddedStore,
  type EmbeddedStoreOptions,
  type FhirStore,
  openEmbeddedStore,
  openMedplumStore,
} from '../../src/store/index.ts';

/** The system of the identifiers by which a test finds its own resources again. */
export const testSystem = 'https://example.org/test';

/**
 * The store under test: the embedded one, or with MEDPLUM_TEST_BASE_URL, MEDPLUM_TEST_CLIENT_ID and
 * MEDPLUM_TEST_CLIENT_SECRET a Medplum server. Closed when the test has ended.
 */
export async function openStore(): Promise<FhirStore> {
  const baseUrl = process.env.MEDPLUM_TEST_BASE_URL;
  if (!baseUrl) return openEmbedded();
  return openMedplumStore({
    baseUrl,
    clientId: process.env.MEDPLUM_TEST_CLIENT_ID ?? '',
    clientSecret: process.env.MEDPLUM_TEST_CLIENT_SECRET ?? '',
  });
}

export async function openClient(): Promise<MedplumClient> {
  return (await openStore()).client;
}

/** An embedded store, in a temporary directory of its own unless one is given. Closed when the test has ended. */
export async function openEmbedded(options: Partial<EmbeddedStoreOptions> = {}): Promise<EmbeddedStore> {
  const store = await openEmbeddedStore({ directory: ':memory:', bots: [], secrets: {}, ...options });
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= store.close();
    return closed;
  };
  onTestFinished(close);
  return { ...store, close };
}

/** Removed when the test has ended. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'store-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A value nobody else has: the store may be a shared server. */
export function unique(): string {
  return randomUUID();
}

export interface Failure {
  readonly status: number;
  readonly outcome: OperationOutcome;
}

/** How a request failed. @throws Error when it did not. */
export async function failureOf(request: Promise<unknown>): Promise<Failure> {
  const outcome = await request.then(
    () => undefined,
    (error: unknown) => normalizeOperationOutcome(error),
  );
  if (!outcome) throw new Error('the request was expected to fail, and did not');
  return { status: getStatus(outcome), outcome };
}

export function textsOf({ outcome }: Failure): string[] {
  return outcome.issue.map(({ details }) => details?.text ?? '');
}
