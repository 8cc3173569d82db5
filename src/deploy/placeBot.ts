import { createHash } from 'node:crypto';
import type { WithId } from '@medplum/core';
import type { Bot } from '@medplum/fhirtypes';
import { ownBase } from '../fhir/systems.ts';
import type { BotDefinition } from '../store/store.ts';
import { changeOf, type DeploySession, type Desired } from './session.ts';

export const botSystem = `${ownBase}/bot`;
/** SHA-256 of the code that was deployed last, in hexadecimal: tells whether there is other code to deploy. */
export const botCodeSystem = `${ownBase}/bot-code`;

/** Where a Medplum server runs a bot. */
export type BotRuntime = 'vmcontext' | 'awslambda';

/** Seconds; the server's own 10 are few for a sweep over a long queue. */
const timeout = 60;

/**
 * Puts a bot and its code into the project.
 * @param runtime - undefined: as it is, in a new bot the server's default
 * @returns its id; undefined when a dry run found none
 */
export async function placeBot(
  session: DeploySession,
  definition: BotDefinition,
  code: string,
  runtime: BotRuntime | undefined,
): Promise<string | undefined> {
  const { client, dryRun } = session;
  const { name } = definition;
  const thing = `Bot ${name}`;
  const existing = await client.searchOne('Bot', `identifier=${botSystem}|${name}`, { cache: 'reload' });
  if (!existing && dryRun) {
    session.placed({ outcome: 'created', thing });
    return undefined;
  }
  const bot = existing ?? (await createBot(session, definition, runtime));
  const digest = createHash('sha256').update(code).digest('hex');
  const hasOtherCode = codeOf(bot) !== digest;
  const wanted = changeOf(bot, desiredBot(definition, digest, bot, runtime));
  if (!wanted && !hasOtherCode) {
    session.placed({ outcome: 'left alone', thing });
    return bot.id;
  }
  if (!dryRun) {
    // The digest comes last: a deployment that breaks off before it is made up for by the next.
    if (hasOtherCode) await client.post(client.fhirUrl('Bot', bot.id, '$deploy'), { code, filename: 'index.cjs' });
    const current = await client.readResource('Bot', bot.id, { cache: 'reload' });
    await client.updateResource<Bot>({ ...current, ...desiredBot(definition, digest, current, runtime) });
  }
  const note = existing && hasOtherCode ? 'its code' : undefined;
  session.placed({ outcome: existing ? 'changed' : 'created', thing, note });
  return bot.id;
}

/** Through the administration: only so does it get a membership, without which it cannot run. */
async function createBot(
  { client, projectId }: DeploySession,
  { name, description }: BotDefinition,
  runtimeVersion: BotRuntime | undefined,
): Promise<WithId<Bot>> {
  const bot: WithId<Bot> = await client.post(`admin/projects/${projectId}/bot`, { name, description, runtimeVersion });
  return client.updateResource<Bot>({ ...bot, identifier: [{ system: botSystem, value: name }] });
}

function desiredBot(
  { name, description, trigger }: BotDefinition,
  digest: string,
  bot: Bot,
  runtime: BotRuntime | undefined,
): Desired<Bot> {
  const others = (bot.identifier ?? []).filter(({ system }) => system !== botSystem && system !== botCodeSystem);
  return {
    name,
    description,
    identifier: [{ system: botSystem, value: name }, { system: botCodeSystem, value: digest }, ...others],
    runtimeVersion: runtime ?? bot.runtimeVersion ?? 'vmcontext',
    cronString: trigger.kind === 'schedule' ? trigger.cron : undefined,
    // On every run the server would write an AuditEvent.
    auditEventTrigger: 'on-error',
    timeout,
  };
}

function codeOf({ identifier }: Bot): string | undefined {
  return identifier?.find(({ system }) => system === botCodeSystem)?.value;
}
