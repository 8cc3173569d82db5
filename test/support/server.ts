import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A service started as its users start it, by `npm start`. */
export interface RunningServer {
  readonly url: string;
  readonly directory: string;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Kills it at once, as a power cut would. */
  kill(): Promise<void>;
}

/** A directory of its own for one test, and its removal. */
export function temporaryDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'second-opinion-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * Starts the service on a free port and waits until it says that it is ready.
 * @param directory - DATA_DIR
 * @throws Error with what it printed, when it ends before it is ready
 */
export async function startServer(directory: string, environment: Record<string, string> = {}): Promise<RunningServer> {
  const child = spawn('npm', ['start', '--silent'], {
    env: { ...process.env, DATA_DIR: directory, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const url = await ready(child);
  return { url, directory, stop: () => end(child, 'SIGTERM'), kill: () => end(child, 'SIGKILL') };
}

function ready(child: ChildProcess): Promise<string> {
  const printed: string[] = [];
  return new Promise((resolve, reject) => {
    child.on('exit', () => reject(new Error(`The server ended before it was ready: ${printed.join('\n')}`)));
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line);
        const url = urlOf(line);
        if (url) resolve(url);
      });
    }
  });
}

function urlOf(line: string): string | undefined {
  if (!line.includes('"msg":"ready"')) return undefined;
  const said: { url?: string } = JSON.parse(line);
  return said.url;
}

/** npm runs the service in a child of its own, so the whole process group is told. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  process.kill(-child.pid, signal);
  await ended;
}
