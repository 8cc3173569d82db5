import { isResourceWithId } from '@medplum/core';
import type { Communication } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../../directory/searchAll.ts';
import type { IntakeContext } from '../context.ts';
import { attemptsOf, communicationCategories, type Receipt, withAttempts } from '../receipt.ts';
import { update } from '../transactionEntries.ts';
import { fileAttachments } from './fileAttachments.ts';
import { identifyCase } from './identifyCase.ts';

/** After so many failed attempts attachments are put on hold, for people. */
const mostAttempts = 5;

/** Receipts of attachments that are in progress, and have been left so since `before` (an instant). */
export async function attachmentsInProgress({ client }: IntakeContext, before: string): Promise<readonly Receipt[]> {
  const category = `${communicationCategories}|attachment`;
  const query = { category, status: 'in-progress', _lastUpdated: `lt${before}` };
  const found = ofType((await searchAll(client, 'Communication', query)).resources, 'Communication');
  return found.filter((receipt): receipt is Receipt => isResourceWithId<Communication>(receipt, 'Communication'));
}

/** Files attachments that were left behind; what fails again and again goes to people. */
export async function takeUpAttachments(context: IntakeContext, receipt: Receipt): Promise<'answered' | 'held'> {
  const { client, settings } = context;
  const attempts = attemptsOf(receipt) + 1;
  if (attempts > mostAttempts) {
    const review = identifyCase(receipt, [], settings.calendar);
    const create = { request: { method: 'POST', url: 'Task' } as const, resource: review };
    const entry = [create, update({ ...receipt, status: 'on-hold' }, receipt)];
    await client.executeBatch({ resourceType: 'Bundle', type: 'transaction', entry }, { maxRetries: 0 });
    return 'held';
  }
  // Counted before it is tried: a run that dies in the middle counts as well.
  const counted = await client.updateResource(withAttempts(receipt, attempts), {
    headers: { 'If-Match': `W/"${receipt.meta?.versionId}"` },
  });
  await fileAttachments(context, counted);
  return 'answered';
}
