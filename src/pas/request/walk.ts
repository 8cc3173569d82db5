import { isResourceType } from '@medplum/core';
import type { Reference, Resource } from '@medplum/fhirtypes';
import { type ElementDefinition, elementsOf } from './elements.ts';
import type { Issue } from './issues.ts';
import { LIMITS } from './limits.ts';
import { isObject, type JsonObject } from './message.ts';
import { jsonTypeOf, kindOf } from './primitive.ts';
import type { FoundReference } from './shape.ts';

/** What a walk through a Bundle collects, and the entry it is in. */
export interface Walk {
  readonly issues: Issue[];
  readonly ignored: string[];
  readonly references: FoundReference[];
  readonly repeatedText: { characters: number };
  readonly owner?: Resource;
}

const FHIRPATH_NAME = /^[A-Za-z_]\w{0,63}$/;

/** The members of `json` that have the shape of `type`. The others become issues, or are ignored when R4 knows none such. */
export function readObject(walk: Walk, json: JsonObject, type: string, at: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  const chosen = new Map<string, string>();
  if (Object.keys(json).length === 0) fault(walk, at, 'This object is empty; leave it out or give it content.');
  for (const [key, value] of Object.entries(json)) {
    if (key === 'resourceType' && isResourceType(type)) continue;
    const definition = definitionOf(type, key);
    if (definition === undefined) {
      walk.ignored.push(FHIRPATH_NAME.test(key) ? `${at}.${key}` : at);
      continue;
    }
    const expression = `${at}.${definition.name}`;
    const stem = key.replace(/^_/, '');
    if ((chosen.get(definition.name) ?? stem) !== stem)
      fault(walk, expression, 'Only one type of value may be given here.');
    chosen.set(definition.name, stem);
    const member = readMember(walk, definition, value, json[key === stem ? `_${key}` : stem], expression);
    if (member !== undefined) members[key] = member;
  }
  return members;
}

/** `_given` holds the ids and extensions of the primitive `given`, one Element each. */
function definitionOf(type: string, key: string): ElementDefinition | undefined {
  const definitions = elementsOf(type);
  if (!key.startsWith('_')) return definitions.get(key);
  const primitive = definitions.get(key.slice(1));
  return primitive && jsonTypeOf(primitive.type) ? { ...primitive, type: 'Element' } : undefined;
}

/** @param sibling - `_given` for `given`, and the other way round: where one has null the other has a value */
function readMember(walk: Walk, definition: ElementDefinition, value: unknown, sibling: unknown, at: string): unknown {
  if (!definition.repeats) return readValue(walk, definition, value, at);
  if (!Array.isArray(value))
    return fault(walk, at, `This element repeats: an array is expected, not ${kindOf(value)}.`);
  if (value.length === 0) return fault(walk, at, 'This array is empty; leave it out or give it content.');
  const values = value.map((one: unknown, index) => {
    if (one === null && Array.isArray(sibling) && isPresent(sibling[index])) return null;
    return readValue(walk, definition, one, `${at}[${index}]`);
  });
  if (jsonTypeOf(definition.type) === undefined) return values.map((one) => (one === undefined ? {} : one));
  return values.includes(undefined) || isTooLong(walk, values, at) ? undefined : values;
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function isTooLong(walk: Walk, values: readonly unknown[], at: string): boolean {
  for (const value of values) walk.repeatedText.characters += typeof value === 'string' ? value.length : 0;
  if (walk.repeatedText.characters <= LIMITS.repeatedText) return false;
  const text = `Repeating strings may have at most ${LIMITS.repeatedText} characters in the whole message.`;
  walk.issues.push({ code: 'too-long', expression: at, text });
  return true;
}

function readValue(walk: Walk, definition: ElementDefinition, value: unknown, at: string): unknown {
  const { type, targets } = definition;
  const expected = jsonTypeOf(type) ?? 'object';
  const matches = expected === 'object' ? isObject(value) : typeof value === expected;
  if (!matches) return fault(walk, at, `The JSON type ${expected} is expected here, not ${kindOf(value)}.`);
  if (!isObject(value)) return value;
  if (type === 'Resource') return readResource(walk, value, at);
  const faults = walk.issues.length;
  const members = readObject(walk, value, type, at);
  if (type === 'Reference' && walk.owner && walk.issues.length === faults) {
    const reference: Reference = members;
    walk.references.push({ expression: at, reference, owner: walk.owner, targets });
  }
  return members;
}

function readResource(walk: Walk, json: JsonObject, at: string): unknown {
  const { resourceType } = json;
  if (typeof resourceType !== 'string' || !isResourceType(resourceType)) {
    return fault(walk, at, 'A resource names its type in resourceType: one of FHIR R4, such as Claim or Patient.');
  }
  const resource = { resourceType } as Resource;
  const inside = resourceType === 'Bundle' ? { ...walk, references: [] } : walk;
  return Object.assign(resource, readObject({ ...inside, owner: walk.owner ?? resource }, json, resourceType, at));
}

function fault(walk: Walk, expression: string, text: string): undefined {
  walk.issues.push({ code: 'structure', expression, text });
}
