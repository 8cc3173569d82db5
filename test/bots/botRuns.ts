import type { BotEvent, MedplumClient } from '@medplum/core';
import type { ProjectSetting, Resource } from '@medplum/fhirtypes';
import type { BotHandler } from '../../src/store/index.ts';
import { wrappedClient } from '../intake/wrappedClient.ts';

/** What a bot is given for a resource. */
export function eventFor(input: Resource, secrets: Record<string, string> = {}): BotEvent {
  const settings = Object.entries(secrets).map(([name, valueString]): [string, ProjectSetting] => [
    name,
    { name, valueString },
  ]);
  return {
    bot: { reference: 'Bot/00000000-0000-4000-8000-000000000000' },
    contentType: 'application/fhir+json',
    input,
    secrets: Object.fromEntries(settings),
  };
}

/** Runs a bot and returns the names of the calls by which it wrote. */
export async function writesOf(
  client: MedplumClient,
  handler: BotHandler,
  event: BotEvent,
): Promise<readonly string[]> {
  const writes: string[] = [];
  const observed = wrappedClient(client, ({ method, proceed }) => {
    if (/^(create|update|execute)/.test(method)) writes.push(method);
    return proceed();
  });
  await handler(observed, event);
  return writes;
}
