import type { WithId } from '@medplum/core';
import type { ClaimResponse } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../../directory/searchAll.ts';
import { caseKeyOf, clocksSinceOf } from '../../fhir/caseLinks.ts';
import { referencedId } from '../../fhir/elements.ts';
import { caseSystem } from '../../fhir/systems.ts';
import type { Submission } from '../../pas/request/submission.ts';
import { type ClaimNames, namesOf, priorNamed } from '../../pas/updates/priorNamed.ts';
import type { IntakeContext } from '../context.ts';
import {
  answerReference,
  channelOf,
  communicationCategories,
  type Receipt,
  receiptKey,
  receivedAt,
} from '../receipt.ts';
import { findReceipt } from '../receive.ts';
import { receivedSubmission, standingSubmission } from '../standingSubmission.ts';
import { currentAnswer } from './currentAnswer.ts';
import { isOfSameSubmitter } from './sameSubmitter.ts';
import { submittedClaimSystem, submittedNames } from './submittedNames.ts';

/** The case that an update updates, as it now stands. */
export interface PriorCase {
  readonly key: string;
  readonly response: WithId<ClaimResponse>;
  /** What it answers, whole. */
  readonly submission: Submission;
  /** The version that the update names, where that was updated since. */
  readonly named?: Submission;
  /** When its clocks began. */
  readonly since: Temporal.Instant;
}

/** `none`: no prior request is named. `unknown`: none is on file under that name for this submitter. */
export type Prior = PriorCase | 'none' | 'unknown';

/** A receipt with its message read. */
interface Received {
  readonly receipt: Receipt;
  readonly submission: Submission;
}

/** An update, with the names by which it knows the prior Claim. */
interface Naming extends Received {
  readonly client: string;
  readonly names: ClaimNames;
}

/**
 * The case that a submission updates, within what its submitter sent before. One that is received but not answered is answered
 * first.
 * @param answer - answers a receipt
 */
export async function findPrior(
  context: IntakeContext,
  receipt: Receipt,
  submission: Submission,
  answer: (receipt: Receipt) => Promise<unknown>,
): Promise<Prior> {
  const names = priorNamed(submission);
  if (!names) return 'none';
  const naming: Naming = { receipt, submission, names, client: clientOf(receipt) };
  for (const waiting of await receivedBefore(context, naming)) await answer(waiting.receipt);
  for (const found of await answeredUnder(context, naming)) {
    const prior = await priorOf(context, found);
    if (prior) return prior;
  }
  return 'unknown';
}

/** Undefined: it failed for a business error, and opened no case. */
async function priorOf({ client }: IntakeContext, { receipt, submission }: Received): Promise<PriorCase | undefined> {
  const answered = referencedId(answerReference(receipt));
  if (!answered) return undefined;
  const first = await client.readResource('ClaimResponse', answered.id, { cache: 'reload' });
  if (first.outcome === 'error') return undefined;
  const response = await currentAnswer(client, first);
  const key = caseKeyOf(response) ?? '';
  const current = key === receiptKey(receipt) ? receipt : await findReceipt(client, key);
  const own = current && (await receivedSubmission(client, current));
  if (!own) throw new Error(`ClaimResponse/${response.id} answers no message that can be read`);
  return {
    key,
    response,
    submission: await standingSubmission(client, response, own),
    ...(current === receipt ? {} : { named: submission }),
    since: clocksSinceOf(response) ?? receivedAt(current),
  };
}

/** Answered submissions by that name, the likeliest first: by fullUrl before identifier, the latest before others. */
async function answeredUnder(context: IntakeContext, naming: Naming): Promise<readonly Received[]> {
  const { client } = context;
  const [fullUrl] = submittedNames(naming.client, { ...naming.names, identifiers: [] });
  const keys = new Map([
    ...(await keysUnder(context, submittedNames(naming.client, { identifiers: naming.names.identifiers }))).map(
      (key) => [key, false] as const,
    ),
    ...(await keysUnder(context, fullUrl === undefined ? [] : [fullUrl])).map((key) => [key, true] as const),
    ...storedClaimKeys(naming).map((key) => [key, true] as const),
  ]);
  const receipts = await Promise.all([...keys.keys()].map((key) => findReceipt(client, key)));
  const earlier = receipts.filter((one) => one !== undefined).filter((one) => isEarlier(one, naming));
  const read = await Promise.all(earlier.map((receipt) => receivedOf(context, receipt, naming)));
  const rank = ({ receipt }: Received) => (keys.get(receiptKey(receipt)) ? 1 : 0);
  return read.flat().sort((a, b) => rank(b) - rank(a) || byReceipt(b.receipt, a.receipt));
}

async function keysUnder({ client }: IntakeContext, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const identifier = names.map((name) => `${submittedClaimSystem}|${name}`).join(',');
  const { resources } = await searchAll(client, 'Claim', { identifier });
  return ofType(resources, 'Claim').flatMap(
    (claim) => claim.identifier?.find(({ system }) => system === caseSystem)?.value ?? [],
  );
}

/** A Claim written into the store names another one there by its id. */
function storedClaimKeys({ receipt, names }: Naming): readonly string[] {
  const named = referencedId(names.fullUrl);
  return channelOf(receipt) === 'claim' && named?.type === 'Claim' ? [`claim|${named.id}`] : [];
}

/** Submissions by that name which are received, and not answered yet; the earliest first. */
async function receivedBefore(context: IntakeContext, naming: Naming): Promise<readonly Received[]> {
  const query = { category: `${communicationCategories}|submission`, status: 'in-progress' };
  const { resources } = await searchAll(context.client, 'Communication', query);
  const receipts = ofType(resources, 'Communication').filter((one): one is Receipt => one.id !== undefined);
  const earlier = receipts.filter((one) => clientOf(one) === naming.client && isEarlier(one, naming));
  const read = (await Promise.all(earlier.map((receipt) => receivedOf(context, receipt, naming)))).flat();
  return read
    .filter(({ submission }) => goesBy(namesOf(submission), naming.names))
    .sort((a, b) => byReceipt(a.receipt, b.receipt));
}

async function receivedOf({ client }: IntakeContext, receipt: Receipt, naming: Naming): Promise<readonly Received[]> {
  const submission = await receivedSubmission(client, receipt);
  return submission && isOfSameSubmitter(submission, naming.submission) ? [{ receipt, submission }] : [];
}

function goesBy(own: ClaimNames, named: ClaimNames): boolean {
  if (own.fullUrl !== undefined && own.fullUrl === named.fullUrl) return true;
  return named.identifiers.some(({ system, value }) =>
    own.identifiers.some((each) => value !== undefined && each.value === value && each.system === system),
  );
}

/** Received before the update: of two received in one instant the order of their keys decides, the same for every runner. */
function isEarlier(one: Receipt, { receipt }: Naming): boolean {
  return byReceipt(one, receipt) < 0;
}

function byReceipt(one: Receipt, other: Receipt): number {
  const difference = Temporal.Instant.compare(receivedAt(one), receivedAt(other));
  return difference || (receiptKey(one) < receiptKey(other) ? -1 : receiptKey(one) === receiptKey(other) ? 0 : 1);
}

function clientOf({ sender }: Receipt): string {
  return sender?.identifier?.value ?? '';
}
