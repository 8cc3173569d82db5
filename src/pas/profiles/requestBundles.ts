import { profileUrl } from './canonicals.ts';
import { CLAIM_FIRST } from './invariants.ts';
import type { ElementRule, Profile } from './profile.ts';

const FULL_URL =
  "Every entry has a fullUrl: urn:uuid: with a UUID, or the resource's URL on the sender's server without a version.";

const UNUSED = ['search', 'request', 'response'] as const;

const ENVELOPE: readonly ElementRule[] = [
  { at: '', invariants: [CLAIM_FIRST], text: CLAIM_FIRST.text },
  { at: 'type', value: 'collection', text: 'The type of a PAS request Bundle is collection.' },
  { at: 'identifier', min: 1, text: "The sender's transaction identifier is required." },
  { at: 'timestamp', min: 1, text: 'The instant the Bundle was put together is required.' },
  { at: 'entry', min: 1, text: 'Entries are required: a Claim and what it refers to.' },
  { at: 'entry.fullUrl', min: 1, text: FULL_URL },
  { at: 'entry.resource', min: 1, text: 'Every entry holds a resource.' },
  ...UNUSED.map((name) => ({
    at: `entry.${name}`,
    max: 0,
    text: `A collection has no ${name} in its entries; leave it out.`,
  })),
];

/** That there is a Claim at all is told by its having to come first. */
function claims(max: number, text: string): ElementRule {
  return { at: 'entry:Claim', max, slice: { resource: { resourceType: 'Claim' } }, text };
}

/** @see StructureDefinition/profile-pas-request-bundle of PAS 2.2.1 */
export const REQUEST_BUNDLE: Profile = {
  url: profileUrl.requestBundle,
  type: 'Bundle',
  rules: [...ENVELOPE, claims(2, 'At most two Claims are accepted: the new one, and the prior one that it updates.')],
};

/** @see StructureDefinition/profile-pas-inquiry-request-bundle of PAS 2.2.1 */
export const INQUIRY_BUNDLE: Profile = {
  url: profileUrl.inquiryBundle,
  type: 'Bundle',
  rules: [
    ...ENVELOPE,
    claims(1, 'One Claim is accepted: the example to inquire by. Send another inquiry for another one.'),
  ],
};
