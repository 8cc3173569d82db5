import { loadPlanData } from '../../../src/directory/load/index.ts';
import { openEmbeddedStore } from '../../../src/store/index.ts';

/**
 * A load in a process of its own: `planChild.ts FOLDER DIRECTORY KILL_AFTER`. Prints the counts; is killed after the
 * KILL_AFTERth transaction, 0: never.
 */
const [folder = '', directory = '', killAfter = '0'] = process.argv.slice(2);
const store = await openEmbeddedStore({ directory, bots: [], secrets: {} });
let commits = 0;
const executeBatch = store.client.executeBatch.bind(store.client);
store.client.executeBatch = async (...args) => {
  const reply = await executeBatch(...args);
  commits += 1;
  if (commits === Number(killAfter)) process.kill(process.pid, 'SIGKILL');
  return reply;
};
const report = await loadPlanData(store.client, [folder], { today: '2026-11-23' });
process.stdout.write(JSON.stringify({ ...report, commits }));
await store.close();
