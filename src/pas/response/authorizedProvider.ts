import type { ClaimCareTeam, ClaimItem, CodeableConcept, Extension, Reference } from '@medplum/fhirtypes';
import { codesOf, concept, extensionOf, npiOf } from '../../fhir/elements.ts';
import { x12 } from '../../fhir/systems.ts';
import { pasExtension } from '../codes.ts';
import { partyOf } from '../reading/parties.ts';
import type { Submission } from '../request/submission.ts';

/** X12 98: service provider. Recalled from X12, not verified. */
const serviceProvider = concept(x12(98), 'SJ', 'Service Provider');

/**
 * Whom an item is or would be for, with the role and the specialty that the request's care team gives them.
 * @param item - the item as submitted
 * @see PAS 2.2.1 extension-itemAuthorizedProvider
 */
export function authorizedProvider(
  submission: Submission,
  item: ClaimItem | undefined,
  provider: Reference,
): Extension {
  const qualification = careTeamMember(submission, item, provider)?.qualification;
  return {
    url: pasExtension.itemAuthorizedProvider,
    extension: [
      { url: 'provider', valueReference: provider },
      { url: pasExtension.authorizedProviderType, valueCodeableConcept: providerType(submission, item, provider) },
      ...(qualification ? [{ url: 'qualification', valueCodeableConcept: qualification }] : []),
    ],
  };
}

/** X12 98: the role in the care team, where that is of X12 98; else service provider. */
export function providerType(
  submission: Submission,
  item: ClaimItem | undefined,
  provider: Reference,
): CodeableConcept {
  const role = careTeamMember(submission, item, provider)?.role;
  return role && codesOf(role, x12(98)).length > 0 ? role : serviceProvider;
}

/** The member of the item's own care team with the provider's NPI, else the one of the whole Claim's. */
function careTeamMember(
  submission: Submission,
  item: ClaimItem | undefined,
  { identifier }: Reference,
): ClaimCareTeam | undefined {
  const npi = npiOf(identifier ? [identifier] : []);
  if (npi === undefined) return undefined;
  const named = (submission.claim.careTeam ?? []).filter((member) => partyOf(submission, member.provider)?.npi === npi);
  const ofItem = named.find(({ sequence }) => item?.careTeamSequence?.includes(sequence));
  return ofItem ?? named.find((member) => extensionOf(member, pasExtension.careTeamClaimScope)?.valueBoolean === true);
}
