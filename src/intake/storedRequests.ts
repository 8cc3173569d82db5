import { getReferenceString, type WithId } from '@medplum/core';
import type { Bundle, Claim, Coding, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../directory/searchAll.ts';
import { extensionsOf, referencedId } from '../fhir/elements.ts';
import { pasExtension } from '../pas/codes.ts';
import { secondOpinionSignals } from '../pas/reading/secondOpinionSignals.ts';
import { answerReceipt } from './answer.ts';
import { answeredTag, notForUsTag } from './answeredTag.ts';
import { assembleClaim, assembleServiceRequest } from './assemble.ts';
import type { IntakeContext } from './context.ts';
import type { Channel, Receipt } from './receipt.ts';
import { findReceipt, receive } from './receive.ts';
import { failureOf } from './retries.ts';
import { submissionOf } from './submissionOf.ts';

/** The key of the receipt of a Claim that was written straight into the store. */
export function claimKey({ id }: WithId<Claim>): string {
  return `claim|${id}`;
}

export function serviceRequestKey({ id }: WithId<ServiceRequest>): string {
  return `service-request|${id}`;
}

/** Answers a Claim that was written straight into the store. Repeatable: the receipt's key is the Claim's id. */
export async function answerClaim(context: IntakeContext, claim: WithId<Claim>): Promise<void> {
  if (claim.use !== 'preauthorization' || claim.status !== 'active') return;
  const receipt = await receiptFor(context, claim, 'claim', claimKey(claim), () =>
    assembleClaim(context.client, claim),
  );
  await answerReceipt(context, receipt, false);
  await ensureTag(context, claim, answeredTag);
}

/**
 * Answers a ServiceRequest that was written into the store, when it is active, an order, plan or proposal to do something,
 * and carries a second-opinion signal. Repeatable.
 */
export async function answerServiceRequest(context: IntakeContext, request: WithId<ServiceRequest>): Promise<void> {
  if (request.status !== 'active' || !['order', 'plan', 'proposal'].includes(request.intent)) return;
  const key = serviceRequestKey(request);
  const existing = await findReceipt(context.client, key);
  if (existing) {
    await answerReceipt(context, existing, false);
    return ensureTag(context, request, answeredTag);
  }
  if (request.doNotPerform === true) return ensureTag(context, request, notForUsTag);
  const bundle = await assembleServiceRequest(context.client, request, context.settings.products);
  if (!carriesSignal(bundle)) return ensureTag(context, request, notForUsTag);
  // What a Claim asks for is answered with that Claim: one request, one case.
  if (await isAskedForByClaim(context, request)) return ensureTag(context, request, answeredTag);
  const receipt = await receiptFor(context, request, 'service-request', key, async () => bundle);
  await answerReceipt(context, receipt, false);
  await ensureTag(context, request, answeredTag);
}

/** Does a Claim of the same member name the ServiceRequest as its requested service? */
async function isAskedForByClaim({ client }: IntakeContext, request: WithId<ServiceRequest>): Promise<boolean> {
  const patient = referencedId(request.subject.reference);
  if (patient?.type !== 'Patient') return false;
  const query = { patient: `Patient/${patient.id}`, use: 'preauthorization', status: 'active' };
  const claims = ofType((await searchAll(client, 'Claim', query)).resources, 'Claim');
  const items = claims.flatMap(({ item }) => item ?? []);
  return items.some((item) =>
    extensionsOf(item, pasExtension.requestedService).some(
      ({ valueReference }) => valueReference?.reference === getReferenceString(request),
    ),
  );
}

function carriesSignal(bundle: Bundle): boolean {
  const rebuilt = submissionOf('service-request', encode(bundle));
  return rebuilt.ok && secondOpinionSignals(rebuilt.submission).length > 0;
}

async function receiptFor(
  { client }: IntakeContext,
  resource: WithId<Claim | ServiceRequest>,
  channel: Channel,
  key: string,
  assemble: () => Promise<Bundle>,
): Promise<Receipt> {
  const existing = await findReceipt(client, key);
  if (existing) return existing;
  const received = await firstWritten({ client }, resource);
  const body = encode(await assemble());
  return receive(client, { key, channel, client: 'store', received, body, about: getReferenceString(resource) });
}

function encode(bundle: Bundle): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(bundle));
}

/** When the resource first came into the store, whenever a bot happens to run: its oldest version's instant. */
async function firstWritten(
  { client }: Pick<IntakeContext, 'client'>,
  { resourceType, id, meta }: WithId<Resource>,
): Promise<Temporal.Instant> {
  const instants = [meta?.lastUpdated];
  for (let read = 0, total = 1; read < total; ) {
    const page = await client.readHistory(resourceType, id, { offset: read });
    const { entry = [] } = page;
    if (entry.length === 0) break;
    instants.push(...entry.map(({ resource }) => resource?.meta?.lastUpdated));
    read += entry.length;
    total = page.total ?? 0;
  }
  const [oldest] = instants.filter((instant) => instant !== undefined).sort();
  if (oldest === undefined) throw new Error(`${resourceType}/${id} has no instant of arrival`);
  return Temporal.Instant.from(oldest);
}

/** Tags the resource as it now stands, unless it is. Losing against another writer is no harm: the sweep looks again. */
async function ensureTag(
  { client }: IntakeContext,
  resource: WithId<Claim | ServiceRequest>,
  tag: Coding,
): Promise<void> {
  const current = await client.readResource(resource.resourceType, resource.id, { cache: 'reload' });
  const has = current.meta?.tag?.some(({ system, code }) => system === tag.system && code === tag.code);
  if (has) return;
  const others = (current.meta?.tag ?? []).filter(({ system }) => system !== tag.system);
  const meta = { ...current.meta, tag: [...others, tag] };
  try {
    await client.updateResource(
      { ...current, meta },
      { headers: { 'If-Match': `W/"${current.meta?.versionId}"` }, maxRetries: 0 },
    );
  } catch (error) {
    if (failureOf(error) !== 'fence') throw error;
  }
}
