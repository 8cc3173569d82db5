import type { Identifier, Reference, Resource } from '@medplum/fhirtypes';
import { extensionOf } from '../../fhir/elements.ts';
import { pasExtension } from '../../pas/codes.ts';
import type { Submission } from '../../pas/request/submission.ts';

/** Who stands at the two ends of a request, each by every identifier that the request gives: `value` and `system|value`. */
export interface Parties {
  readonly sender: ReadonlySet<string>;
  readonly payer: ReadonlySet<string>;
}

const senderParts = ['interchangeSenderID', 'applicationSenderCode'];

/**
 * The sender is named by interchange and application (ISA06 and GS02), and by the requesting Organization. A practitioner's
 * own number names nobody here: the same person asks for more than one organization.
 * @param insurerOfRecord - the plan's own record of the payer
 */
export function partiesOf(submission: Submission, insurerOfRecord?: Resource): Parties {
  const { claim } = submission;
  const transmission = extensionOf(claim, pasExtension.transmissionIdentifiers)?.extension ?? [];
  const codes = transmission.filter(({ url }) => senderParts.includes(url));
  return {
    sender: new Set([
      ...codes.flatMap(({ valueString, valueIdentifier }) => [
        ...(valueString === undefined ? [] : [valueString]),
        ...tokensOf(valueIdentifier),
      ]),
      ...organizationTokens(submission, claim.provider),
    ]),
    payer: new Set([...organizationTokens(submission, claim.insurer), ...identifierTokens(insurerOfRecord)]),
  };
}

function organizationTokens(submission: Submission, reference: Reference | undefined, from?: Resource): string[] {
  const resolved = submission.resolve(reference, from);
  if (resolved.kind === 'logical') {
    const { type, identifier } = resolved.reference;
    return type === undefined || type === 'Organization' ? tokensOf(identifier) : [];
  }
  if (resolved.kind !== 'resource') return [];
  const { resource } = resolved;
  if (resource.resourceType === 'Organization') return identifierTokens(resource);
  return resource.resourceType === 'PractitionerRole'
    ? organizationTokens(submission, resource.organization, resource)
    : [];
}

function identifierTokens(resource: Resource | undefined): string[] {
  return resource?.resourceType === 'Organization' ? (resource.identifier ?? []).flatMap(tokensOf) : [];
}

function tokensOf(identifier: Identifier | undefined): string[] {
  const { system, value } = identifier ?? {};
  if (value === undefined) return [];
  return system === undefined ? [value] : [value, `${system}|${value}`];
}
