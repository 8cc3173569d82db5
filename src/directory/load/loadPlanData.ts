import type { MedplumClient } from '@medplum/core';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { resourceInput } from './bundleInput.ts';
import { fileInput } from './fileInput.ts';
import { withFolders } from './folders.ts';
import { keepSource, loadInputs } from './loadInputs.ts';
import { checkOptions, type LoadOptions, type LoadReport } from './loadOptions.ts';
import { readNotCompared } from './notCompared.ts';
import { wait } from './patience.ts';

/**
 * Puts plan data of record into the store. Each line or entry that cannot be loaded is reported, the rest is loaded; the
 * same load again changes nothing.
 * @param inputs - paths of files (Bundle JSON or NDJSON) or of folders of NDJSON, as a bulk `$export` leaves them; or
 *   resources: a Bundle stands for its entries
 * @throws RangeError for a source name or a date that cannot be kept
 * @throws what the store answered last, when it keeps failing: what was loaded until then is recognized by the next load
 */
export async function loadPlanData(
  client: MedplumClient,
  inputs: readonly (string | Resource)[],
  options: LoadOptions,
): Promise<LoadReport> {
  checkOptions(options);
  const opened = await Promise.all(
    (await withFolders(inputs)).map((input) =>
      typeof input === 'string' ? fileInput(input) : resourceInput(input.resourceType, input),
    ),
  );
  const notCompared = await readNotCompared({ client, wait: options.wait ?? wait }, options.source);
  const report = await loadInputs(client, opened, options);
  await keepSource(client, report, options, notCompared);
  return report;
}

/** Puts one Bundle of plan data into the store, as `loadPlanData` does. */
export async function loadBundle(client: MedplumClient, bundle: Bundle, options: LoadOptions): Promise<LoadReport> {
  return loadPlanData(client, [bundle], options);
}
