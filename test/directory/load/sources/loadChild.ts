import { listSourceOf, loadBundle, loadList } from '../../../../src/directory/load/index.ts';
import { openEmbeddedStore } from '../../../../src/store/index.ts';
import { generatedNpi } from '../../../support/generatedLists.ts';

/**
 * A load in a process of its own: `loadChild.ts KIND FILE DIRECTORY PEOPLE KILL_AFTER`. Makes a directory of PEOPLE
 * invented professionals, loads FILE, and prints memory as it went; is killed after the KILL_AFTERth transaction of the
 * list, 0: never.
 */
const [kind = '', file = '', directory = '', people = '0', killAfter = '0'] = process.argv.slice(2);
const today = '2026-11-23';
const store = await openEmbeddedStore({ directory, bots: [], secrets: {} });
const entry = Array.from({ length: Number(people) }, (_, n) => ({
  resource: {
    resourceType: 'Practitioner' as const,
    id: `p${n}`,
    active: true,
    identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: generatedNpi(n) }],
  },
}));
await loadBundle(store.client, { resourceType: 'Bundle', type: 'collection', entry }, { today });

let commits = 0;
const executeBatch = store.client.executeBatch.bind(store.client);
store.client.executeBatch = async (...args) => {
  const reply = await executeBatch(...args);
  commits += 1;
  if (commits === Number(killAfter)) process.kill(process.pid, 'SIGKILL');
  return reply;
};

const memory: { heap: number; rss: number }[] = [];
const remember = () => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  memory.push({ heap: heapUsed, rss });
};
const list = listSourceOf(kind, [file]);
if (!list) throw new Error(`No list ${kind}`);
const report = await loadList(store.client, list, [file], { today, onLines: remember });
remember();
process.stdout.write(JSON.stringify({ ...report, memory }));
await store.close();
