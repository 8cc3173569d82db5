import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { openEmbeddedStore } from '../../src/store/index.ts';
import { contextOf, send } from './harness.ts';
import { wrappedClient } from './wrappedClient.ts';

/**
 * A process that answers one submission and is killed at one of its calls to the store: `before` it, `during` it, or once
 * it is through (`after`). The call is given by number, or by the name of a method.
 *
 * Arguments: store directory, file of the message, instant of receipt, moment, call.
 */
// What is killed does not keep its compiled code by itself.
flushCompileCache();

const [, , directory = '', file = '', received = '', moment = '', at = ''] = process.argv;

const store = await openEmbeddedStore({ directory, bots: [], secrets: {} });
const client = wrappedClient(store.client, async ({ index, method, proceed }) => {
  if (at !== method && at !== String(index)) return proceed();
  if (moment === 'before') kill();
  const running = proceed();
  if (moment === 'during') await turnsOfTheLoop(Math.floor(Math.random() * 4));
  else await running;
  return kill();
});
await send(contextOf(client), readFileSync(file), Temporal.Instant.from(received));
await store.close();

function kill(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('still alive');
}

async function turnsOfTheLoop(number: number): Promise<void> {
  for (let turn = 0; turn < number; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
