import { parseArgs } from 'node:util';
import type { Difference } from '../intake/differences.ts';
import type { Evidence } from '../intake/evidence.ts';
import { evidenceIn, type StoredBytes } from '../intake/evidenceDocument.ts';
import { findEvidence, findWitnessedDigest } from '../intake/findEvidence.ts';
import { readEvidence } from '../intake/readEvidence.ts';
import { replay as recompute } from '../intake/replay.ts';
import { openStore } from './openStore.ts';

const usage = 'Usage: npm run -s replay -- --case CASE (the id of a ClaimResponse, AUTH…, REF…, or a case key)';

/** What a command gets from its process. */
export interface ReplayContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Printed as one line of JSON. */
interface ReplayReport {
  /** Case key. */
  readonly case: string;
  readonly same: boolean;
  readonly differences: readonly Difference[];
  /** Data of the rules that changed since, also where the answer is the same. */
  readonly changedRules: readonly Difference[];
}

interface Replayed {
  readonly evidence: Evidence;
  readonly report: ReplayReport;
}

/**
 * `replay`: recomputes what software answered to a case, and the deadlines, from the stored evidence alone, and compares.
 * What people decided later is no part of it. The report goes to stdout as one line of JSON, a summary to stderr.
 * @returns the exit code: 0 the same, 2 different, 1 when there is no such case or its evidence cannot be read
 */
export async function replay(args: readonly string[], { env, stdout, stderr }: ReplayContext): Promise<number> {
  try {
    const name = readArguments(args);
    if ('fault' in name) return fail(stderr, [name.fault, usage]);
    const replayed = await replayCase(env, name.case);
    if ('problems' in replayed) return fail(stderr, replayed.problems);
    stdout.write(`${JSON.stringify(replayed.report)}\n`);
    stderr.write(`${summary(replayed).join('\n')}\n`);
    return replayed.report.same ? 0 : 2;
  } catch (error) {
    return fail(stderr, [`The replay stopped: ${error instanceof Error ? error.message : 'for an unknown reason'}`]);
  }
}

function readArguments(args: readonly string[]): { readonly case: string } | { readonly fault: string } {
  try {
    const { values } = parseArgs({ args: [...args], options: { case: { type: 'string' } } });
    return values.case ? { case: values.case } : { fault: '--case is missing.' };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'The arguments cannot be read.' };
  }
}

type Problems = { readonly problems: readonly string[] };

async function replayCase(env: ReplayContext['env'], name: string): Promise<Replayed | Problems> {
  const store = await openStore(env, { create: false });
  try {
    const found = await findEvidence(store.client, name);
    if (!found.ok) return { problems: [found.problem] };
    const where = `DocumentReference/${found.document.id}`;
    const stored = await evidenceIn(store.client, found.document);
    if (!stored) return { problems: [`${where} holds no evidence: its attachment has no readable data.`] };
    const reading = readEvidence(stored.bytes);
    if (!reading.ok) return { problems: [`${where} cannot be read:`, ...reading.problems] };
    const result = await recompute(reading.evidence);
    if (!result.ok) return { problems: [`${where}: ${result.problem}`] };
    const { changedRules } = result;
    const witnessed = await findWitnessedDigest(store.client, found.document);
    const differences = [...changedSinceWritten(stored.digest, witnessed), ...result.differences];
    const report = { case: reading.evidence.caseKey, same: differences.length === 0, differences, changedRules };
    return { evidence: reading.evidence, report };
  } finally {
    await store.close();
  }
}

/** @param witnessed - the digest that the Provenance of the answer states */
function changedSinceWritten({ stored, now }: StoredBytes['digest'], witnessed = stored): readonly Difference[] {
  if (stored === now && witnessed === now) return [];
  return [{ path: 'sha-256', stored: witnessed === now ? stored : witnessed, now }];
}

function summary({ evidence, report }: Replayed): readonly string[] {
  const { answer, received, calendar, caseKey, deadlines } = evidence;
  const items = answer.items.map(({ sequence, action, row }) => `item ${sequence}: ${action} by row ${row}`);
  return [
    `Case ${caseKey}, received ${received}, ${answer.policy.number} approved ${answer.policy.approved}, calendar ${calendar.name}`,
    `Answered: ${[...items, ...(answer.error ? [`error ${answer.error}`] : [])].join(', ')}`,
    ...(deadlines ? [`Due: ${deadlines.governing.due} by ${deadlines.governing.id}`] : []),
    report.same ? 'Replayed: the same.' : `Replayed: different in ${report.differences.length} places.`,
    ...report.differences.map(inWords),
    ...report.changedRules.map(({ path }) => `Data of the rules have changed since: ${path}`),
  ];
}

function inWords({ path, stored, now }: Difference): string {
  return `  ${path}: stored ${JSON.stringify(stored) ?? 'nothing'}, now ${JSON.stringify(now) ?? 'nothing'}`;
}

function fail(stderr: ReplayContext['stderr'], lines: readonly string[]): number {
  stderr.write(`${lines.join('\n')}\n`);
  return 1;
}

if (import.meta.main) process.exitCode = await replay(process.argv.slice(2), process);
