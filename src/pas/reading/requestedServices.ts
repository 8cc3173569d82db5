import type { ClaimItem, Reference, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { extensionsOf } from '../../fhir/elements.ts';
import { pasExtension } from '../codes.ts';
import type { Submission } from '../request/submission.ts';
import { type FoundObject, type IsPassedOver, objectsWithin } from './walkElements.ts';

/** The ServiceRequests an item asks for. */
export function requestedServices(submission: Submission, item: ClaimItem): readonly ServiceRequest[] {
  return extensionsOf(item, pasExtension.requestedService).flatMap(({ valueReference }) => {
    const resolved = submission.resolveAs('ServiceRequest', valueReference);
    return resolved.kind === 'resource' ? [resolved.resource] : [];
  });
}

/**
 * Every object of the Claim, of the services it asks for and of what they rest on, each with its FHIRPath. What was
 * entered in error says nothing.
 * @param isPassedOver - objects that are left out, too
 */
export function statementsOf(submission: Submission, isPassedOver: IsPassedOver = () => false): readonly FoundObject[] {
  const { entry = [] } = submission.bundle;
  const resources = requestResources(submission);
  const isOut: IsPassedOver = (value) => isEnteredInError(value) || isPassedOver(value);
  // A contained resource is met in the entry that holds it.
  return entry.flatMap(({ resource }, index) =>
    resource && resources.has(resource) ? objectsWithin(resource, `Bundle.entry[${index}].resource`, isOut) : [],
  );
}

function requestResources(submission: Submission): ReadonlySet<Resource> {
  const { claim } = submission;
  const services = (claim.item ?? []).flatMap((item) => requestedServices(submission, item));
  const documents = (claim.supportingInfo ?? []).flatMap(({ valueReference }) => led(submission, valueReference));
  // Another order that an order refers to is another request.
  const ofServices = services
    .flatMap((service) => (service.supportingInfo ?? []).flatMap((reference) => led(submission, reference, service)))
    .filter(({ resourceType }) => resourceType !== 'ServiceRequest');
  return new Set<Resource>([claim, ...services, ...documents, ...ofServices]);
}

function led(submission: Submission, reference: Reference | undefined, from?: Resource): readonly Resource[] {
  const resolved = submission.resolve(reference, from);
  return resolved.kind === 'resource' ? [resolved.resource] : [];
}

function isEnteredInError({ resourceType, status }: FoundObject['value']): boolean {
  return resourceType !== undefined && status === 'entered-in-error';
}
