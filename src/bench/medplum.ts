import { readFileSync } from 'node:fs';
import { isResource } from '@medplum/core';
import type { Bundle, Communication } from '@medplum/fhirtypes';
import { loadDemoPlan } from '../demoPlan.ts';
import { type SubmitResult, submit } from '../intake/submit.ts';
import { readPlanSettings } from '../planSettings.ts';
import { type FhirStore, openMedplumStore } from '../store/index.ts';
import { enrolMembersLike } from './ownMembers.ts';
import { plainTransaction } from './plainTransaction.ts';
import { type Timing, timed } from './timed.ts';

export interface MedplumBench {
  /** Calls to the server for one `$submit` that nothing else runs beside. */
  readonly calls: Calls;
  /** The same when nothing is remembered. */
  readonly firstCalls: Calls;
  readonly submit: Timing;
  /** One plain transaction that creates what a `$submit` creates, in the same run. */
  readonly transaction: Timing & { readonly creates: number };
  /** Rate of `$submit` as a part of the transaction's. */
  readonly ratio: number;
}

interface Calls {
  readonly writes: number;
  readonly reads: number;
}

const example = new URL('../../fhir-profiles/examples/requests/10-network-alternative.json', import.meta.url);

/** The member whom the example is about. */
const exampleMember = 'RC100001';

/** So often the two take turns: what slows the machine down slows both. */
const turns = 4;

export interface MedplumBenchOptions {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Submissions to measure, and how many at once. */
  readonly count: number;
  readonly atOnce: number;
  /** Seconds for which plan data may be remembered; absent: as the service does. */
  readonly maxAge?: number;
}

/**
 * Measures `$submit` on a Medplum server against the server's own rate for one plain transaction that creates the same
 * resources, of the same content: receipt, Claim, ClaimResponse, evidence, Task and Provenance of a pended request. Each
 * submission is for a member of its own.
 */
export async function benchMedplum(options: MedplumBenchOptions): Promise<MedplumBench> {
  const seen: Call[] = [];
  const noting: typeof fetch = (input, init) => {
    seen.push(callOf(input, init));
    return fetch(input, init);
  };
  const store = await openMedplumStore({ ...options, fetch: noting });
  try {
    await loadDemoPlan(store.client);
    const maxAge = options.maxAge ?? store.maxAge;
    const members = await enrolMembersLike(store.client, exampleMember, options.count + turns + 3);
    const one = () => send(store, maxAge, members.pop() ?? exampleMember);
    const callsOf = async (run: () => Promise<unknown>) => {
      seen.length = 0;
      await run();
      return { writes: seen.filter(isWrite).length, reads: seen.filter((call) => !isWrite(call)).length };
    };
    const firstCalls = await callsOf(() => send(store, 0, members.pop() ?? exampleMember));
    await one();
    const calls = await callsOf(one);
    const plain = plainTransaction(...written(seen));
    const transact = () => store.client.executeBatch(plain());
    const timings: { readonly submit: Timing; readonly transaction: Timing }[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      timings.push({
        submit: await timed(one, options.count / turns, options.atOnce),
        transaction: await timed(transact, options.count / turns, options.atOnce),
      });
    }
    const submits = join(timings.map((turn) => turn.submit));
    const transactions = join(timings.map((turn) => turn.transaction));
    return {
      calls,
      firstCalls,
      submit: submits,
      transaction: { ...transactions, creates: plain().entry?.length ?? 0 },
      ratio: round(submits.perSecond / transactions.perSecond),
    };
  } finally {
    await store.close();
  }
}

interface Call {
  readonly method: string;
  /** What was sent, when it was FHIR JSON. */
  readonly resource: unknown;
}

function callOf(_input: Parameters<typeof fetch>[0], init: RequestInit | undefined): Call {
  const { method = 'GET', body } = init ?? {};
  return { method, resource: typeof body === 'string' && body.startsWith('{') ? JSON.parse(body) : undefined };
}

function isWrite({ method, resource }: Call): boolean {
  return method === 'POST' && !(isResource<Bundle>(resource, 'Bundle') && resource.type === 'batch');
}

/** The receipt and the transaction that a submission sent. */
function written(calls: readonly Call[]): [receipt: Communication, commit: Bundle] {
  const sent = calls.filter(isWrite).map(({ resource }) => resource);
  const receipt = sent.find((resource) => isResource<Communication>(resource, 'Communication'));
  const commit = sent.find((resource) => isResource<Bundle>(resource, 'Bundle'));
  if (!receipt || !commit) throw new Error('The example was not received and committed');
  return [receipt, commit];
}

async function send({ client }: FhirStore, maxAge: number | undefined, member: string): Promise<SubmitResult> {
  const bundle = JSON.parse(readFileSync(example, 'utf8').replaceAll(`"${exampleMember}"`, `"${member}"`));
  const message = { ...bundle, identifier: { system: 'https://ehr.example/submission', value: crypto.randomUUID() } };
  const body = new TextEncoder().encode(JSON.stringify(message));
  const settings = { ...readPlanSettings({}), maxAge };
  const intake = { client, settings, now: () => Temporal.Now.instant() };
  const arrival = { client: 'bench', body, received: Temporal.Now.instant(), base: 'https://plan.example/fhir' };
  const result = await submit(intake, arrival);
  if (!result.ok) throw new Error('The example was refused');
  return result;
}

function join(turnsTaken: readonly Timing[]): Timing {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    perSecond: round(1 / mean(turnsTaken.map(({ perSecond }) => 1 / perSecond))),
    p50: round(mean(turnsTaken.map(({ p50 }) => p50))),
    p99: Math.max(...turnsTaken.map(({ p99 }) => p99)),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
