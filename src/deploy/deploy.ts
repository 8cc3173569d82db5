import type { MedplumClient } from '@medplum/core';
import type { BotDefinition } from '../store/store.ts';
import { bundleBot } from './bundleBot.ts';
import { type BotRuntime, placeBot } from './placeBot.ts';
import { placeOperation } from './placeOperation.ts';
import { placeProjectSetting } from './placeProjectSetting.ts';
import { placeSecrets } from './placeSecrets.ts';
import { placeSubscription } from './placeSubscription.ts';
import { isAtLeast, type ReadyProject } from './prerequisites.ts';
import type { DeploySession, Placed } from './session.ts';

export interface DeployOptions {
  readonly bots: readonly BotDefinition[];
  /** The plan's configuration by name, as `Configuration.planSecrets`. */
  readonly planSecrets: Readonly<Record<string, string>>;
  readonly runtime?: BotRuntime;
  readonly dryRun: boolean;
  readonly onPlaced?: (placed: Placed) => void;
  readonly onProgress?: (doing: string) => void;
}

export interface DeployReport {
  readonly placed: readonly Placed[];
  readonly warnings: readonly string[];
}

/** From this version on a server has a `Claim/$submit` of its own, which passes preauthorizations on to an operation it is told. */
const ownSubmit = [5, 1, 23];
const passedOnTo = 'PRIOR_AUTH_SUBMIT_OPERATION';

/**
 * Brings bots, Subscriptions, cron, OperationDefinitions and the plan's configuration of a project to what the code says.
 * What is so already is left alone: a second run changes nothing, and one that broke off is made up for by the next.
 * @param client - logged in as an administrator of the project
 * @throws OperationOutcomeError when the server refuses; Error when a bot does not bundle, before anything is written
 */
export async function deploy(
  client: MedplumClient,
  project: ReadyProject,
  { bots, planSecrets, runtime, dryRun, onPlaced, onProgress }: DeployOptions,
): Promise<DeployReport> {
  const placed: Placed[] = [];
  const warnings = [...project.warnings];
  const session: DeploySession = {
    client,
    projectId: project.id,
    dryRun,
    placed: (one) => {
      placed.push(one);
      onPlaced?.(one);
    },
    warn: (warning) => warnings.push(warning),
  };
  const bundles = await bundleAll(bots, onProgress);
  // Before the bots, which read them.
  await placeSecrets(session, planSecrets);
  for (const { bot, code } of bundles) {
    onProgress?.(`deploying ${bot.name}`);
    const id = await placeBot(session, bot, code, runtime);
    await placeSubscription(session, bot, id);
    if (bot.trigger.kind !== 'operation') continue;
    const isTaken = isAtLeast(project.version, ownSubmit);
    const operation = isTaken ? `${bot.trigger.code}-second-opinion` : bot.trigger.code;
    await placeOperation(session, bot.trigger, operation, id);
    if (isTaken) await placeProjectSetting(session, passedOnTo, operation);
  }
  return { placed, warnings };
}

async function bundleAll(
  bots: readonly BotDefinition[],
  onProgress: DeployOptions['onProgress'],
): Promise<readonly { readonly bot: BotDefinition; readonly code: string }[]> {
  const bundles = [];
  for (const bot of bots) {
    onProgress?.(`bundling ${bot.name}`);
    bundles.push({ bot, code: await bundleBot(bot.name) });
  }
  return bundles;
}
