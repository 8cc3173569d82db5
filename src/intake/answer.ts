import { isResourceWithId } from '@medplum/core';
import type { Bundle, ClaimResponse, Communication, Resource } from '@medplum/fhirtypes';
import { gatherFacts } from '../directory/gatherFacts.ts';
import { referencedId } from '../fhir/elements.ts';
import { readRequest } from '../pas/reading/readRequest.ts';
import type { Submission } from '../pas/request/submission.ts';
import { toEarlierMessage } from '../pas/response/toEarlierMessage.ts';
import { determine } from '../policy/determination.ts';
import type { CaseInput } from './case/caseInput.ts';
import { caseBundle } from './caseBundle.ts';
import type { IntakeContext } from './context.ts';
import { heldTask } from './hold.ts';
import { keepOnce } from './keptBytes.ts';
import { answerReference, channelOf, originReference, type Receipt, receivedAt } from './receipt.ts';
import { readReceipt, receivedBytes } from './receive.ts';
import { failureOf, pause, Unavailable, withRetries } from './retries.ts';
import { submissionOf } from './submissionOf.ts';
import { determineBeside } from './undecided/besideUndecided.ts';
import { currentAnswer } from './updates/currentAnswer.ts';
import { findPrior } from './updates/priorCase.ts';
import { readPriorWork } from './updates/priorWork.ts';
import { updatePlan } from './updates/updatePlan.ts';

/** The answer to a receipt as it now stands. */
export interface Answer {
  readonly receipt: Receipt;
  readonly response: ClaimResponse;
  readonly submission: Submission;
}

/** Runs that meet others at the same receipt give way and look again, this often. */
const attempts = 5;
/** Updates of one case meet at its answer, and one goes after the other. */
const fencedAttempts = 20;

/**
 * Answers a receipt: gather, determine, commit; or finds that it is answered. Any number of runners may do so at once, in
 * any process: the commit is fenced by the receipt's version, so exactly one answer comes to stand, and all return it.
 * @param synchronous - the client waits for this answer
 * @param read - the receipt's message, where it has just been read
 * @throws Unavailable when the store does not answer; the receipt stays for the sweep
 */
export async function answerReceipt(
  context: IntakeContext,
  receipt: Receipt,
  synchronous: boolean,
  read?: Submission,
): Promise<Answer> {
  const { client } = context;
  const submission = read ?? (await withRetries(() => submissionIn(context, receipt)));
  const keep = keepOnce(client);
  let current = receipt;
  for (let attempt = 1; current.status !== 'completed'; attempt += 1) {
    try {
      const committed = await commit(context, current, submission, synchronous, keep);
      if (committed) return { ...committed, submission };
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure === 'fault') throw cause;
      const most = failure === 'fence' ? fencedAttempts : attempts;
      if (failure === 'refused' || attempt > most) throw new Unavailable(cause);
      if (attempt < most) await pause(failure, attempt);
    }
    // Also after a failure: the reply may be what was lost.
    current = await withRetries(() => readReceipt(client, receipt.id));
  }
  return withRetries(() => standingAnswer(context, current, submission));
}

async function submissionIn({ client }: IntakeContext, receipt: Receipt): Promise<Submission> {
  const rebuilt = submissionOf(channelOf(receipt), await receivedBytes(client, receipt));
  if (rebuilt.ok) return rebuilt.submission;
  throw new Error(`Receipt ${receipt.id} holds a message that the rules now in force refuse`);
}

async function commit(
  context: IntakeContext,
  receipt: Receipt,
  submission: Submission,
  synchronous: boolean,
  keep: CaseInput['keep'],
): Promise<Pick<Answer, 'receipt' | 'response'> | undefined> {
  const { client, settings } = context;
  const { timeZone } = settings.calendar;
  const prior = await findPrior(context, receipt, submission, (earlier) => answerReceipt(context, earlier, false));
  const plan = updatePlan(submission, prior, settings.calendar);
  const work = plan?.prior && (await readPriorWork(client, plan.prior.key));
  const request = plan?.request ?? readRequest(submission, timeZone);
  const receivedOn = receivedAt(receipt).toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const gathered = await gatherFacts(client, request, { ...settings, receivedOn, timeZone });
  const determined = plan?.prior
    ? { gathered, determination: determine(gathered.facts, settings), undecided: [] }
    : await determineBeside(context, receipt, gathered);
  const origin = await originOf(context, receipt);
  const held = await heldTask(context, receipt);
  const bundle = await caseBundle({
    receipt,
    submission,
    request,
    ...determined,
    settings,
    origin,
    synchronous,
    keep,
    ...(held ? { held } : {}),
    ...(plan ? { update: { plan, ...(work ? { work } : {}) } } : {}),
    ...(plan?.standing ? { standing: plan.standing } : {}),
  });
  return committedIn(await client.executeBatch(bundle, { maxRetries: 0 }));
}

/** What the transaction made, as far as the store gives it back. */
function committedIn({ entry = [] }: Bundle): Pick<Answer, 'receipt' | 'response'> | undefined {
  const resources = entry.map(({ resource }) => resource);
  const receipt = resources.find((resource) => isResourceWithId<Communication>(resource, 'Communication'));
  const response = resources.find((resource) => isResourceWithId<ClaimResponse>(resource, 'ClaimResponse'));
  return receipt && response ? { receipt, response } : undefined;
}

async function originOf({ client }: IntakeContext, receipt: Receipt): Promise<Resource | undefined> {
  const named = referencedId(originReference(receipt));
  if (named?.type === 'Claim') return client.readResource('Claim', named.id, { cache: 'reload' });
  return named?.type === 'ServiceRequest'
    ? client.readResource('ServiceRequest', named.id, { cache: 'reload' })
    : undefined;
}

async function standingAnswer({ client }: IntakeContext, receipt: Receipt, submission: Submission): Promise<Answer> {
  const named = referencedId(answerReference(receipt));
  if (!named) throw new Error(`Receipt ${receipt.id} is completed without an answer`);
  const given = await client.readResource('ClaimResponse', named.id, { cache: 'reload' });
  const current = await currentAnswer(client, given);
  return { receipt, response: current === given ? given : toEarlierMessage(current, submission), submission };
}
