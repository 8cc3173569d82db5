import type { ClaimItem, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { extensionsOf } from '../../fhir/elements.ts';
import { pasExtension } from '../codes.ts';
import type { Submission } from '../request/submission.ts';

/** The ServiceRequests an item asks for. */
export function requestedServices(submission: Submission, item: ClaimItem): readonly ServiceRequest[] {
  return extensionsOf(item, pasExtension.requestedService).flatMap(({ valueReference }) => {
    const resolved = submission.resolveAs('ServiceRequest', valueReference);
    return resolved.kind === 'resource' ? [resolved.resource] : [];
  });
}

/** The Claim and what it rests on: requested services and supporting documents, each with its FHIRPath. */
export function requestResources(
  submission: Submission,
): readonly (readonly [resource: Resource, expression: string])[] {
  const { claim, bundle } = submission;
  const services = (claim.item ?? []).flatMap((item) => requestedServices(submission, item));
  const supporting = (claim.supportingInfo ?? []).flatMap(({ valueReference }) => {
    const resolved = submission.resolve(valueReference);
    return resolved.kind === 'resource' ? [resolved.resource] : [];
  });
  return [...new Set<Resource>([claim, ...services, ...supporting])].map((resource) => {
    const index = bundle.entry?.findIndex((entry) => entry.resource === resource) ?? -1;
    return [resource, `Bundle.entry[${Math.max(index, 0)}].resource`] as const;
  });
}
