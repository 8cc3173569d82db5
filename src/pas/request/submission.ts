import type { Bundle, Claim, ExtractResource, Reference, Resource, ResourceType } from '@medplum/fhirtypes';

/** A PAS request that can be answered: R4's rules and those of the PAS request hold, and the Claim's references resolve. */
export interface Submission {
  /** As sent, without members R4 does not know; for the exact message keep the bytes. */
  readonly bundle: Bundle;
  /** The Claim to be answered: the first entry's resource. */
  readonly claim: Claim;
  readonly claimFullUrl: string;
  /** The message was made of what lay in the store: a Claim, or a ServiceRequest, whose Claim then no sender knows. */
  readonly assembledFrom?: 'claim' | 'service-request';
  /** The Claim this one updates, when the Bundle holds it. @see PAS 2.2.1, spec-65 */
  readonly priorClaim?: Claim;
  readonly resolve: Resolve;
  readonly resolveAs: ResolveAs;
  /** The fullUrl of the entry that holds `resource`, or holds what contains it; undefined for what is not of this Bundle. */
  readonly fullUrlOf: (resource: Resource) => string | undefined;
  /** References of the other entries that lead nowhere: whatever they would tell is unknown. */
  readonly dangling: readonly DanglingReference[];
  /** FHIRPath of the members R4 does not know; they were passed over. @see PAS 2.2.1, spec-25 */
  readonly ignored: readonly string[];
}

export interface DanglingReference {
  /** FHIRPath of the Reference, from `Bundle` on. */
  readonly expression: string;
  /** As sent. */
  readonly reference: string;
}

/**
 * Follows a reference within the Bundle.
 * @param from - the resource that holds the reference: an entry's, or one contained in it; the Claim when left out
 */
export type Resolve = (reference: Reference | undefined, from?: Resource) => Resolved<Resource>;

/** Follows a reference to a resource of one type; one of another type is `wrong-type`. */
export type ResolveAs = <K extends ResourceType>(
  type: K,
  reference: Reference | undefined,
  from?: Resource,
) => Resolved<ExtractResource<K>> | { readonly kind: 'wrong-type'; readonly resource: Resource };

/** Where a reference leads. */
export type Resolved<T extends Resource> =
  | { readonly kind: 'resource'; readonly resource: T }
  /** Only an identifier or a display was given. */
  | { readonly kind: 'logical'; readonly reference: Reference }
  /** It leads to nothing in the Bundle. */
  | { readonly kind: 'dangling'; readonly reference: Reference }
  /** There is no reference, or an empty one. */
  | { readonly kind: 'absent' };
