import { getSearchParameter, isResourceType, matchesSearchRequest, parseSearchRequest } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import type { BotDefinition } from '../../store.ts';
import type { Interaction } from '../engine.ts';

/** Whether a created or updated resource starts the bot. */
export type Matches = (resource: Resource, interaction: Interaction) => boolean;

// What core can decide on a resource in memory; a Medplum server never fires on anything else, and does not say so.
const decidableTypes = ['reference', 'string', 'uri', 'token', 'date'];
const decidableOperators = ['eq', 'ne', 'not', 'missing', 'gt', 'ge', 'lt', 'le', 'sa', 'eb', 'ap'];

/**
 * The condition of a bot with a subscription trigger; undefined for one with another trigger.
 *
 * @throws Error naming all that cannot be decided on the resource alone: unknown parameters, chains, modifiers.
 */
export function compileCriteria({ name, trigger }: BotDefinition): Matches | undefined {
  if (trigger.kind !== 'subscription') return undefined;
  const request = parseSearchRequest(trigger.criteria);
  const problems = isResourceType(request.resourceType) ? [] : [`${request.resourceType} is not a resource type`];
  for (const { code, operator } of request.filters ?? []) {
    const parameter = getSearchParameter(request.resourceType, code);
    if (!parameter || !decidableTypes.includes(parameter.type)) {
      problems.push(`"${code}" is not a search parameter that can be decided on the resource alone`);
    } else if (!decidableOperators.includes(operator)) {
      problems.push(`"${code}" is used with :${operator}; use one of ${decidableOperators.join(', ')}`);
    }
  }
  if (problems.length > 0) {
    throw new Error(`Bot ${name} would never run on "${trigger.criteria}": ${problems.join('; ')}.`);
  }
  return (resource, interaction) =>
    (trigger.interaction === undefined || trigger.interaction === interaction) &&
    matchesSearchRequest(resource, request);
}
