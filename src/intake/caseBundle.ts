import type {
  Bundle,
  BundleEntry,
  Claim,
  ClaimResponse,
  DocumentReference,
  Provenance,
  Reference,
  Resource,
  Task,
} from '@medplum/fhirtypes';
import { computeDeadlines, DeadlineError, type Deadlines } from '../deadlines/index.ts';
import type { GatheredFacts } from '../directory/gatherFacts.ts';
import { evidenceExtension, itemNumberSystem } from '../fhir/evidence.ts';
import { findingExtension } from '../fhir/policyFinding.ts';
import { caseSystem, npiSystem, ownBase } from '../fhir/systems.ts';
import type { SubmittedRequest } from '../pas/reading/submittedRequest.ts';
import type { Submission } from '../pas/request/submission.ts';
import { claimResponse } from '../pas/response/claimResponse.ts';
import { citation } from '../policy/data/policyVersions.ts';
import type { Determination, ItemDetermination } from '../policy/determination.ts';
import { answeredTag } from './answeredTag.ts';
import { caseTasks } from './caseTasks.ts';
import { evidenceBytes } from './evidence.ts';
import { evidenceDocument } from './evidenceDocument.ts';
import { itemNumber } from './keys.ts';
import { storable, storableClaim } from './logicalReferences.ts';
import { channelOf, type Receipt, receiptKey, receivedAt } from './receipt.ts';
import type { PlanSettings } from './settings.ts';

export interface CaseInput {
  readonly receipt: Receipt;
  readonly submission: Submission;
  readonly request: SubmittedRequest;
  readonly gathered: GatheredFacts;
  readonly determination: Determination;
  readonly settings: PlanSettings;
  /** The resource the request came as, as it now stands; it is tagged instead of copied. */
  readonly origin?: Resource;
  /** The answer goes back in this very call. */
  readonly synchronous: boolean;
}

/**
 * The one transaction that makes an answer stand: plain creates, and the receipt completed under `ifMatch`. Every number
 * and identifier in it is derived from the receipt's key, so a repeated run writes the same.
 */
export async function caseBundle(input: CaseInput): Promise<Bundle> {
  const { receipt, origin, submission, gathered, determination, settings } = input;
  const key = receiptKey(receipt);
  const received = receivedAt(receipt);
  const deadlines = deadlinesOf(input, received);
  const claim: Claim = origin?.resourceType === 'Claim' ? answered(origin) : answered(await newClaim(input, key));
  const claimUrl = origin?.resourceType === 'Claim' ? `Claim/${origin.id}` : `urn:uuid:${crypto.randomUUID()}`;
  const responseUrl = `urn:uuid:${crypto.randomUUID()}`;
  const evidenceUrl = `urn:uuid:${crypto.randomUUID()}`;
  const numbers = await itemNumbers(determination, key);
  const composed: ClaimResponse = claimResponse({
    claim: submission.claim,
    determination,
    deadlines,
    created: received.toString({ smallestUnit: 'second', timeZone: settings.calendar.timeZone }),
    issued: gathered.facts.receivedOn,
    caseIdentifier: { system: caseSystem, value: key },
    references: {
      claim: { reference: claimUrl },
      patient: storable(submission, gathered.matched, submission.claim.patient),
      insurer: storable(submission, gathered.matched, submission.claim.insurer),
      requestor: storable(submission, gathered.matched, submission.claim.provider),
    },
    numberOf: ({ sequence }) => numbers.get(sequence) ?? '',
    authorizedProvider: ({ sequence }) => authorizedProvider(gathered, sequence),
    errorExpression: errorExpression(input),
  });
  const response = { ...composed, extension: [...(composed.extension ?? []), evidenceExtension(evidenceUrl)] };
  const evidence = await evidenceOf(input, deadlines, response, responseUrl, numbers);
  const basedOn: Reference[] = [
    { reference: origin?.resourceType === 'ServiceRequest' ? `ServiceRequest/${origin.id}` : claimUrl },
  ];
  const channel = channelOf(receipt);
  const tasks: readonly Task[] = deadlines
    ? caseTasks({
        determination,
        deadlines,
        decided: received,
        calendar: settings.calendar,
        caseKey: key,
        basedOn,
        focus: { reference: responseUrl },
        evidence: { reference: evidenceUrl },
        patient: response.patient,
        providerIsTold: input.synchronous && channel === 'pas-submit',
        identifyMember: channel !== 'pas-submit',
      })
    : [];
  const provenance = provenanceOf(input, [claimUrl, responseUrl], evidenceUrl);
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      origin?.resourceType === 'Claim' ? update(claim, origin) : create(claim, claimUrl),
      ...(origin?.resourceType === 'ServiceRequest' ? [update(answered(origin), origin)] : []),
      create(response, responseUrl),
      create(evidence, evidenceUrl),
      ...tasks.map((task) => create(task)),
      create(provenance),
      update(completed(receipt, responseUrl), receipt),
    ],
  };
}

function deadlinesOf(
  { determination, settings, receipt }: CaseInput,
  received: Temporal.Instant,
): Deadlines | undefined {
  const needed =
    determination.items.some(({ action }) => action !== 'NA') ||
    (determination.error !== undefined && channelOf(receipt) !== 'pas-submit');
  if (!needed) return undefined;
  const urgency = determination.urgent ? 'urgent' : 'routine';
  const deadlines = computeDeadlines({ received, urgency, calendar: settings.calendar });
  if (deadlines instanceof DeadlineError) throw deadlines;
  return deadlines;
}

async function evidenceOf(
  { receipt, gathered, determination, settings }: CaseInput,
  deadlines: Deadlines | undefined,
  { patient }: ClaimResponse,
  responseUrl: string,
  numbers: ReadonlyMap<number, string>,
): Promise<DocumentReference> {
  const shared = { caseKey: receiptKey(receipt), received: receivedAt(receipt) };
  const given = determination.items.filter(({ action }) => action !== 'NA');
  return evidenceDocument({
    ...shared,
    bytes: await evidenceBytes({ ...shared, facts: gathered.facts, determination, deadlines, settings }),
    numbers: given.map(({ sequence }) => ({ system: itemNumberSystem, value: numbers.get(sequence) })),
    patient,
    response: { reference: responseUrl },
  });
}

async function newClaim({ submission, gathered }: CaseInput, key: string): Promise<Claim> {
  const claim = storableClaim(submission, gathered.matched);
  return { ...claim, identifier: [...(claim.identifier ?? []), { system: caseSystem, value: key }] };
}

async function itemNumbers(determination: Determination, key: string): Promise<ReadonlyMap<number, string>> {
  const numbered = determination.items.map(async ({ sequence, action }: ItemDetermination) => {
    return [sequence, await itemNumber(action === 'A1' ? 'AUTH' : 'REF', key, sequence)] as const;
  });
  return new Map(await Promise.all(numbered));
}

function authorizedProvider({ facts, matched }: GatheredFacts, sequence: number): Reference | undefined {
  const requested = facts.items.find((item) => item.sequence === sequence)?.requested[0];
  if (requested?.npi === undefined) return undefined;
  const reference = matched.parties.get(requested.npi);
  return {
    ...(reference ? { reference } : {}),
    identifier: { system: npiSystem, value: requested.npi },
    display: requested.name,
  };
}

function errorExpression({ determination, request }: CaseInput): string {
  switch (determination.error?.subject) {
    case 'insurer':
      return 'Bundle.entry[0].resource.insurer';
    case 'birth-date':
      return `${request.member.expression}.birthDate`;
    default:
      return request.member.numbers[0]?.expression ?? request.member.expression;
  }
}

function answered<T extends Resource>(resource: T): T {
  const others = (resource.meta?.tag ?? []).filter(({ system }) => system !== answeredTag.system);
  return { ...resource, meta: { ...resource.meta, tag: [...others, answeredTag] } };
}

function completed(receipt: Receipt, responseUrl: string): Receipt {
  return { ...receipt, status: 'completed', about: [...(receipt.about ?? []), { reference: responseUrl }] };
}

function provenanceOf({ receipt, determination }: CaseInput, targets: readonly string[], evidence: string): Provenance {
  const software = { system: `${ownBase}/software`, value: 'second-opinion' };
  return {
    resourceType: 'Provenance',
    extension: determination.governance.map(findingExtension),
    target: targets.map((reference) => ({ reference })),
    recorded: receivedAt(receipt).toString({ smallestUnit: 'millisecond' }),
    policy: [`${ownBase}/PlanDefinition/${determination.policy.number}|${determination.policy.approved}`],
    activity: { text: `Answered under ${citation(determination.policy)}` },
    agent: [{ who: { identifier: software, display: 'second-opinion' } }],
    entity: [`Communication/${receipt.id}`, evidence].map((reference) => ({ role: 'source', what: { reference } })),
  };
}

function create(resource: Resource, fullUrl?: string): BundleEntry {
  return {
    ...(fullUrl === undefined ? {} : { fullUrl }),
    request: { method: 'POST', url: resource.resourceType },
    resource,
  };
}

/** A PUT that only holds if nobody changed the resource since `read`. */
export function update(resource: Resource, read: Resource): BundleEntry {
  const ifMatch = `W/"${read.meta?.versionId}"`;
  return { request: { method: 'PUT', url: `${read.resourceType}/${read.id}`, ifMatch }, resource };
}
