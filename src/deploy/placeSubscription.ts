import type { Subscription } from '@medplum/fhirtypes';
import type { BotDefinition, SubscriptionTrigger } from '../store/store.ts';
import { bringTo, type DeploySession, type Desired } from './session.ts';

const interactionUrl = 'https://medplum.com/fhir/StructureDefinition/subscription-supported-interaction';

/**
 * Puts the Subscription that starts a bot into the project. It is known by its endpoint; others that would start the same
 * bot, such as those of an earlier version, are switched off.
 * @param botId - undefined in a dry run, when the bot would be created
 */
export async function placeSubscription(
  session: DeploySession,
  { name, description, trigger }: BotDefinition,
  botId: string | undefined,
): Promise<void> {
  const { client, dryRun, placed } = session;
  const thing = `Subscription ${name}`;
  const found = botId === undefined ? [] : await subscriptionsOf(session, botId);
  const [existing, ...others] = trigger.kind === 'subscription' ? found : [undefined, ...found];
  if (trigger.kind === 'subscription') {
    const desired = desiredSubscription(description, trigger, `Bot/${botId}`);
    if (existing) placed({ outcome: await bringTo(session, existing, desired), thing });
    else {
      if (!dryRun) await client.createResource<Subscription>({ resourceType: 'Subscription', ...desired });
      placed({ outcome: 'created', thing });
    }
  }
  for (const other of others) {
    if (!other || other.status === 'off') continue;
    await bringTo(session, other, { status: 'off' });
    placed({ outcome: 'changed', thing, note: 'one too many, switched off' });
  }
}

function subscriptionsOf({ client }: DeploySession, botId: string) {
  const query = { url: `Bot/${botId}`, _sort: '_lastUpdated', _count: '100' };
  return client.searchResources('Subscription', query, { cache: 'reload' });
}

function desiredSubscription(
  reason: string,
  { criteria, interaction }: SubscriptionTrigger,
  endpoint: string,
): Required<Pick<Subscription, 'status' | 'reason' | 'criteria' | 'channel'>> & Desired<Subscription> {
  return {
    status: 'active',
    reason,
    criteria,
    channel: { type: 'rest-hook', endpoint },
    extension: interaction && [{ url: interactionUrl, valueCode: interaction }],
  };
}
