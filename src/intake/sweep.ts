import type { WithId } from '@medplum/core';
import type { Claim, Communication, ServiceRequest } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../directory/searchAll.ts';
import { answerReceipt } from './answer.ts';
import { answeredTag, notForUsTag, tagToken } from './answeredTag.ts';
import { attachmentsInProgress, takeUpAttachments } from './attachments/sweepAttachments.ts';
import type { IntakeContext } from './context.ts';
import { holdReceipt } from './hold.ts';
import { isCoveredNow, outsideCalendar } from './outsideCalendar.ts';
import { markOverdue } from './overdue.ts';
import { attemptsOf, communicationCategories, type Receipt, withAttempts } from './receipt.ts';
import { findReceipt } from './receive.ts';
import { failureOf } from './retries.ts';
import { answerClaim, answerServiceRequest, claimKey, serviceRequestKey } from './storedRequests.ts';

/** What one sweep did. */
export interface SweepReport {
  readonly answered: number;
  readonly held: number;
  readonly overdue: number;
  readonly failed: number;
}

/** What became of one resource; `left`: others are at it. */
type Step = 'answered' | 'held' | 'overdue' | 'left';

/** Seconds after which what is not finished counts as left behind. */
const patience = 60;
/** After so many failed attempts a receipt is put on hold, for people. */
const mostAttempts = 5;

/**
 * Takes up what was left behind: receipts in progress, Claims and ServiceRequests whose trigger was lost, cases whose
 * deadline has passed. Any number of sweeps may run at once; every step is fenced. One failure stops none of the others.
 */
export async function sweep(context: IntakeContext): Promise<SweepReport> {
  const before = context.now().subtract({ seconds: patience }).toString({ smallestUnit: 'millisecond' });
  const done = { answered: 0, held: 0, overdue: 0, failed: 0 };
  const failures: unknown[] = [];
  const attempt = async (step: () => Promise<Step>) => {
    try {
      const did = await step();
      if (did !== 'left') done[did] += 1;
    } catch (error) {
      // Another sweep, or a person, was there first.
      if (failureOf(error) === 'fence') return;
      done.failed += 1;
      failures.push(error);
    }
  };
  for (const receipt of await receiptsInProgress(context, before)) await attempt(() => takeUp(context, receipt));
  for (const receipt of await receiptsOnHold(context)) await attempt(() => takeUpHeld(context, receipt));
  for (const receipt of await attachmentsInProgress(context, before))
    await attempt(() => takeUpAttachments(context, receipt));
  for (const claim of await claimsWithoutAnswer(context, before)) {
    await attempt(() => takeUpRequest(context, claimKey(claim), () => answerClaim(context, claim)));
  }
  for (const request of await requestsWithoutAnswer(context, before)) {
    await attempt(() =>
      takeUpRequest(context, serviceRequestKey(request), () => answerServiceRequest(context, request)),
    );
  }
  await markOverdue(context, attempt);
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} steps of the sweep failed; they are tried again`);
  return done;
}

async function takeUp(context: IntakeContext, receipt: Receipt): Promise<'answered' | 'held'> {
  const attempts = attemptsOf(receipt) + 1;
  if (attempts > mostAttempts) {
    await holdReceipt(context, receipt);
    return 'held';
  }
  // Counted before it is tried: a run that dies in the middle counts as well.
  const counted = await context.client.updateResource(withAttempts(receipt, attempts), {
    headers: { 'If-Match': `W/"${receipt.meta?.versionId}"` },
  });
  try {
    await answerReceipt(context, counted, false);
    return 'answered';
  } catch (error) {
    // Trying again does not help; a calendar does, and until then people know.
    if (outsideCalendar(error) === undefined) throw error;
    await holdReceipt(context, counted, error);
    return 'held';
  }
}

/** A receipt that waited for a calendar. */
async function takeUpHeld(context: IntakeContext, receipt: Receipt): Promise<'answered' | 'left'> {
  if (!isCoveredNow(context, receipt)) return 'left';
  await answerReceipt(context, receipt, false);
  return 'answered';
}

/** A request whose trigger was lost. One received already is taken up by its receipt, with its attempts, or is with people. */
async function takeUpRequest(
  { client }: IntakeContext,
  key: string,
  answer: () => Promise<void>,
): Promise<'answered' | 'left'> {
  const receipt = await findReceipt(client, key);
  if (receipt && receipt.status !== 'completed') return 'left';
  await answer();
  return 'answered';
}

async function receiptsInProgress({ client }: IntakeContext, before: string): Promise<readonly Receipt[]> {
  const query = {
    category: `${communicationCategories}|submission`,
    status: 'in-progress',
    _lastUpdated: `lt${before}`,
  };
  return withIds(ofType((await searchAll(client, 'Communication', query)).resources, 'Communication'));
}

async function receiptsOnHold({ client }: IntakeContext): Promise<readonly Receipt[]> {
  const query = { category: `${communicationCategories}|submission`, status: 'on-hold' };
  return withIds(ofType((await searchAll(client, 'Communication', query)).resources, 'Communication'));
}

async function claimsWithoutAnswer({ client }: IntakeContext, before: string): Promise<readonly WithId<Claim>[]> {
  const query = {
    use: 'preauthorization',
    status: 'active',
    '_tag:not': tagToken(answeredTag),
    _lastUpdated: `lt${before}`,
  };
  return withIds(ofType((await searchAll(client, 'Claim', query)).resources, 'Claim'));
}

async function requestsWithoutAnswer(
  { client }: IntakeContext,
  before: string,
): Promise<readonly WithId<ServiceRequest>[]> {
  const query = {
    status: 'active',
    intent: 'order,plan,proposal',
    '_tag:not': tagToken(answeredTag),
    _lastUpdated: `lt${before}`,
  };
  const found = ofType((await searchAll(client, 'ServiceRequest', query)).resources, 'ServiceRequest');
  return withIds(
    found.filter(
      ({ meta }) => !meta?.tag?.some(({ system, code }) => system === notForUsTag.system && code === notForUsTag.code),
    ),
  );
}

function withIds<T extends Communication | Claim | ServiceRequest>(resources: readonly T[]): readonly WithId<T>[] {
  return resources.filter((resource): resource is WithId<T> => resource.id !== undefined);
}
