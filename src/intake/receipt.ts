import type { Communication, Extension } from '@medplum/fhirtypes';
import { fromBase64, toBase64 } from '../fhir/base64.ts';
import { concept, extensionOf } from '../fhir/elements.ts';
import { sha256 } from '../fhir/sha256.ts';
import { ownBase, receiptSystem } from '../fhir/systems.ts';

/**
 * A receipt is the Communication by which the plan acknowledges to itself that a request arrived: when, from whom, and its
 * exact bytes. Its version is the fence of the commit; `completed` means that the answer stands.
 */
export type Receipt = Communication & { readonly id: string };

/** How the request came. */
export type Channel = 'pas-submit' | 'claim' | 'service-request' | 'submit-attachment';

const channels: readonly Channel[] = ['pas-submit', 'claim', 'service-request', 'submit-attachment'];

const channelCodes = `${ownBase}/CodeSystem/channel`;
export const communicationCategories = `${ownBase}/CodeSystem/communication-category`;
const submissionCategory = concept(communicationCategories, 'submission');
const attachmentCategory = concept(communicationCategories, 'attachment');
export const sha256Url = `${ownBase}/StructureDefinition/sha-256`;
const attemptsUrl = `${ownBase}/StructureDefinition/attempts`;

/** Payloads beyond this many bytes are kept as a Binary: a resource may not exceed 1 MB, and base64 adds a third. */
const inlineLimit = 700_000;

export interface NewReceipt {
  readonly key: string;
  readonly channel: Channel;
  /** Client id; who sent it, as far as the service knows. */
  readonly client: string;
  readonly received: Temporal.Instant;
  readonly body: Uint8Array;
  /** What the receipt is about, when it came as a resource of the store: `Claim/<id>`. */
  readonly about?: string;
}

/** Is the payload too large to be kept within the receipt? */
export function needsBinary(body: Uint8Array): boolean {
  return body.length > inlineLimit;
}

/**
 * The receipt to be stored.
 * @param binary - `Binary/<id>` that holds the bytes, when `needsBinary`
 */
export function newReceipt(arrival: NewReceipt, binary: string | undefined): Communication {
  const { key, channel, client, received, body, about } = arrival;
  const content = binary === undefined ? { data: toBase64(body) } : { url: binary };
  const digest: Extension = { url: sha256Url, valueString: sha256(body) };
  return {
    resourceType: 'Communication',
    identifier: [{ system: receiptSystem, value: key }],
    status: 'in-progress',
    category: [channel === 'submit-attachment' ? attachmentCategory : submissionCategory],
    medium: [concept(channelCodes, channel)],
    ...(about === undefined ? {} : { about: [{ reference: about }] }),
    sender: { identifier: { system: `${ownBase}/client`, value: client } },
    received: received.toString({ smallestUnit: 'millisecond' }),
    payload: [
      {
        contentAttachment: { extension: [digest], contentType: 'application/fhir+json', size: body.length, ...content },
      },
    ],
  };
}

/** The receipt with its bytes in a Binary. */
export function withBinary(receipt: Receipt, binary: string): Receipt {
  const [first, ...others] = receipt.payload ?? [];
  if (!first?.contentAttachment) return receipt;
  const { data: _within, ...attachment } = first.contentAttachment;
  return { ...receipt, payload: [{ ...first, contentAttachment: { ...attachment, url: binary } }, ...others] };
}

/** The bytes that stand within the receipt; undefined: they are a Binary. */
export function bytesWithin({ payload }: Communication): Uint8Array | undefined {
  const data = payload?.[0]?.contentAttachment?.data;
  return data === undefined ? undefined : fromBase64(data);
}

export function receiptKey(receipt: Communication): string {
  return receipt.identifier?.find(({ system }) => system === receiptSystem)?.value ?? '';
}

/** The instant of receipt, t0: every clock starts here. */
export function receivedAt(receipt: Communication): Temporal.Instant {
  if (receipt.received === undefined) throw new Error(`Receipt ${receipt.id} has no instant of receipt`);
  return Temporal.Instant.from(receipt.received);
}

export function channelOf(receipt: Communication): Channel {
  const code = receipt.medium?.[0]?.coding?.find(({ system }) => system === channelCodes)?.code;
  const channel = channels.find((known) => known === code);
  if (channel === undefined) throw new Error(`Receipt ${receipt.id} came by an unknown channel`);
  return channel;
}

/** How often answering it has been tried again after its first failure. */
export function attemptsOf(receipt: Communication): number {
  return extensionOf(receipt, attemptsUrl)?.valueInteger ?? 0;
}

export function withAttempts(receipt: Receipt, attempts: number): Receipt {
  const others = (receipt.extension ?? []).filter(({ url }) => url !== attemptsUrl);
  return { ...receipt, extension: [...others, { url: attemptsUrl, valueInteger: attempts }] };
}

/** `ClaimResponse/<id>` of the answer, once there is one. */
export function answerReference(receipt: Communication): string | undefined {
  return receipt.about?.find(({ reference }) => reference?.startsWith('ClaimResponse/'))?.reference;
}

/** `Claim/<id>` or `ServiceRequest/<id>` the receipt is about, when it came as a resource of the store. */
export function originReference(receipt: Communication): string | undefined {
  return receipt.about?.find(({ reference }) => !reference?.startsWith('ClaimResponse/'))?.reference;
}
