import type { BotEvent, MedplumClient } from '@medplum/core';
import type { ProjectSetting } from '@medplum/fhirtypes';
import type { BotDefinition } from '../../store.ts';
import { describeError, type StoreLog } from '../incident.ts';
import { stableId } from './identity.ts';

/** What every run of a bot has in common. */
export interface BotEnvironment {
  readonly client: MedplumClient;
  readonly secrets: Record<string, ProjectSetting>;
  readonly log: StoreLog;
}

/**
 * Calls a bot as a Medplum server does. A bot that throws is logged and not run again. Never rejects.
 *
 * @param about type and id of what the bot runs on, for the log.
 */
export async function runBot(
  { client, secrets, log }: BotEnvironment,
  { name, handler }: BotDefinition,
  event: Pick<BotEvent, 'input' | 'headers'>,
  about: { readonly resourceType: string; readonly id: string | undefined },
): Promise<void> {
  try {
    const bot = { reference: `Bot/${stableId('Bot', name)}`, display: name };
    await handler(client, { bot, contentType: 'application/fhir+json', secrets, ...event });
  } catch (error) {
    log({ level: 'error', message: 'bot failed', bot: name, ...about, ...describeError(error) });
  }
}
