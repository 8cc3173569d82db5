import type { BotEvent, MedplumClient } from '@medplum/core';
import { loadAllDefinitions } from '../src/deploy/botDefinitions.ts';
import type { IntakeContext } from '../src/intake/context.ts';
import { communicationCategories } from '../src/intake/receipt.ts';
import { sweep } from '../src/intake/sweep.ts';
import { removeOldEvents } from '../src/notifications/queue/removeOldEvents.ts';
import { readNotifyKeepDays } from '../src/planSettings.ts';
import { contextOf, secretsOf } from './context.ts';

/** Trigger: each minute. Takes up what was left behind: receipts in progress, lost triggers, expired deadlines; removes old events. */
export async function handler(medplum: MedplumClient, event: BotEvent): Promise<unknown> {
  const context = contextOf(medplum, event);
  if (await hasMessagesToRead(context)) loadAllDefinitions();
  const [swept, removed] = await Promise.allSettled([
    sweep(context),
    removeOldEvents({ client: medplum, days: readNotifyKeepDays(secretsOf(event)), now: context.now() }),
  ]);
  if (swept.status === 'rejected') throw swept.reason;
  if (removed.status === 'rejected') throw removed.reason;
  return { ...swept.value, removed: removed.value };
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
