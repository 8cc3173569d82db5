import { readFileSync } from 'node:fs';
import type { MedplumClient } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import { loadDemoPlan } from '../demoPlan.ts';
import { submit } from '../intake/submit.ts';
import { readPlanSettings } from '../planSettings.ts';
import { openMedplumStore } from '../store/index.ts';
import { type Timing, timed } from './timed.ts';

export interface MedplumBench {
  /** Calls to the server for one `$submit` that nothing else runs beside. */
  readonly calls: { readonly writes: number; readonly reads: number };
  readonly submit: Timing;
  /** One plain transaction of as many creates, in the same run. */
  readonly transaction: Timing & { readonly creates: number };
  /** Rate of `$submit` as a part of the transaction's. */
  readonly ratio: number;
}

const example = new URL('../../fhir-profiles/examples/requests/10-network-alternative.json', import.meta.url);

export interface MedplumBenchOptions {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Submissions to measure, and how many at once. */
  readonly count: number;
  readonly atOnce: number;
}

/** Measures `$submit` on a Medplum server against the server's own rate for one plain transaction of as many creates. */
export async function benchMedplum(options: MedplumBenchOptions): Promise<MedplumBench> {
  const seen: string[] = [];
  const counting: typeof fetch = (input, init) => {
    seen.push(`${init?.method ?? 'GET'} ${kindOf(input, init)}`);
    return fetch(input, init);
  };
  const { client, close } = await openMedplumStore({ ...options, fetch: counting });
  try {
    await loadDemoPlan(client);
    const one = () => send(client);
    await one();
    seen.length = 0;
    await one();
    const calls = { writes: seen.filter(isWrite).length, reads: seen.filter((call) => !isWrite(call)).length };
    const plain = plainTransaction();
    const transact = () => client.executeBatch(structuredClone(plain));
    // Alternating halves: what slows the machine down slows both.
    const first = await timed(one, options.count / 2, options.atOnce);
    const plainFirst = await timed(transact, options.count / 2, options.atOnce);
    const second = await timed(one, options.count / 2, options.atOnce);
    const plainSecond = await timed(transact, options.count / 2, options.atOnce);
    const submits = join(first, second);
    const transactions = join(plainFirst, plainSecond);
    return {
      calls,
      submit: submits,
      transaction: { ...transactions, creates: plain.entry?.length ?? 0 },
      ratio: round(submits.perSecond / transactions.perSecond),
    };
  } finally {
    await close();
  }
}

function kindOf(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): string {
  const body = typeof init?.body === 'string' ? init.body : '';
  if (body.includes('"type":"batch"')) return 'batch of reads';
  return new URL(String(input)).pathname;
}

function isWrite(call: string): boolean {
  return call.startsWith('POST') && !call.includes('batch of reads');
}

async function send(client: MedplumClient): Promise<void> {
  const bundle = JSON.parse(readFileSync(example, 'utf8'));
  const message = { ...bundle, identifier: { system: 'https://ehr.example/submission', value: crypto.randomUUID() } };
  const body = new TextEncoder().encode(JSON.stringify(message));
  const intake = { client, settings: readPlanSettings({}), now: () => Temporal.Now.instant() };
  const arrival = { client: 'bench', body, received: Temporal.Now.instant(), base: 'https://plan.example/fhir' };
  const result = await submit(intake, arrival);
  if (!result.ok) throw new Error('The example was refused');
}

/** As many creates as a pended case makes: receipt, Claim, ClaimResponse, Task, Provenance; of about their size. */
function plainTransaction(): Bundle {
  const text = 'x'.repeat(2500);
  const resource = {
    resourceType: 'Basic',
    code: { text: 'bench' },
    extension: [{ url: 'https://bench.example', valueString: text }],
  } as const;
  const entry = Array.from({ length: 5 }, () => ({
    request: { method: 'POST' as const, url: 'Basic' },
    resource: { ...resource, extension: [...resource.extension] },
  }));
  return { resourceType: 'Bundle', type: 'transaction', entry };
}

function join(a: Timing, b: Timing): Timing {
  return {
    perSecond: round(2 / (1 / a.perSecond + 1 / b.perSecond)),
    p50: round((a.p50 + b.p50) / 2),
    p99: Math.max(a.p99, b.p99),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
