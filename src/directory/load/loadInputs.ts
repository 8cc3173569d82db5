import type { MedplumClient } from '@medplum/core';
import { type Catalog, readCatalog } from './catalog.ts';
import { committer } from './commit.ts';
import { ensureDefinitions } from './definitions.ts';
import type { Input } from './input.ts';
import { keepLoadedSource } from './loadedSource.ts';
import type { LoadOptions, LoadReport } from './loadOptions.ts';
import { loadRecords } from './loadRecords.ts';
import { listsLoadedBefore, markCompared, type NotCompared } from './notCompared.ts';
import { wait } from './patience.ts';
import { refreshTags } from './refreshTags.ts';
import type { OnRejected } from './rejection.ts';
import { Scratch } from './scratch.ts';
import { startSession } from './session.ts';
import { endMissing } from './snapshot.ts';
import { planSource } from './sourceId.ts';

/**
 * Brings what the inputs hold into the store, and ends with a snapshot what they no longer hold.
 * @param mayBeEmpty - inputs without a record say that nobody of record is listed, not that something went wrong
 * @throws what the store answered last, when it keeps failing: what was loaded until then is recognized by the next load
 */
export async function loadInputs(
  client: MedplumClient,
  inputs: readonly Input[],
  options: LoadOptions,
  { mayBeEmpty = false } = {},
): Promise<LoadReport> {
  ensureDefinitions();
  using scratch = new Scratch();
  let rejected = 0;
  const onRejected: OnRejected = (rejection) => {
    rejected += 1;
    options.onRejected?.(rejection);
  };
  const catalog = await readCatalog(inputs, scratch, onRejected, options.onRead);
  const unclear = options.snapshot ? unclearSnapshot(catalog, mayBeEmpty) : undefined;
  const source = options.source ?? planSource;
  const searcher = { client, wait: options.wait ?? wait };
  const session = startSession(client, source, catalog, scratch, {
    wait: searcher.wait,
    listsBefore: await listsLoadedBefore(searcher, source),
    dryRun: options.dryRun,
    endsOn: options.snapshot && !unclear ? options.today : undefined,
    onRejected,
  });
  const total = catalog.size;
  await loadRecords(session, inputs, (loaded) => options.onProgress?.({ loaded, total }));

  if (unclear) onRejected({ file: 'snapshot', faults: [{ reason: unclear }] });
  if (session.endsOn) await endMissing(session, session.endsOn);
  await refreshTags(session);
  return { ...session.counts, rejected };
}

/**
 * Keeps as of when a named source stands, once all of it is loaded, and that it was compared with whom it was not before.
 * @param notCompared - whom the source, as an exclusion list, is now compared with and was not before
 */
export async function keepSource(
  client: MedplumClient,
  report: LoadReport,
  options: LoadOptions,
  notCompared: NotCompared,
): Promise<void> {
  if (!options.source || options.dryRun) return;
  const searcher = { client, wait: options.wait ?? wait };
  const asOf = report.rejected === 0 ? (options.asOf ?? options.today) : undefined;
  if (asOf !== undefined)
    await markCompared({ ...searcher, commit: committer(client, searcher.wait) }, options.source, notCompared);
  await keepLoadedSource(searcher, options.source, asOf);
}

/** Why it cannot be told what a source no longer holds. */
function unclearSnapshot(catalog: Catalog, mayBeEmpty: boolean): string | undefined {
  if (catalog.unidentified > 0) {
    return `ended nothing: of ${catalog.unidentified} lines or files it cannot be told which record they are; correct them and load again`;
  }
  return catalog.size === 0 && !mayBeEmpty ? 'ended nothing: the files hold no record that can be loaded' : undefined;
}
