import type { BotEvent, MedplumClient } from '@medplum/core';
import { loadAllDefinitions } from '../src/deploy/botDefinitions.ts';
import { recordDecision } from '../src/intake/decision/recordDecision.ts';
import { contextOf, inputOf } from './context.ts';

/** Trigger: a Task by which a request is decided was completed. Takes the decision, or puts the Task back. */
export async function handler(medplum: MedplumClient, event: BotEvent): Promise<void> {
  loadAllDefinitions();
  await recordDecision(contextOf(medplum, event), inputOf(event, 'Task'));
}
