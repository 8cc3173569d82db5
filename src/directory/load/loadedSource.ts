import type { MedplumClient } from '@medplum/core';
import type { Basic } from '@medplum/fhirtypes';
import { withPatience } from './patience.ts';
import { type Searcher, searchAny } from './search.ts';

/** System of the identifier of a loaded source: its value is the name given with `--source`. */
export const loadedSourceSystem = 'https://w3id.org/second-opinion/load-source';

/** System of `Basic.code` of a loaded source; its only code is `source`. */
export const loadCodeSystem = 'https://w3id.org/second-opinion/CodeSystem/load';

/**
 * Keeps that a source was loaded, as one Basic a source: `identifier` (load-source, the name), `code` (load, `source`),
 * `created` the local date as of which its data stand. Without `created` no load of it was ever complete.
 * @param asOf - local date, `YYYY-MM-DD`; absent after an incomplete load: the date that was kept stays
 */
export async function keepLoadedSource(searcher: Searcher, name: string, asOf: string | undefined): Promise<void> {
  const { client, wait } = searcher;
  const [existing] = await readLoadedSource(searcher, name);
  const source: Basic = {
    ...existing,
    resourceType: 'Basic',
    identifier: [{ system: loadedSourceSystem, value: name }],
    code: { coding: [{ system: loadCodeSystem, code: 'source' }] },
    created: asOf ?? existing?.created,
  };
  if (existing && existing.created === source.created) return;
  await withPatience(client, () => write(client, source), { isRead: false, wait });
}

async function readLoadedSource(searcher: Searcher, name: string): Promise<Basic[]> {
  return searchAny(searcher, 'Basic', 'identifier', [`${loadedSourceSystem}|${name}`]);
}

async function write(client: MedplumClient, { id, ...source }: Basic): Promise<void> {
  if (id) await client.updateResource({ ...source, id }, { maxRetries: 0 });
  else
    await client.createResourceIfNoneExist(source, `identifier=${loadedSourceSystem}|${source.identifier?.[0]?.value}`);
}
