import type { MedplumClient } from '@medplum/core';
import type { PlanSettings } from './settings.ts';

/** What intake works with; the same in the server and in a bot. */
export interface IntakeContext {
  readonly client: MedplumClient;
  readonly settings: PlanSettings;
  readonly now: () => Temporal.Instant;
}
