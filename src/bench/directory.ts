import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MedplumClient } from '@medplum/core';
import { gatherFacts } from '../directory/gatherFacts.ts';
import { loadPlanData } from '../directory/load/index.ts';
import { bareRequest } from '../pas/reading/bareRequest.ts';
import type { SubmittedParty, SubmittedRequest } from '../pas/reading/submittedRequest.ts';
import { openEmbeddedStore } from '../store/index.ts';
import { seeded } from './random.ts';
import {
  memberNumber,
  type PlanSize,
  payerNpi,
  practitionerNpi,
  sizeOf,
  syntheticPlan,
  syntheticPostalCodes,
} from './syntheticPlan.ts';

export interface DirectoryBench {
  /** Roles in the plan. */
  readonly roles: number;
  /** Determinations whose facts are gathered, twice over: first of a database as it was left, then of one that is in memory. */
  readonly runs: number;
  readonly seed: number;
}

export interface DirectoryMeasures {
  readonly roles: number;
  readonly records: number;
  readonly loadSeconds: number;
  readonly recordsPerSecond: number;
  /** Of the process, from its start. */
  readonly peakMegabytes: number;
  /** Milliseconds for the facts of one determination, in process, once the machine has the database's file in memory. */
  readonly p50: number;
  readonly p99: number;
  /** The same of those before, which find some of the database on the disk: machines take memory back that is not touched. */
  readonly first: { readonly p50: number; readonly p99: number };
  /** The same as processor time of its thread, which other programs on the machine do not lengthen. */
  readonly processor: { readonly p50: number; readonly p99: number };
  /** Candidates seen, on average. */
  readonly candidates: number;
}

const today = '2026-11-23';
const warmUp = 50;

/** Loads an invented plan into a store of its own, which goes afterwards, and gathers facts from it. */
export async function benchDirectory({ roles, runs, seed }: DirectoryBench): Promise<DirectoryMeasures> {
  const folder = await mkdtemp(join(tmpdir(), 'second-opinion-bench-'));
  const directory = join(folder, 'store');
  try {
    const size = sizeOf(roles);
    const files = await writePlan(join(folder, 'plan'), size, seed);
    const loaded = await inStore(directory, async (client) => {
      const from = performance.now();
      const report = await loadPlanData(client, files, { today });
      if (report.rejected > 0) throw new Error(`${report.rejected} invented records are refused`);
      const seconds = (performance.now() - from) / 1000;
      return { seconds, first: await gatherMany(client, size, runs, seed + 1) };
    });
    // While the store is open this would end this process's lock on the file.
    await readThrough(join(directory, 'store.db'));
    const gathered = await inStore(directory, (client) => gatherMany(client, size, runs, seed + 2));
    const records = roles + size.practitioners + 2 * size.groups + 2 * size.members;
    return {
      roles,
      records,
      loadSeconds: rounded(loaded.seconds),
      recordsPerSecond: Math.round(records / loaded.seconds),
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      ...percentiles(gathered.times),
      first: percentiles(loaded.first.times),
      processor: percentiles(gathered.processor),
      candidates: rounded(gathered.candidates / runs),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inStore<T>(directory: string, work: (client: MedplumClient) => Promise<T>): Promise<T> {
  const store = await openEmbeddedStore({ directory, bots: [], secrets: {} });
  try {
    return await work(store.client);
  } finally {
    await store.close();
  }
}

async function writePlan(folder: string, size: PlanSize, seed: number): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const [type, resources] of syntheticPlan(size, seed)) {
    const file = join(folder, `${type}.ndjson`);
    await pipeline(Readable.from(lines(resources())), createWriteStream(file));
    files.push(file);
  }
  return files;
}

function* lines(resources: Iterable<unknown>): Iterable<string> {
  for (const resource of resources) yield `${JSON.stringify(resource)}\n`;
}

interface Gathered {
  /** Milliseconds, each. */
  readonly times: readonly number[];
  readonly processor: readonly number[];
  /** Candidates seen, in all. */
  readonly candidates: number;
}

/** Gathers facts for invented requests from a store that holds the plan of this size. */
async function gatherMany(client: MedplumClient, size: PlanSize, runs: number, seed: number): Promise<Gathered> {
  const random = seeded(seed);
  const postalCodes = syntheticPostalCodes();
  const times: number[] = [];
  const processor: number[] = [];
  let candidates = 0;
  for (let run = -warmUp; run < runs; run += 1) {
    const request = requestFor(
      random.whole(size.members),
      random.whole(size.practitioners),
      random.whole(size.practitioners),
    );
    const used = process.threadCpuUsage();
    const from = performance.now();
    const { facts } = await gatherFacts(client, request, {
      receivedOn: today,
      timeZone: 'America/Los_Angeles',
      products: ['medi-cal'],
      postalCodes,
    });
    const elapsed = performance.now() - from;
    if (run < 0) continue;
    times.push(elapsed);
    const { user, system } = process.threadCpuUsage(used);
    processor.push((user + system) / 1000);
    candidates += facts.items[0]?.alternatives.candidates.length ?? 0;
  }
  return { times, processor, candidates };
}

/** Reads a file once, so that the machine has it in memory. */
async function readThrough(file: string): Promise<void> {
  const bytes = createReadStream(file, { highWaterMark: 1024 * 1024 });
  for await (const _ of bytes);
}

function percentiles(times: readonly number[]): { readonly p50: number; readonly p99: number } {
  const ordered = times.toSorted((a, b) => a - b);
  const at = (part: number) => rounded(ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * part))] ?? 0);
  return { p50: at(0.5), p99: at(0.99) };
}

function requestFor(member: number, requested: number, first: number): SubmittedRequest {
  const party: SubmittedParty = {
    kind: 'professional',
    npi: practitionerNpi(requested),
    name: 'requested',
    specialties: [],
    sites: [],
  };
  return {
    insurer: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: payerNpi }],
    member: {
      numbers: [{ value: memberNumber(member), expression: 'member' }],
      givenNames: [],
      expression: 'member',
    },
    ...bareRequest,
    items: [
      {
        sequence: 1,
        isOpinion: true,
        diagnoses: ['I50.22'],
        requested: [party],
        firstOpinion: [practitionerNpi(first)],
      },
    ],
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
