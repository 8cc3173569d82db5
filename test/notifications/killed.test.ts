import type { Subscription } from '@medplum/fhirtypes';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parametersOf, people } from '../intake/decision/support.ts';
import { claimResponseIn, example, post, search, submit } from '../support/fhirHttp.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../support/server.ts';
import { type Behaviour, firstTaken, numbersIn, openReceiver } from './receiver.ts';
import { eventually, subscriptionFor } from './support.ts';

const headers = { 'content-type': 'application/fhir+json' };

async function subscribeAt(server: RunningServer, endpoint: string): Promise<string> {
  const body = JSON.stringify(subscriptionFor(endpoint));
  const reply = await fetch(`${server.url}/fhir/Subscription`, { method: 'POST', headers, body });
  expect(reply.status).toBe(201);
  return ((await reply.json()) as Subscription).id ?? '';
}

/** The pended example, as a request of its own. */
function request(): string {
  const bundle = JSON.parse(new TextDecoder().decode(example('requests/10-not-enrolled.json')));
  return JSON.stringify({
    ...bundle,
    identifier: { system: 'https://ehr.example/submission', value: crypto.randomUUID() },
  });
}

async function answerAndDecide(server: RunningServer): Promise<void> {
  const pended = claimResponseIn(await submit(server.url, request()));
  const [task] = await search(server.url, 'Task', `focus=ClaimResponse/${pended.id}`);
  const decision = parametersOf({ decision: 'deny', reviewer: people.physician, reason: 'Criterion VI.B is not met.' });
  const { status } = await post(`${server.url}/fhir/Task/${task?.id}/$decide`, decision);
  expect(status).toBe(200);
}

/** When the service is killed: while the receiver has the event and has not answered, or just as it has. */
const moments: Readonly<Record<string, (kill: () => void) => Behaviour>> = {
  'before the receiver answers': (kill) => () => {
    kill();
    return false;
  },
  'as the receiver answers': (kill) => (_request, reply) => {
    reply.on('finish', kill);
    return true;
  },
};

describe('the service is killed in the middle of a delivery', () => {
  it.for(Object.entries(moments))('%s: nothing is lost, and twice is under one number', async ([, moment]) => {
    const directory = temporaryDirectory();
    onTestFinished(directory.remove);
    let server = await startServer(directory.path);
    onTestFinished(() => server.stop());
    const receiver = await openReceiver();
    const id = await subscribeAt(server, receiver.url);
    await eventually(() => expect(receiver.taken).toHaveLength(1));
    for (let kill = 0; kill < 3; kill += 1) {
      let killed: Promise<void> | undefined;
      receiver.behave(
        moment(() => {
          killed ??= server.kill();
        }),
      );
      await answerAndDecide(server).catch(() => undefined);
      await eventually(() => expect(killed).toBeDefined());
      await killed;
      receiver.behave(() => true);
      server = await startServer(directory.path);
    }
    await answerAndDecide(server);
    await eventually(() => expect(firstTaken(receiver.taken).length).toBeGreaterThanOrEqual(3));
    const newest = async () => {
      const events = await (await fetch(`${server.url}/fhir/Subscription/${id}/$events?content=empty`)).json();
      return JSON.stringify(events).split('"event-number"').length - 1;
    };
    await eventually(async () => expect(firstTaken(receiver.taken)).toHaveLength(await newest()));
    const numbers = firstTaken(receiver.taken);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const contents = new Map<number, Set<string>>();
    for (const { events, bundle } of receiver.arrived) {
      const [number] = events;
      if (number === undefined) continue;
      contents.set(number, (contents.get(number) ?? new Set()).add(JSON.stringify(bundle.entry?.[1])));
    }
    expect([...contents.values()].map((versions) => versions.size)).toEqual(numbers.map(() => 1));
    expect(numbersIn(receiver.arrived).length).toBeGreaterThan(numbers.length);
  });
});

describe('events of a killed service', () => {
  it('an answer whose event was never made becomes one after the restart', async () => {
    const directory = temporaryDirectory();
    onTestFinished(directory.remove);
    const first = await startServer(directory.path);
    const receiver = await openReceiver();
    await subscribeAt(first, receiver.url);
    const sent = submit(first.url, request());
    await sent;
    await first.kill();
    const second = await startServer(directory.path);
    onTestFinished(second.stop);
    await eventually(() => expect(firstTaken(receiver.taken)).toEqual([1]));
  });
});
