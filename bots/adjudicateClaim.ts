import type { BotEvent, MedplumClient } from '@medplum/core';
import { answerClaim } from '../src/intake/storedRequests.ts';
import { contextOf, inputOf } from './context.ts';

/** Trigger: an active preauthorization Claim without the answered tag. Twice, at once, or after a kill: one answer. */
export async function handler(medplum: MedplumClient, event: BotEvent): Promise<void> {
  await answerClaim(contextOf(medplum, event), inputOf(event, 'Claim'));
}
