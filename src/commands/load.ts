import type { MedplumClient } from '@medplum/core';
import {
  describeRejection,
  type LoadReport,
  listSourceOf,
  loadList,
  loadPlanData,
  type Progress,
  type Rejection,
} from '../directory/load/index.ts';
import { type LoadArguments, readLoadArguments, usage } from './loadArguments.ts';
import { openStore } from './openStore.ts';

/** Where a command writes; `isTTY` decides whether progress is shown. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** What a command gets from its process. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
}

/**
 * `load`: plan data of record, or what a public list says of it, into the store that `env` names. Counts go to stdout as one line of JSON, what is rejected
 * to stderr as it comes.
 * @returns the exit code: 0 when everything was loaded, else 1
 */
export async function load(args: readonly string[], { env, stdout, stderr }: CommandContext): Promise<number> {
  const command = readLoadArguments(args);
  if ('fault' in command) return fail(stderr, `${command.fault}\nUsage: ${usage}`);
  try {
    const today = localDate(env.PLAN_TIME_ZONE ?? 'America/Los_Angeles');
    const store = await openStore(env, { create: true });
    try {
      const report = await loadFiles(store.client, command, today, stderr);
      if (stderr.isTTY) stderr.write('\n');
      stdout.write(`${JSON.stringify(report)}\n`);
      return report.rejected > 0 ? 1 : 0;
    } finally {
      await store.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'for an unknown reason';
    return fail(
      stderr,
      `The load stopped: ${reason}\nWhat was loaded so far stays; the same load again goes on from there.`,
    );
  }
}

/** Back to the start of the line, and what stood there away. */
const clearLine = '\r\u001b[K';

/** Lists by their own reading, everything else as FHIR. */
function loadFiles(client: MedplumClient, command: LoadArguments, today: string, stderr: Output): Promise<LoadReport> {
  const { files, columns, all, source, ...options } = command;
  const tell = (text: string) => {
    if (stderr.isTTY) stderr.write(`${clearLine}${text}`);
  };
  const onProgress = ({ loaded, total }: Progress) => tell(`${loaded} of ${total} records`);
  const onRejected = (rejection: Rejection) => {
    if (stderr.isTTY) stderr.write(clearLine);
    for (const line of describeRejection(rejection)) stderr.write(`${line}\n`);
  };
  const list = listSourceOf(source, files);
  if (list) {
    return loadList(client, list, files, {
      ...options,
      columns,
      all,
      today,
      onLines: (lines) => tell(`${lines} lines read`),
      onProgress,
      onRejected,
    });
  }
  return loadPlanData(client, files, {
    ...options,
    source,
    today,
    onRead: (records) => tell(`${records} records read`),
    onProgress,
    onRejected,
  });
}

function localDate(timeZone: string): string {
  try {
    return Temporal.Now.plainDateISO(timeZone).toString();
  } catch {
    throw new RangeError(
      `PLAN_TIME_ZONE ${JSON.stringify(timeZone)} is no time zone; write it as America/Los_Angeles.`,
    );
  }
}

function fail(stderr: Output, message: string): number {
  stderr.write(`${message}\n`);
  return 1;
}

if (import.meta.main) process.exitCode = await load(process.argv.slice(2), process);
