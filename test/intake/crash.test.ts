import { beforeEach, describe, expect, test } from 'vitest';
import { sweep } from '../../src/intake/sweep.ts';
import { caseOf, census, everyCase, notAnswered, nothing, once, startOfClocks } from './cases.ts';
import { answerTo, later, message, type OpenIntake, openEmbedded } from './harness.ts';
import { type KilledSubmission, post, startServer, submitAndDie, temporaryDirectory } from './processes.ts';
import { callsOf } from './wrappedClient.ts';

const example = '10-network-alternative';
const answered = once(['review']);
/** Processes take a second each to start, on a busy machine several. */
const timeout = 240_000;
/** In whole seconds, as clocks are shown. */
const received = Temporal.Now.instant().subtract({ minutes: 10 }).round('second');

let directory: string;
beforeEach(async () => {
  directory = temporaryDirectory();
  await withStore(async () => {});
});

async function withStore<T>(work: (intake: OpenIntake) => Promise<T>, place = directory): Promise<T> {
  const intake = await openEmbedded(place);
  try {
    return await work(intake);
  } finally {
    await intake.close();
  }
}

const points = [
  { point: 'between receive and commit', moment: 'before', left: notAnswered },
  { point: 'between commit and reply', moment: 'after', left: answered },
] as const;

describe.each(points)('a process killed $point', { timeout }, ({ moment, left }) => {
  test('is made good by the same bytes: one case, its clocks from the first receipt', async () => {
    const body = message(example);
    expect(await submitAndDie({ directory, body, received, moment, call: 'executeBatch' })).toBe(true);
    await withStore(async ({ client, context }) => {
      expect(census(await caseOf(client, body))).toEqual(left);
      const answer = await answerTo(context, body);
      const stored = await caseOf(client, body);
      expect(census(stored)).toEqual(answered);
      expect(answer.id).toBe(stored.responses[0]?.id);
      expect(startOfClocks(stored)).toEqual([received.toString()]);
    });
  });

  test('is made good by the sweep: one case, its clocks from the first receipt', async () => {
    const body = message(example);
    await submitAndDie({ directory, body, received, moment, call: 'executeBatch' });
    await withStore(async ({ client, context }) => {
      await sweep(later(context, { seconds: 61 }));
      const stored = await caseOf(client, body);
      expect(census(stored)).toEqual(answered);
      expect(startOfClocks(stored)).toEqual([received.toString()]);
    });
  });
});

describe('the server', { timeout }, () => {
  test.each(points)('killed $point, started again and sent the same bytes: one case', async ({ moment, left }) => {
    const body = message(example);
    const before = Temporal.Now.instant().round({ smallestUnit: 'second', roundingMode: 'floor' });
    const server = await startServer(directory, moment);
    await expect(post(server, body)).rejects.toThrow('fetch failed');
    expect(await server.ended).toBe('SIGKILL');
    const receivedFirst = await withStore(async ({ client }) => {
      const [only, ...others] = await everyCase(client);
      expect(others).toEqual([]);
      expect(only && census(only)).toEqual(left);
      return only?.receipts[0]?.received ?? '';
    });
    expect(Temporal.Instant.compare(receivedFirst, before)).toBeGreaterThanOrEqual(0);
    const again = await startServer(directory);
    const reply = await post(again, body);
    expect(reply.status, await reply.clone().text()).toBe(200);
    await again.stop('SIGTERM');
    await withStore(async ({ client }) => {
      const cases = await everyCase(client);
      expect(cases.map(census)).toEqual([answered]);
      const start = Temporal.Instant.from(receivedFirst).round({ smallestUnit: 'second', roundingMode: 'floor' });
      expect(cases.flatMap(startOfClocks)).toEqual([start.toString()]);
    });
  });

  test('killed with twelve submissions in flight, and sent them all again: twelve cases', async () => {
    const bodies = Array.from({ length: 12 }, () => message(example));
    const server = await startServer(directory);
    const replies = bodies.map((body) => post(server, body).catch(() => undefined));
    await Promise.race(replies);
    await server.stop('SIGKILL');
    await Promise.all(replies);
    const again = await startServer(directory);
    const statuses = await Promise.all(bodies.map(async (body) => (await post(again, body)).status));
    expect(statuses).toEqual(bodies.map(() => 200));
    await again.stop('SIGTERM');
    await withStore(async ({ client }) => {
      expect((await everyCase(client)).map(census)).toEqual(bodies.map(() => answered));
    });
  });
});

describe('a process killed at each of its writes, and at some of its reads', () => {
  test('leaves the case whole or not begun; the same bytes or the sweep make it one', { timeout }, async () => {
    const calls = await withStore((intake) =>
      callsOf(intake.client, (client) => answerTo({ ...intake.context, client }, message(example))),
    );
    const runs = killsAt(calls).map((kill) => ({ ...kill, body: message(example) }));
    expect(runs).toHaveLength(9);
    // Two stores, for the sake of time: a store has one process.
    const elsewhere = temporaryDirectory();
    await withStore(async () => {}, elsewhere);
    const lanes = [directory, elsewhere].map((place, lane) => ({
      place,
      runs: runs.filter((_, at) => at % 2 === lane),
    }));
    await Promise.all(lanes.map((lane) => killAll(lane.place, lane.runs)));
    for (const { place, runs } of lanes) await withStore((intake) => makeGood(intake, runs), place);
  });

  interface Run extends Kill {
    readonly body: Uint8Array;
  }

  async function killAll(place: string, runs: readonly Run[]): Promise<void> {
    for (const run of runs) expect(await submitAndDie({ directory: place, received, ...run })).toBe(true);
  }

  async function makeGood({ client, context }: OpenIntake, runs: readonly Run[]): Promise<void> {
    const left = async (body: Uint8Array) => census(await caseOf(client, body));
    for (const { body } of runs) expect([nothing, notAnswered, answered]).toContainEqual(await left(body));
    await sweep(later(context, { seconds: 61 }));
    for (const { body, moment, call } of runs) {
      const swept = await caseOf(client, body);
      expect([nothing, answered], `${moment} call ${call}`).toContainEqual(census(swept));
      const first = swept.receipts.length > 0 ? received : Temporal.Now.instant().round('second');
      await answerTo(context, body, first);
      const stored = await caseOf(client, body);
      expect(census(stored), `${moment} call ${call}`).toEqual(answered);
      // One that was lost before its receipt is a new request, with a receipt of its own.
      expect(startOfClocks(stored), `${moment} call ${call}`).toEqual([first.toString()]);
    }
  }
});

type Kill = Pick<KilledSubmission, 'moment' | 'call'>;

/** Before, during and after each call that writes, and before three that read, which ones is left to chance. */
function killsAt(calls: readonly string[]): readonly Kill[] {
  const numbered = calls.map((method, at) => ({ method, call: `${at + 1}` }));
  const isWrite = ({ method }: { readonly method: string }) => /^(create|execute|update)/.test(method);
  const reads = numbered.filter((each) => !isWrite(each)).sort(() => Math.random() - 0.5);
  return [
    ...numbered.filter(isWrite).flatMap(({ call }) => moments.map((moment) => ({ moment, call }))),
    ...reads.slice(0, 3).map(({ call }) => ({ moment: 'before', call }) as const),
  ];
}

const moments = ['before', 'during', 'after'] as const;
