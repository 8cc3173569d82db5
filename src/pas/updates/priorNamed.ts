import type { Identifier } from '@medplum/fhirtypes';
import type { Submission } from '../request/submission.ts';

/** A Claim as its sender knows it. */
export interface ClaimNames {
  readonly fullUrl?: string;
  readonly identifiers: readonly Identifier[];
}

/** What the Claim to be answered is called. */
export function namesOf({ claim, claimFullUrl }: Submission): ClaimNames {
  return { ...(claimFullUrl ? { fullUrl: claimFullUrl } : {}), identifiers: claim.identifier ?? [] };
}

const restful = /^(https?:\/\/.+\/)[A-Za-z]+\/[A-Za-z0-9\-.]+$/;

/** The Claim that an update says it updates, as it is in the Bundle or as it is referred to; undefined: none. @see PAS 2.2.1, spec-65 */
export function priorNamed({ claim, claimFullUrl, priorClaim, fullUrlOf }: Submission): ClaimNames | undefined {
  const prior = claim.related?.find(({ relationship }) => relationship?.coding?.some(({ code }) => code === 'prior'));
  if (!prior) return undefined;
  const stated = prior.claim?.identifier ? [prior.claim.identifier] : [];
  const included = priorClaim ? fullUrlOf(priorClaim) : undefined;
  const fullUrl = included ?? absolute(prior.claim?.reference, claimFullUrl);
  return { ...(fullUrl === undefined ? {} : { fullUrl }), identifiers: [...(priorClaim?.identifier ?? []), ...stated] };
}

/** A relative reference means the server that the Claim itself is of. */
function absolute(reference: string | undefined, claimFullUrl: string): string | undefined {
  if (reference === undefined || !/^Claim\/[^/]+$/.test(reference)) return reference;
  return `${restful.exec(claimFullUrl)?.[1] ?? ''}${reference}`;
}
