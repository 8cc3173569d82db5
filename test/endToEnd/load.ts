import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bundle } from '@medplum/fhirtypes';

const run = promisify(execFile);

/** Loads plan data as an operator does: `npm run -s load`, through the server that runs on the directory. */
export async function loadInto(directory: string, bundle: Bundle): Promise<void> {
  const file = join(directory, `load-${crypto.randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(bundle));
  await run('npm', ['run', '-s', 'load', '--', file], { env: { ...process.env, DATA_DIR: directory } });
}
