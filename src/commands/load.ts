import { parseArgs } from 'node:util';
import { ClientStorage, MedplumClient, MemoryStorage } from '@medplum/core';
import { describeRejection, type LoadReport, loadPlanData } from '../directory/load/index.ts';
import { openEmbeddedStore, openMedplumStore, readLock } from '../store/index.ts';

const usage = 'npm run -s load -- FILE… [--source NAME] [--as-of YYYY-MM-DD] [--snapshot]';

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
 * `load`: plan data of record into the store that `env` names. Counts go to stdout as one line of JSON, what was rejected
 * to stderr.
 * @returns the exit code: 0 when everything was loaded, else 1
 */
export async function load(args: readonly string[], { env, stdout, stderr }: CommandContext): Promise<number> {
  const command = readArguments(args);
  if ('fault' in command) return fail(stderr, `${command.fault}\nUsage: ${usage}`);
  const { files, ...options } = command;
  const onProgress = stderr.isTTY
    ? ({ loaded, total }: { loaded: number; total: number }) => stderr.write(`\r${loaded} of ${total} records`)
    : undefined;
  try {
    const today = localDate(env.PLAN_TIME_ZONE ?? 'America/Los_Angeles');
    const store = await openStore(env);
    try {
      const report = await loadPlanData(store.client, files, { ...options, today, onProgress });
      if (stderr.isTTY) stderr.write('\n');
      return say(report, stdout, stderr);
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

function localDate(timeZone: string): string {
  try {
    return Temporal.Now.plainDateISO(timeZone).toString();
  } catch {
    throw new RangeError(
      `PLAN_TIME_ZONE ${JSON.stringify(timeZone)} is no time zone; write it as America/Los_Angeles.`,
    );
  }
}

function say(report: LoadReport, stdout: Output, stderr: Output): number {
  for (const rejection of report.rejected) {
    for (const line of describeRejection(rejection)) stderr.write(`${line}\n`);
  }
  stdout.write(`${JSON.stringify({ ...report, rejected: report.rejected.length })}\n`);
  return report.rejected.length > 0 ? 1 : 0;
}

interface Arguments {
  readonly files: readonly string[];
  readonly source?: string;
  readonly asOf?: string;
  readonly snapshot?: boolean;
}

function readArguments(args: readonly string[]): Arguments | { readonly fault: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { source: { type: 'string' }, 'as-of': { type: 'string' }, snapshot: { type: 'boolean' } },
    });
    if (positionals.length === 0) return { fault: 'No file was named.' };
    const { source, snapshot, 'as-of': asOf } = values;
    if (asOf !== undefined && source === undefined)
      return { fault: '--as-of needs --source: the date is kept by source.' };
    return { files: positionals, source, asOf, snapshot };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'The arguments cannot be read.' };
  }
}

/** A Medplum server when `MEDPLUM_BASE_URL` is set, else the server that runs on `DATA_DIR`, else that directory itself. */
async function openStore(
  env: CommandContext['env'],
): Promise<{ readonly client: MedplumClient; close(): Promise<void> }> {
  const { MEDPLUM_BASE_URL: baseUrl, MEDPLUM_CLIENT_ID: clientId, MEDPLUM_CLIENT_SECRET: clientSecret } = env;
  if (baseUrl) {
    if (!clientId || !clientSecret)
      throw new Error('MEDPLUM_BASE_URL needs MEDPLUM_CLIENT_ID and MEDPLUM_CLIENT_SECRET.');
    return openMedplumStore({ baseUrl, clientId, clientSecret });
  }
  const directory = env.DATA_DIR ?? './data';
  const { url, secret } = readLock(directory) ?? {};
  if (url && secret) return { client: clientOf(url, secret), close: async () => {} };
  return openEmbeddedStore({ directory, bots: [], secrets: {} });
}

function clientOf(url: string, secret: string): MedplumClient {
  return new MedplumClient({
    baseUrl: url,
    fhirUrlPath: 'fhir',
    cacheTime: 0,
    // Core's own default is the global localStorage, of which Node warns.
    storage: new ClientStorage(new MemoryStorage()),
    fetch: (input: string | URL, init?: RequestInit) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${secret}`);
      return fetch(input, { ...init, headers });
    },
  });
}

function fail(stderr: Output, message: string): number {
  stderr.write(`${message}\n`);
  return 1;
}

if (import.meta.main) process.exitCode = await load(process.argv.slice(2), process);
