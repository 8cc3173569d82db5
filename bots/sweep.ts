import type { BotEvent, MedplumClient } from '@medplum/core';
import { sweep } from '../src/intake/sweep.ts';
import { contextOf } from './context.ts';

/** Trigger: each minute. Takes up what was left behind: receipts in progress, lost triggers, expired deadlines. */
export async function handler(medplum: MedplumClient, event: BotEvent): Promise<unknown> {
  return sweep(contextOf(medplum, event));
}
