import type { Claim } from '@medplum/fhirtypes';
import type { Issue } from './issues.ts';
import type { FoundReference } from './shape.ts';
import type { DanglingReference, Resolve } from './submission.ts';

/** References of a Claim that must lead to a resource of the Bundle: an identifier alone will not do. */
const INCLUDED = /^(?:patient|insurer|provider|insurance\[\d+\]\.coverage)$/;
/** A prior Claim's own prior Claim is not sent, and a first update may leave out the prior one. @see PAS 2.2.1, spec-66 */
const MAY_DANGLE = /\.related\[\d+\]\.claim$/;

/**
 * The references of the Claim to be answered that lead nowhere, to a wrong type of resource, or to no resource where
 * one is needed.
 * @param at - FHIRPath of the Claim
 * @see PAS 2.2.1, spec-13
 */
export function claimReferenceIssues(
  claim: Claim,
  at: string,
  references: readonly FoundReference[],
  resolve: Resolve,
): Issue[] {
  return references
    .filter(({ owner }) => owner === claim)
    .flatMap((found) => {
      const included = INCLUDED.test(found.expression.slice(at.length + 1));
      return claimReferenceIssue(found, included, resolve) ?? [];
    });
}

function claimReferenceIssue(found: FoundReference, included: boolean, resolve: Resolve): Issue | undefined {
  const { expression, reference, owner, targets } = found;
  const resolved = resolve(reference, owner);
  if (resolved.kind === 'dangling') {
    if (MAY_DANGLE.test(expression)) return undefined;
    const text = 'This reference leads to no entry; the Bundle includes every resource its Claim refers to.';
    return { code: 'not-found', expression, text };
  }
  if (resolved.kind === 'resource') {
    if (targets === undefined || targets.includes(resolved.resource.resourceType)) return undefined;
    const text = `This reference leads to a ${resolved.resource.resourceType}; expected ${targets.join(' or ')}.`;
    return { code: 'value', expression, text };
  }
  const text = `A reference to a resource in the Bundle is required here: ${targets?.join(' or ')}.`;
  return included ? { code: 'required', expression, text } : undefined;
}

/** The references of the other entries that lead nowhere. */
export function danglingReferences(
  claim: Claim,
  references: readonly FoundReference[],
  resolve: Resolve,
): DanglingReference[] {
  return references
    .filter(
      ({ owner, expression }) => owner !== claim && !(owner.resourceType === 'Claim' && MAY_DANGLE.test(expression)),
    )
    .flatMap(({ expression, reference, owner }) => {
      const dangles = reference.reference !== undefined && resolve(reference, owner).kind === 'dangling';
      return dangles && reference.reference !== undefined ? [{ expression, reference: reference.reference }] : [];
    });
}
