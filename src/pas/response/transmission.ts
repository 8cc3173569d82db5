import type { Claim, Extension } from '@medplum/fhirtypes';
import { extensionOf } from '../../fhir/elements.ts';
import { pasExtension } from '../codes.ts';

const swapped: ReadonlyMap<string, string> = new Map([
  ['applicationSenderCode', 'applicationReceiverCode'],
  ['applicationReceiverCode', 'applicationSenderCode'],
  ['interchangeSenderID', 'interchangeReceiverID'],
  ['interchangeReceiverID', 'interchangeSenderID'],
]);

/** The request's transmission identifiers with sender and receiver changed over. */
export function returnTransmission(claim: Claim): readonly Extension[] {
  const sent = extensionOf(claim, pasExtension.transmissionIdentifiers);
  if (!sent) return [];
  const parts = (sent.extension ?? []).map((part) => ({ ...part, url: swapped.get(part.url) ?? part.url }));
  return [{ url: sent.url, extension: parts }];
}
