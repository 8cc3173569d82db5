import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { benchDirectory } from '../bench/directory.ts';
import { benchMedplum } from '../bench/medplum.ts';
import { benchNotify } from '../bench/notify.ts';
import { benchValidate } from '../bench/validate.ts';

const usage = `npm run -s bench -- directory [--roles 10000,100000,1000000] [--runs 500] [--seed 1]
       npm run -s bench -- validate [--runs 2000] [FILE]
       npm run -s bench -- notify [--subscriptions 1,100,1000] [--runs 20]
       npm run -s bench -- medplum [--runs 80] [--at-once 8]   (with MEDPLUM_BASE_URL, MEDPLUM_CLIENT_ID, MEDPLUM_CLIENT_SECRET)`;

interface Arguments {
  readonly subject: 'directory' | 'medplum' | 'notify' | 'validate';
  readonly file?: string;
  readonly roles: readonly number[];
  readonly subscriptions: readonly number[];
  readonly runs: number;
  readonly seed: number;
  readonly atOnce: number;
}

const usualRuns: Readonly<Record<Arguments['subject'], string>> = {
  directory: '500',
  medplum: '80',
  notify: '20',
  validate: '2000',
};

/** `bench`: measures, and prints one line of JSON for each measurement. */
async function bench(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const read = readArguments(args);
  if ('fault' in read) return fail(read.fault);
  if (read.subject === 'medplum') return onMedplum(read, env);
  if (read.subject === 'notify') {
    for (const subscriptions of read.subscriptions) say(await benchNotify(subscriptions, read.runs));
    return 0;
  }
  if (read.subject === 'validate') {
    say(benchValidate(read.runs, read.file));
    return 0;
  }
  return onDirectory(read);
}

/** Each size in a process of its own: else memory and warmth of one would count for the next. */
async function onDirectory({ roles, runs, seed }: Arguments): Promise<number> {
  const [size = 0] = roles;
  if (roles.length === 1) {
    say(await benchDirectory({ roles: size, runs, seed }));
    return 0;
  }
  for (const each of roles) {
    const options = ['directory', '--roles', `${each}`, '--runs', `${runs}`, '--seed', `${seed}`];
    const { status } = spawnSync(process.execPath, [import.meta.filename, ...options], { stdio: 'inherit' });
    if (status !== 0) return 1;
  }
  return 0;
}

async function onMedplum({ runs, atOnce }: Arguments, env: NodeJS.ProcessEnv): Promise<number> {
  const { MEDPLUM_BASE_URL: baseUrl, MEDPLUM_CLIENT_ID: clientId, MEDPLUM_CLIENT_SECRET: clientSecret } = env;
  if (!baseUrl || !clientId || !clientSecret) return fail('The environment names no Medplum server.');
  say(await benchMedplum({ baseUrl, clientId, clientSecret, count: runs, atOnce }));
  return 0;
}

function readArguments(args: readonly string[]): Arguments | { readonly fault: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        roles: { type: 'string', default: '10000,100000,1000000' },
        subscriptions: { type: 'string', default: '1,100,1000' },
        runs: { type: 'string' },
        seed: { type: 'string', default: '1' },
        'at-once': { type: 'string', default: '8' },
      },
    });
    const [subject, ...others] = positionals;
    const [file] = others;
    const known = subject === 'directory' || subject === 'medplum' || subject === 'notify' || subject === 'validate';
    if (!known || others.length > (subject === 'validate' ? 1 : 0)) {
      return { fault: 'Name one of directory, notify, medplum and validate.' };
    }
    const numbers = {
      roles: values.roles.split(',').map(Number),
      subscriptions: values.subscriptions.split(',').map(Number),
      runs: Number(values.runs ?? usualRuns[subject]),
      seed: Number(values.seed),
      atOnce: Number(values['at-once']),
    };
    const all = [...numbers.roles, ...numbers.subscriptions, numbers.runs, numbers.seed, numbers.atOnce];
    if (all.some((number) => !Number.isSafeInteger(number) || number < 1)) {
      return { fault: 'Give whole numbers of 1 or more.' };
    }
    return { subject, file, ...numbers };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'The arguments cannot be read.' };
  }
}

function say(measured: object): void {
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

function fail(message: string): number {
  process.stderr.write(`${message}\nUsage: ${usage}\n`);
  return 1;
}

process.exitCode = await bench(process.argv.slice(2), process.env);
