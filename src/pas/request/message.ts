import { isResourceType } from '@medplum/core';
import type { Issue } from './issues.ts';

/** A JSON object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The Bundle of a message, and the FHIRPath at which the message holds it. */
export type Message =
  | { readonly ok: true; readonly bundle: JsonObject; readonly root: string }
  | { readonly ok: false; readonly issue: Issue };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Finds the Bundle: the body itself, or the parameter `resource` of a Parameters. @see OperationDefinition/Claim-submit */
export function bundleOf(body: unknown): Message {
  if (!isObject(body)) return notABundle('The body must be one JSON object');
  const { resourceType } = body;
  if (resourceType === 'Bundle') return { ok: true, bundle: body, root: 'Bundle' };
  if (resourceType === 'Parameters') return bundleOfParameters(body);
  if (typeof resourceType !== 'string') return notABundle('The body has no resourceType');
  return notABundle(
    isResourceType(resourceType) ? `The body is a ${resourceType}` : 'The body is no resource of FHIR R4',
  );
}

function bundleOfParameters(parameters: JsonObject): Message {
  const list = Array.isArray(parameters.parameter) ? parameters.parameter : [];
  const index = list.findIndex((parameter) => isObject(parameter) && parameter.name === 'resource');
  const bundle: unknown = list[index]?.resource;
  if (!isObject(bundle) || bundle.resourceType !== 'Bundle') return notABundle('The Parameters hold no Bundle');
  return { ok: true, bundle, root: `Parameters.parameter[${index}].resource` };
}

function notABundle(problem: string): Message {
  const accepted = 'a Bundle is accepted, or a Parameters whose parameter "resource" is a Bundle';
  return { ok: false, issue: { code: 'structure', expression: 'Bundle', text: `${problem}; ${accepted}.` } };
}
