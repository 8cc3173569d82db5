import type { CodeSystem, CodeSystemConcept, Resource, ValueSet, ValueSetComposeInclude } from '@medplum/fhirtypes';
import { withoutVersion } from '../../support/profiles.ts';
import { isJson, type Json } from './json.ts';

type Answer = 'yes' | 'no' | 'unknown';

export interface ValueSets {
  /** Is a code, Coding, CodeableConcept or Quantity of the value set? Unknown: no package held enumerates it. */
  readonly holds: (canonical: string, value: unknown) => Answer;
  /** Can it be told of any code that it is not in the value set? */
  readonly isKnown: (canonical: string) => boolean;
}

/** A coding; a plain code has no system. */
interface Code {
  readonly system?: string;
  readonly code?: string;
}

export function valueSetsOf(resources: readonly Resource[]): ValueSets {
  const sets = new Map<string, ValueSet>();
  const systems = new Map<string, CodeSystem>();
  for (const resource of resources) {
    if (resource.resourceType === 'ValueSet' && resource.url && !sets.has(resource.url))
      sets.set(resource.url, resource);
    if (resource.resourceType === 'CodeSystem' && resource.url && !systems.has(resource.url))
      systems.set(resource.url, resource);
  }
  const holdsCode = (canonical: string, code: Code): Answer => {
    const set = sets.get(withoutVersion(canonical));
    const include = set?.compose?.include;
    if (!include) return 'unknown';
    const excluded = (set.compose?.exclude ?? []).map((each) => included(each, code));
    if (excluded.includes('yes')) return 'no';
    return any(include.map((each) => included(each, code)));
  };
  const included = (part: ValueSetComposeInclude, code: Code): Answer => {
    const { system, concept, filter, valueSet } = part;
    if (valueSet) return any(valueSet.map((each) => holdsCode(each, code)));
    if (code.system !== undefined && code.system !== system) return 'no';
    if (concept) return concept.some((each) => each.code === code.code) ? 'yes' : 'no';
    if (filter) return 'unknown';
    const known = systems.get(system ?? '');
    if (known?.content !== 'complete') return code.system === undefined ? 'unknown' : 'yes';
    return codesIn(known.concept).includes(code.code ?? '') ? 'yes' : 'no';
  };
  return {
    holds: (canonical, value) => any(codesOf(value).map((code) => holdsCode(canonical, code))),
    isKnown: (canonical) => holdsCode(canonical, { system: 'urn:nowhere', code: 'none' }) === 'no',
  };
}

function any(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

function codesIn(concepts: readonly CodeSystemConcept[] | undefined): readonly string[] {
  return (concepts ?? []).flatMap(({ code, concept }) => [code, ...codesIn(concept)]);
}

function codesOf(value: unknown): readonly Code[] {
  if (typeof value === 'string') return [{ code: value }];
  if (!isJson(value)) return [];
  return Array.isArray(value.coding) ? value.coding.filter(isJson).map(codeOf) : [codeOf(value)];
}

function codeOf({ system, code }: Json): Code {
  return { system: typeof system === 'string' ? system : '', code: typeof code === 'string' ? code : undefined };
}
