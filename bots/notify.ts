import type { BotEvent, MedplumClient } from '@medplum/core';
import type { ClaimResponse } from '@medplum/fhirtypes';
import { loadAllDefinitions } from '../src/deploy/botDefinitions.ts';
import { enqueueAnswer } from '../src/notifications/queue/enqueue.ts';
import { allSubscriptions } from '../src/notifications/subscription/store.ts';
import { inputOf } from './context.ts';

/** Trigger: an answer was given or changed. Makes an event of it for every subscription that asks for it; twice, or at once: one. */
export async function handler(medplum: MedplumClient, event: BotEvent): Promise<void> {
  const { id } = inputOf<ClaimResponse>(event, 'ClaimResponse');
  const subscriptions = await allSubscriptions(medplum);
  if (subscriptions.length === 0) return;
  loadAllDefinitions();
  await enqueueAnswer(medplum, id, subscriptions);
}
