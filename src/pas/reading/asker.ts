import type { Reference, Resource } from '@medplum/fhirtypes';
import type { AskerFacts } from '../../policy/facts.ts';
import type { Submission } from '../request/submission.ts';
import { organizationIdentifiers } from './parties.ts';
import { requestedServices } from './requestedServices.ts';

/** Who asks, and where the request names them. */
export interface AskerNamed {
  readonly kind: Exclude<AskerFacts['kind'], 'unknown'>;
  readonly reference: Reference;
  /** The resource that refers to them. */
  readonly from: Resource;
}

export function askerOf(submission: Submission): AskerFacts {
  const { kind } = askerNamed(submission) ?? { kind: 'unknown' };
  return { kind, verified: kind !== 'representative' && kind !== 'unknown' };
}

/** Who asks: the order's requester; else the Claim's enterer; else whom the Provenance names; else the provider that submits. */
export function askerNamed(submission: Submission): AskerNamed | undefined {
  const { claim, bundle } = submission;
  const orders = (claim.item ?? []).flatMap((item) => requestedServices(submission, item));
  const provenance = (bundle.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === 'Provenance' ? resource.agent.map(({ who }) => [who, resource] as const) : [],
  );
  const named: readonly (readonly [Reference | undefined, Resource])[] = [
    ...orders.map((order) => [order.requester, order] as const),
    [claim.enterer, claim],
    ...provenance,
  ];
  for (const [reference, from] of named) {
    const kind = kindOf(submission, reference, from);
    if (reference && kind) return { kind, reference, from };
  }
  return submittedByProvider(submission)
    ? { kind: 'health-professional', reference: claim.provider, from: claim }
    : undefined;
}

function kindOf(
  submission: Submission,
  reference: Reference | undefined,
  from: Resource,
): AskerNamed['kind'] | undefined {
  const resolved = submission.resolve(reference, from);
  const type = resolved.kind === 'resource' ? resolved.resource.resourceType : reference?.type;
  switch (type) {
    case 'Patient':
      return 'member';
    case 'RelatedPerson':
      return 'representative';
    case 'Practitioner':
    case 'PractitionerRole':
      return 'health-professional';
    case 'Organization':
      // The plan enters and passes on what others ask for.
      return isInsurer(submission, reference, from) ? undefined : 'health-professional';
    default:
      return undefined;
  }
}

/** A Claim whose provider is the plan itself was entered for somebody else. */
function submittedByProvider(submission: Submission): boolean {
  const { provider } = submission.claim;
  const { kind } = submission.resolve(provider);
  return (kind === 'resource' || kind === 'logical') && !isInsurer(submission, provider, submission.claim);
}

/** The same entry, or an organization with one of the same identifiers. */
function isInsurer(submission: Submission, reference: Reference | undefined, from: Resource): boolean {
  const resolved = submission.resolve(reference, from);
  const insurer = submission.resolve(submission.claim.insurer);
  if (resolved.kind === 'resource' && insurer.kind === 'resource' && resolved.resource === insurer.resource)
    return true;
  const known = organizationIdentifiers(submission, submission.claim.insurer);
  return organizationIdentifiers(submission, reference, from).some(({ system, value }) =>
    known.some((own) => own.system === system && own.value === value),
  );
}
