import { parseArgs } from 'node:util';
import { ClientStorage, MedplumClient, MemoryStorage, normalizeErrorString } from '@medplum/core';
import { bots } from '../../bots/manifest.ts';
import { readConfiguration } from '../configuration.ts';
import { type BotRuntime, checkPrerequisites, deploy, type Outcome, type Placed } from '../deploy/index.ts';
import type { CommandContext, Output } from './load.ts';

const usage = 'npm run -s deploy:medplum -- [--dry-run] [--runtime vmcontext|awslambda]';

const wouldBe: Readonly<Record<Outcome, string>> = {
  created: 'would be created',
  changed: 'would be changed',
  'left alone': 'left alone',
};

/**
 * `deploy:medplum`: bots, Subscriptions, cron, OperationDefinitions and the plan's configuration into the Medplum project
 * whose administrator MEDPLUM_CLIENT_ID is. One line a thing on stdout, then one line of JSON with the counts; warnings
 * and problems on stderr.
 * @returns the exit code: 1 when a prerequisite is missing, with nothing written, or when the deployment broke off
 */
export async function deployMedplum(args: readonly string[], { env, stdout, stderr }: CommandContext): Promise<number> {
  const command = readArguments(args);
  if ('fault' in command) return fail(stderr, [command.fault, `Usage: ${usage}`]);
  const configured = readConfiguration(env);
  if (!configured.ok) return fail(stderr, configured.problems);
  const { medplum, planSecrets } = configured.configuration;
  if (!medplum) return fail(stderr, ['MEDPLUM_BASE_URL, MEDPLUM_CLIENT_ID and MEDPLUM_CLIENT_SECRET say where to.']);
  const storage = new ClientStorage(new MemoryStorage());
  const client = new MedplumClient({ baseUrl: medplum.baseUrl, storage, cacheTime: 0, logLevel: 'none' });
  const { dryRun, runtime } = command;
  const words = (outcome: Outcome) => (dryRun ? wouldBe[outcome] : outcome);
  try {
    const checked = await checkPrerequisites(client, medplum);
    if (!checked.ok) return fail(stderr, [...checked.problems, 'Nothing was written.']);
    const { placed, warnings } = await deploy(client, checked.project, {
      bots,
      planSecrets,
      runtime,
      dryRun,
      onPlaced: ({ outcome, thing, note }) => {
        if (stderr.isTTY) stderr.write('\r\u001b[K');
        stdout.write(`${words(outcome)}  ${thing}${note ? ` (${note})` : ''}\n`);
      },
      ...(stderr.isTTY ? { onProgress: (doing: string) => stderr.write(`\r\u001b[K${doing}`) } : {}),
    });
    if (stderr.isTTY) stderr.write('\r\u001b[K');
    for (const warning of warnings) stderr.write(`Warning: ${warning}\n`);
    const { id, name } = checked.project;
    const summary = { project: { id, name }, dryRun, ...countsOf(placed), warnings: warnings.length };
    stdout.write(`${JSON.stringify(summary)}\n`);
    return 0;
  } catch (error) {
    const advice = 'What was deployed so far stays; the same command again goes on from there.';
    return fail(stderr, [`The deployment broke off: ${normalizeErrorString(error)}`, advice]);
  }
}

function countsOf(placed: readonly Placed[]): Readonly<Record<'created' | 'changed' | 'leftAlone', number>> {
  const count = (outcome: Outcome) => placed.filter((one) => one.outcome === outcome).length;
  return { created: count('created'), changed: count('changed'), leftAlone: count('left alone') };
}

interface Arguments {
  readonly dryRun: boolean;
  readonly runtime?: BotRuntime;
}

function readArguments(args: readonly string[]): Arguments | { readonly fault: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { 'dry-run': { type: 'boolean', default: false }, runtime: { type: 'string' } },
    });
    const { 'dry-run': dryRun, runtime } = values;
    if (runtime !== undefined && runtime !== 'vmcontext' && runtime !== 'awslambda') {
      return { fault: `--runtime is vmcontext or awslambda, not ${runtime}.` };
    }
    return { dryRun, runtime };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'The arguments cannot be read.' };
  }
}

function fail(stderr: Output, lines: readonly string[]): number {
  for (const line of lines) stderr.write(`${line}\n`);
  return 1;
}

if (import.meta.main) process.exitCode = await deployMedplum(process.argv.slice(2), process);
