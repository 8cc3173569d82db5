import { type IncludeTarget, parseSearchRequest, type SearchRequest } from '@medplum/core';
import { parametersOf } from './parameter.ts';

/**
 * The resource types on which the answer to a search rests; undefined where they cannot be told from its URL: chains,
 * includes of whatever a reference leads to, and what is no search.
 * @param url - relative to the FHIR base: `InsurancePlan?_include=InsurancePlan:owned-by`
 */
export function typesLookedAt(url: string): ReadonlySet<string> | undefined {
  const request = parsed(url);
  if (!request) return undefined;
  const { resourceType, filters = [], include = [], revInclude = [] } = request;
  if (filters.some(({ code }) => code.includes('.') || code.startsWith('_has:'))) return undefined;
  const included = include.map(targetsOf);
  if (included.some(({ length }) => length === 0)) return undefined;
  return new Set([resourceType, ...included.flat(), ...revInclude.map((reverse) => reverse.resourceType)]);
}

function targetsOf({ resourceType, searchParam, targetType }: IncludeTarget): readonly string[] {
  if (targetType !== undefined) return [targetType];
  const targets = parametersOf(resourceType).get(searchParam)?.targets ?? [];
  return targets.includes('Resource') ? [] : targets;
}

function parsed(url: string): SearchRequest | undefined {
  try {
    return parseSearchRequest(url);
  } catch {
    return undefined;
  }
}
