import type { Claim } from '@medplum/fhirtypes';
import type { ClaimRule } from './claimRule.ts';
import { LIMITS } from './limits.ts';

/** What a Claim may have so that its answer, which says something of each item, can be stored in one transaction. */
export const SIZE_RULES: readonly ClaimRule[] = [
  {
    code: 'too-long',
    text: `A Claim has at most ${LIMITS.items} items; send the others as a request of their own.`,
    brokenAt: ({ item = [] }) => (item.length > LIMITS.items ? ['item'] : []),
  },
  {
    code: 'too-long',
    text: `A Claim has at most ${LIMITS.claimBytes / 1024} KB without the resources it refers to, and this is its largest element; send documents as entries of their own, or with $submit-attachment.`,
    brokenAt: (claim) => (bytesOf(claim) > LIMITS.claimBytes ? [largestOf(claim)] : []),
  },
];

function largestOf(claim: Partial<Claim>): string {
  const [largest] = Object.entries(claim).sort(([, one], [, other]) => bytesOf(other) - bytesOf(one));
  return largest?.[0] ?? 'id';
}

function bytesOf(json: unknown): number {
  return new TextEncoder().encode(JSON.stringify(json)).length;
}
