import type { Bundle, ClaimResponse } from '@medplum/fhirtypes';
import { beforeEach, describe, expect, test } from 'vitest';
import { caseKeyOf, replacedById } from '../../../src/fhir/caseLinks.ts';
import { sweep } from '../../../src/intake/sweep.ts';
import { caseOf } from '../cases.ts';
import { answerTo, later, type OpenIntake, openEmbedded } from '../harness.ts';
import { post, startServer, submitAndDie, temporaryDirectory } from '../processes.ts';
import {
  cancelItem,
  codeOf,
  itemIn,
  markChanged,
  request,
  standing,
  tasksOf,
  updateOf,
  type Version,
} from './support.ts';

/** Item 1 is certified, item 2 is pended. */
const mixed = '3-test-beside-approved-opinion';
/** Processes take a second each to start, on a busy machine several. */
const timeout = 240_000;
const received = Temporal.Now.instant().subtract({ hours: 3 }).round('second');
const receivedUpdate = received.add({ hours: 2 });

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});

async function withStore<T>(work: (intake: OpenIntake) => Promise<T>): Promise<T> {
  const intake = await openEmbedded(directory);
  try {
    return await work(intake);
  } finally {
    await intake.close();
  }
}

/** An update that withdraws what is certified, and changes what is pended. */
function changed(first: Version): Version {
  return updateOf(first, (claim) => {
    cancelItem(itemIn(claim, 1));
    itemIn(claim, 2).quantity = { value: 2, unit: 'visits' };
    markChanged(itemIn(claim, 2));
  });
}

/** What the store holds of a request and its update. */
async function stored({ client }: OpenIntake, first: Version, update: Version) {
  const { responses: all } = await caseOf(client, first.body);
  const { responses: answers, receipts } = await caseOf(client, update.body);
  const prior = all.find(({ id }) => !answers.some((answer) => answer.id === id));
  const [answer] = answers;
  const history = await client.readHistory('ClaimResponse', prior?.id ?? '');
  const tasks = answer ? await tasksOf(client, answer) : [];
  const reviews = tasks.filter((task) => codeOf(task) === 'review');
  const current = all.filter(({ status }) => status === 'active');
  return {
    receipts: receipts.map(({ status }) => status),
    answers: answers.map(standing),
    current: current.map(({ id }) => id),
    prior: { status: prior?.status, replacedBy: prior && replacedById(prior), versions: history.entry?.length },
    reviews: reviews.map(({ status, focus, note, authoredOn }) => ({
      status,
      focus: focus?.reference,
      notes: note?.length,
      since: Temporal.Instant.from(authoredOn ?? '').toString(),
    })),
    leftBehind: prior
      ? (await tasksOf(client, prior)).filter(({ status }) => status === 'requested').length
      : undefined,
  };
}

function replacedOnce({ id }: ClaimResponse, since: Temporal.Instant) {
  return {
    receipts: ['completed'],
    answers: ['1 C, 2 A4'],
    current: [id],
    prior: { status: 'cancelled', replacedBy: id, versions: 2 },
    reviews: [{ status: 'requested', focus: `ClaimResponse/${id}`, notes: 1, since: since.toString() }],
    leftBehind: 0,
  };
}

function notBegun({ id }: ClaimResponse, open: number) {
  return {
    receipts: ['in-progress'],
    answers: [],
    current: [id],
    prior: { status: 'active', replacedBy: undefined, versions: 1 },
    reviews: [],
    leftBehind: open,
  };
}

describe.each(['before', 'during', 'after'] as const)(
  'an update whose process is killed %s its commit',
  { timeout },
  (moment) => {
    async function killed(): Promise<{ readonly first: Version; readonly update: Version }> {
      const first = request(mixed);
      const update = changed(first);
      const { answer, open } = await withStore(async (intake) => {
        const given = await answerTo(intake.context, first.body, received);
        const tasks = await tasksOf(intake.client, given);
        return { answer: given, open: tasks.filter(({ status }) => status === 'requested').length };
      });
      const { body } = update;
      const call = 'executeBatch';
      expect(await submitAndDie({ directory, body, received: receivedUpdate, moment, call })).toBe(true);
      await withStore(async (intake) => {
        const left = await stored(intake, first, update);
        const [replacing] = (await caseOf(intake.client, body)).responses;
        const whole = replacing && replacedOnce(replacing, received);
        const none = notBegun(answer, open);
        const allowed = { before: [none], during: [none, whole], after: [whole] }[moment];
        expect(allowed).toContainEqual(left);
      });
      return { first, update };
    }

    test('is made good by the same bytes: one current answer, the prior replaced once', async () => {
      const { first, update } = await killed();
      await withStore(async (intake) => {
        const answer = await answerTo(intake.context, update.body);
        expect(await stored(intake, first, update)).toEqual(replacedOnce(answer, received));
      });
    });

    test('is made good by the sweep, and left alone by another one', async () => {
      const { first, update } = await killed();
      await withStore(async (intake) => {
        await sweep(later(intake.context, { seconds: 61 }));
        await sweep(later(intake.context, { seconds: 122 }));
        const [answer] = (await caseOf(intake.client, update.body)).responses;
        if (!answer) throw new Error('The update is not answered');
        expect(await stored(intake, first, update)).toEqual(replacedOnce(answer, received));
      });
    });
  },
);

test.each(['before', 'after'] as const)(
  'the server, killed %s the commit of an update, started again and sent the same bytes: one current answer',
  async (moment) => {
    const first = request(mixed);
    const update = changed(first);
    await withStore(async () => {});
    const server = await startServer(directory);
    const reply = await post(server, first.body);
    expect(reply.status, await reply.clone().text()).toBe(200);
    await server.stop('SIGTERM');
    const dying = await startServer(directory, moment);
    await expect(post(dying, update.body)).rejects.toThrow('fetch failed');
    expect(await dying.ended).toBe('SIGKILL');
    const again = await startServer(directory);
    const answers = await Promise.all([post(again, update.body), post(again, update.body)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const bundles = await Promise.all(answers.map(async (answer): Promise<Bundle> => JSON.parse(await answer.text())));
    await again.stop('SIGTERM');
    const ids = bundles.map(({ entry }) => entry?.[0]?.resource?.id ?? '');
    expect(new Set(ids).size).toBe(1);
    await withStore(async ({ client }) => {
      const answer = await client.readResource('ClaimResponse', ids[0] ?? '');
      expect([answer.status, standing(answer), caseKeyOf(answer)]).toEqual(['active', '1 C, 2 A4', expect.any(String)]);
      const prior = (await client.searchResources('ClaimResponse', { status: 'cancelled' })).filter(
        (each) => replacedById(each) === answer.id,
      );
      expect(prior).toHaveLength(1);
      const history = await client.readHistory('ClaimResponse', prior[0]?.id ?? '');
      expect(history.entry).toHaveLength(2);
      const reviews = (await tasksOf(client, answer)).filter((task) => codeOf(task) === 'review');
      expect(reviews.map(({ status, note }) => [status, note?.length])).toEqual([['requested', 1]]);
    });
  },
  timeout,
);
