import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Removed when the test has ended. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'intake-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface KilledSubmission {
  readonly directory: string;
  readonly body: Uint8Array;
  readonly received: Temporal.Instant;
  readonly moment: 'before' | 'during' | 'after';
  /** A call's number, counted from 1, or a method. */
  readonly call: string;
}

/**
 * Submits in a process of its own that is killed at a call to the store.
 * @returns whether it was killed; one that never came to the call has ended in good order
 */
export async function submitAndDie({ directory, body, received, moment, call }: KilledSubmission): Promise<boolean> {
  const file = join(directory, `${crypto.randomUUID()}.message`);
  writeFileSync(file, body);
  const parameters = [path('./killedSubmission.ts'), directory, file, received.toString(), moment, call];
  const env = { ...process.env, NODE_COMPILE_CACHE: join(directory, 'code') };
  const child = spawn(process.execPath, parameters, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code, signal]: unknown[] = await once(child, 'exit');
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`The submission ended with ${code ?? signal}`);
  return signal === 'SIGKILL';
}

/** The service itself on a directory. */
export interface Server {
  readonly url: string;
  readonly token: string;
  /** Resolves with the signal that ended it. */
  readonly ended: Promise<unknown>;
  stop(signal: NodeJS.Signals): Promise<void>;
}

/**
 * Starts `src/main.ts`.
 * @param killAtCommit - it is killed before, or after, the first answer is committed
 */
export async function startServer(directory: string, killAtCommit?: 'before' | 'after'): Promise<Server> {
  const preload = killAtCommit ? ['--import', path('./killServer.ts')] : [];
  const child = spawn(process.execPath, [...preload, path('../../src/main.ts')], {
    env: { ...process.env, DATA_DIR: directory, PORT: '0', KILL_AT_COMMIT: killAtCommit ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([, signal]: unknown[]) => signal);
  const { url, tokens } = await ready(child);
  const stop = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  onTestFinished(() => stop('SIGKILL'));
  return { url, token: tokens?.ehr ?? '', ended, stop };
}

interface Ready {
  readonly url: string;
  readonly tokens?: { readonly ehr: string };
}

async function ready(child: ChildProcess): Promise<Ready> {
  if (!child.stdout) throw new Error('The server has no output');
  const lines = createInterface(child.stdout);
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.includes('"msg":"ready"')) resolve(JSON.parse(line));
    });
    child.once('exit', () => reject(new Error('The server ended before it was ready')));
  });
}

/** `Claim/$submit`. Rejects when the server dies before it has replied. */
export async function post({ url, token }: Server, body: Uint8Array): Promise<Response> {
  return fetch(`${url}/fhir/Claim/$submit`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { 'content-type': 'application/fhir+json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
  });
}
