import type { Bundle, Reference, Resource, ResourceType } from '@medplum/fhirtypes';
import type { Issue } from './issues.ts';
import type { JsonObject } from './message.ts';
import { readObject, type Walk } from './walk.ts';

/** A Bundle in which every member has the JSON type R4 gives it. */
export interface Shape {
  /** A copy without what has another type and without what R4 does not know; required elements may be missing. */
  readonly bundle: Bundle;
  readonly issues: readonly Issue[];
  /** FHIRPath of the members R4 does not know; they are passed over. @see PAS 2.2.1, spec-25 */
  readonly ignored: readonly string[];
  readonly references: readonly FoundReference[];
}

/** A Reference within an entry; those of a Bundle within an entry are that Bundle's own affair. */
export interface FoundReference {
  /** FHIRPath from `Bundle` on. */
  readonly expression: string;
  readonly reference: Reference;
  /** The resource of the entry; what it contains is part of it. */
  readonly owner: Resource;
  /** Resource types it may lead to; undefined: any. */
  readonly targets?: readonly string[];
}

/**
 * Checks the JSON types of a Bundle against R4's definitions, which core's validation takes for granted in places.
 * @param json - nested no deeper than the limit: it is walked recursively
 * @see https://hl7.org/fhir/R4/json.html
 */
export function shapeOf(json: JsonObject): Shape {
  const walk: Walk = { issues: [], ignored: [], references: [], repeatedText: { characters: 0 } };
  const members: unknown = { resourceType: 'Bundle', ...readObject(walk, json, 'Bundle', 'Bundle') };
  return { ...walk, bundle: members as Bundle };
}

/**
 * What of a resource has another JSON type than R4 gives it; core's validation and indexing take that for granted.
 * @param json - nested no deeper than the limit: it is walked recursively
 */
export function shapeIssues(json: JsonObject, type: ResourceType): readonly Issue[] {
  const walk: Walk = { issues: [], ignored: [], references: [], repeatedText: { characters: 0 } };
  readObject(walk, json, type, type);
  return walk.issues;
}
