import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import type { MedplumClient } from '@medplum/core';
import { bots } from '../../bots/manifest.ts';
import { loadDemoPlan } from '../demoPlan.ts';
import { submit } from '../intake/submit.ts';
import { backport, pasTopic } from '../notifications/codes.ts';
import { startNotifier } from '../notifications/notifier.ts';
import { createSubscription } from '../notifications/subscription/manage.ts';
import { readPlanSettings } from '../planSettings.ts';
import { openEmbeddedStore } from '../store/index.ts';
import { quantile } from './timed.ts';

export interface NotifyBench {
  readonly subscriptions: number;
  /** Events that were delivered while the delay was measured. */
  readonly events: number;
  /** Milliseconds from the change of an answer to the arrival of its notification. */
  readonly p50: number;
  readonly p99: number;
  /** Processor milliseconds of an event, receiver included: from the change of an answer on, and of a backlog. */
  readonly cost: number;
  readonly costDrained: number;
  /** Events a second, of a backlog that piled up while nothing was delivered. */
  readonly drained: number;
  /** What else the machine did, as processes that wanted to run in the last minute. */
  readonly load: number;
}

const example = new URL('../../fhir-profiles/examples/requests/10-network-alternative.json', import.meta.url);

/** Answers that change in turn. */
const cases = 20;

/**
 * Measures notifying on the embedded store: so many subscriptions, all of which ask for every answer.
 * @param changes - of an answer, one after the other, each once the one before it has arrived everywhere
 */
export async function benchNotify(subscriptions: number, changes: number): Promise<NotifyBench> {
  const store = await openEmbeddedStore({ directory: ':memory:', bots, secrets: {} });
  const { client } = store;
  await loadDemoPlan(client);
  const answers: string[] = [];
  for (let index = 0; index < cases; index += 1) answers.push(await submitExample(client));
  let turn = 0;
  const changeNext = () => {
    turn += 1;
    return changeAnswer(client, answers[turn % cases] ?? '', `Change ${turn}`);
  };
  let arrived = 0;
  const delays: number[] = [];
  let changedAt = 0;
  const server = createServer((request, reply) => {
    request.resume();
    request.on('end', () => {
      arrived += 1;
      delays.push(performance.now() - changedAt);
      reply.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const managing = { client, now: () => Temporal.Now.instant(), reach: 'open' as const };
  const asked = {
    owner: 'bench',
    base: 'https://plan.example/fhir',
    body: subscriptionAt(`http://127.0.0.1:${port}/`),
  };
  for (let index = 0; index < subscriptions; index += 1) await createSubscription(managing, asked);
  const options = { client, store: 'embedded', reach: 'open', days: 14, log: () => {} } as const;
  const until = async (count: number) => {
    while (arrived < count) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  try {
    let notifier = startNotifier(options);
    await until(subscriptions);
    delays.length = 0;
    let used = process.cpuUsage();
    for (let change = 1; change <= changes; change += 1) {
      changedAt = performance.now();
      await changeNext();
      await until(subscriptions * (1 + change));
    }
    const events = delays.length;
    const cost = costOf(used, events);
    const [p50, p99] = [quantile(delays, 0.5), quantile(delays, 0.99)];
    await notifier.stop();
    const backlog = Math.min(100, Math.ceil(2_000 / subscriptions));
    for (let change = 1; change <= backlog; change += 1) await changeNext();
    await store.idle();
    arrived = 0;
    const began = performance.now();
    used = process.cpuUsage();
    notifier = startNotifier(options);
    await until(backlog * subscriptions);
    const drained = Math.round((backlog * subscriptions) / ((performance.now() - began) / 1_000));
    const costDrained = costOf(used, backlog * subscriptions);
    await notifier.stop();
    const load = Math.round((loadavg()[0] ?? 0) * 10) / 10;
    return { subscriptions, events, p50, p99, cost, costDrained, drained, load };
  } finally {
    server.closeAllConnections();
    server.close();
    await store.close();
  }
}

/** Milliseconds, to the hundredth. */
function costOf(since: NodeJS.CpuUsage, events: number): number {
  const { user, system } = process.cpuUsage(since);
  return Math.round((user + system) / events / 10) / 100;
}

function subscriptionAt(endpoint: string): Uint8Array {
  const subscription = {
    resourceType: 'Subscription',
    status: 'requested',
    reason: 'Measuring.',
    criteria: pasTopic,
    _criteria: { extension: [{ url: backport.filterCriteria, valueString: 'payer-identifier=RCHP1' }] },
    channel: {
      type: 'rest-hook',
      endpoint,
      payload: 'application/fhir+json',
      _payload: { extension: [{ url: backport.payloadContent, valueCode: 'full-resource' }] },
    },
  };
  return new TextEncoder().encode(JSON.stringify(subscription));
}

async function submitExample(client: MedplumClient): Promise<string> {
  const intake = { client, settings: readPlanSettings({}), now: () => Temporal.Now.instant() };
  const bundle = JSON.parse(readFileSync(example, 'utf8'));
  const identifier = { system: 'https://ehr.example/submission', value: crypto.randomUUID() };
  const body = new TextEncoder().encode(JSON.stringify({ ...bundle, identifier }));
  const received = Temporal.Now.instant();
  const result = await submit(intake, { client: 'bench', body, received, base: 'https://plan.example/fhir' });
  const response = result.ok ? result.bundle.entry?.[0]?.resource : undefined;
  if (!response?.id) throw new Error('The example was refused');
  return response.id;
}

/** As a decision does, the answer says something new. */
async function changeAnswer(client: MedplumClient, id: string, disposition: string): Promise<void> {
  const response = await client.readResource('ClaimResponse', id, { cache: 'reload' });
  await client.updateResource({ ...response, disposition });
}
