import type { BotEvent, MedplumClient } from '@medplum/core';
import { answerServiceRequest } from '../src/intake/storedRequests.ts';
import { contextOf, inputOf } from './context.ts';

/** Trigger: an active ServiceRequest. One with a second-opinion signal becomes a case, once. */
export async function handler(medplum: MedplumClient, event: BotEvent): Promise<void> {
  await answerServiceRequest(contextOf(medplum, event), inputOf(event, 'ServiceRequest'));
}
