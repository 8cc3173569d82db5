import type { MedplumClient } from '@medplum/core';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { resourceInput } from './bundleInput.ts';
import { type Catalog, readCatalog } from './catalog.ts';
import { ensureDefinitions } from './definitions.ts';
import { fileInput } from './fileInput.ts';
import { keepLoadedSource } from './loadedSource.ts';
import { loadRecords } from './loadRecords.ts';
import { type Wait, wait } from './patience.ts';
import { refreshTags } from './refreshTags.ts';
import type { Rejection } from './rejection.ts';
import { startSession } from './session.ts';
import { endMissing } from './snapshot.ts';
import { planSource } from './sourceId.ts';

/** How plan data are loaded. */
export interface LoadOptions {
  /** Name of where the data come from, of letters, digits, `.`, `_` and `-`; absent: `plan`, whose dates are not kept. */
  readonly source?: string;
  /** Local date as of which the source's data stand, `YYYY-MM-DD`; absent: today. Kept only with `source`. */
  readonly asOf?: string;
  /** The files hold all the source has: what it held before and holds no longer is ended. */
  readonly snapshot?: boolean;
  /** Today's local date in the plan's zone, `YYYY-MM-DD`. */
  readonly today: string;
  readonly onProgress?: (progress: Progress) => void;
  readonly wait?: Wait;
}

/** Records done, of all that are acceptable. */
export interface Progress {
  readonly loaded: number;
  readonly total: number;
}

/** What a load did; `ended` only with a snapshot. */
export interface LoadReport {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly ended: number;
  readonly rejected: readonly Rejection[];
}

/**
 * Puts plan data of record into the store. Each line or entry that cannot be loaded is reported, the rest is loaded; the
 * same load again changes nothing.
 * @param inputs - paths of files (Bundle JSON or NDJSON), or resources: a Bundle stands for its entries
 * @throws RangeError for a source name or a date that cannot be kept
 * @throws what the store answered last, when it keeps failing: what was loaded until then is recognized by the next load
 */
export async function loadPlanData(
  client: MedplumClient,
  inputs: readonly (string | Resource)[],
  options: LoadOptions,
): Promise<LoadReport> {
  checkOptions(options);
  ensureDefinitions();
  const opened = await Promise.all(
    inputs.map((input) => (typeof input === 'string' ? fileInput(input) : resourceInput(input.resourceType, input))),
  );
  const catalog = await readCatalog(opened);
  const session = startSession(client, options.source ?? planSource, catalog, options.wait ?? wait);
  const total = catalog.records.size;
  await loadRecords(session, opened, (loaded) => options.onProgress?.({ loaded, total }));

  const unclear = options.snapshot ? unclearSnapshot(catalog) : undefined;
  if (unclear) session.rejected.push({ file: 'snapshot', faults: [{ reason: unclear }] });
  else if (options.snapshot) await endMissing(session, options.today);
  await refreshTags(session);

  const asOf = session.rejected.length === 0 ? (options.asOf ?? options.today) : undefined;
  if (options.source) await keepLoadedSource(session, options.source, asOf);
  return { ...session.counts, rejected: session.rejected };
}

/** Puts one Bundle of plan data into the store, as `loadPlanData` does. */
export async function loadBundle(client: MedplumClient, bundle: Bundle, options: LoadOptions): Promise<LoadReport> {
  return loadPlanData(client, [bundle], options);
}

/** Why it cannot be told what a source no longer holds. */
function unclearSnapshot(catalog: Catalog): string | undefined {
  if (catalog.unidentified > 0) {
    return `ended nothing: of ${catalog.unidentified} lines or files it cannot be told which record they are; correct them and load again`;
  }
  return catalog.records.size === 0 ? 'ended nothing: the files hold no record that can be loaded' : undefined;
}

function checkOptions({ source, asOf, today }: LoadOptions): void {
  if (source !== undefined && !/^[A-Za-z0-9._-]{1,64}$/.test(source)) {
    throw new RangeError(`Source ${JSON.stringify(source)}: use up to 64 letters, digits, ".", "_" or "-"`);
  }
  for (const date of [today, ...(asOf === undefined ? [] : [asOf])]) {
    if (!isLocalDate(date)) throw new RangeError(`Date ${JSON.stringify(date)}: write a date as YYYY-MM-DD`);
  }
}

function isLocalDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}
