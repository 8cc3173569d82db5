import type { BotEvent, MedplumClient } from '@medplum/core';
import { loadAllDefinitions } from '../src/deploy/botDefinitions.ts';
import type { IntakeContext } from '../src/intake/context.ts';
import { communicationCategories } from '../src/intake/receipt.ts';
import { sweep } from '../src/intake/sweep.ts';
import { contextOf } from './context.ts';

/** Trigger: each minute. Takes up what was left behind: receipts in progress, lost triggers, expired deadlines. */
export async function handler(medplum: MedplumClient, event: BotEvent): Promise<unknown> {
  const context = contextOf(medplum, event);
  if (await hasMessagesToRead(context)) loadAllDefinitions();
  return sweep(context);
}

/** Only what came by `$submit` or `$submit-attachment` is read by R4's definitions, and hardly any minute leaves such a receipt behind. */
async function hasMessagesToRead({ client, now }: IntakeContext): Promise<boolean> {
  const found = await client.searchOne(
    'Communication',
    {
      category: `${communicationCategories}|submission,${communicationCategories}|attachment`,
      medium: 'pas-submit,submit-attachment',
      status: 'in-progress',
      // Earlier than the sweep's own patience ends: all that it takes up is found.
      _lastUpdated: `lt${now().subtract({ seconds: 30 }).toString({ smallestUnit: 'millisecond' })}`,
      _fields: 'status',
    },
    { cache: 'reload' },
  );
  return found !== undefined;
}
