import { type BotEvent, isResourceWithId, type MedplumClient, type WithId } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import type { IntakeContext } from '../src/intake/context.ts';
import { readPlanSettings } from '../src/planSettings.ts';

/** What intake needs, from what a bot is given. */
export function contextOf(client: MedplumClient, event: BotEvent): IntakeContext {
  return { client, settings: readPlanSettings(secretsOf(event)), now: () => Temporal.Now.instant() };
}

/** The plan's own choices as a bot is given them. */
export function secretsOf({ secrets }: BotEvent): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(secrets).map(([name, { valueString }]) => [name, valueString]));
}

/**
 * The resource that triggered the bot.
 * @throws Error when the trigger is set to another type
 */
export function inputOf<T extends Resource>(event: BotEvent, type: T['resourceType']): WithId<T> {
  const { input } = event;
  if (isResourceWithId<T>(input, type)) return input;
  throw new Error(`This bot takes a stored ${type}; set its subscription to that type`);
}
