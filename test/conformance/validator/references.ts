import type { ElementDefinitionType } from '@medplum/fhirtypes';
import { isJson, type Json } from './json.ts';
import type { Problem } from './problem.ts';
import type { Walk } from './walk.ts';

/** Does the reference lead to what one of the target profiles describes? A Claim that is not in the Bundle is not looked for. */
export function referenceProblems(
  reference: Json,
  types: readonly ElementDefinitionType[],
  at: string,
  walk: Walk,
): readonly Problem[] {
  const targets = types.flatMap(({ targetProfile = [] }) => targetProfile);
  const { reference: literal, type } = reference;
  if (targets.length === 0) return [];
  const allowed = targets.map(
    (target) => [target, walk.definitions.structure(target)?.type ?? lastOf(target)] as const,
  );
  const isAllowed = (name: unknown) => allowed.some(([, each]) => each === name || each === 'Resource');
  const found = typeof literal === 'string' ? walk.resolve(literal) : undefined;
  if (found) {
    if (!isAllowed(found.resourceType)) return [{ at, text: `leads to ${String(found.resourceType)}` }];
    const tried = allowed
      .filter(([, each]) => each === found.resourceType)
      .map(([target]) => walk.resourceProblems(found, target));
    const [first] = tried.toSorted((a, b) => a.length - b.length);
    return (first ?? []).map((problem) => ({ at: `${at} → ${problem.at}`, text: problem.text }));
  }
  if (typeof literal !== 'string')
    return type === undefined || isAllowed(type) ? [] : [{ at, text: `is to ${String(type)}` }];
  if (literal.startsWith('#') || at === 'ClaimResponse.request') return [];
  if (literal.startsWith('urn:')) return [{ at, text: `${literal} leads to no entry` }];
  const named = /([A-Za-z]+)\/[A-Za-z0-9\-.]+(\/_history\/.*)?$/.exec(literal)?.[1];
  return isAllowed(named) ? [] : [{ at, text: `leads to ${named}` }];
}

function lastOf(canonical: string): string {
  return canonical.slice(canonical.lastIndexOf('/') + 1).split('|')[0] ?? '';
}

/** The resource with each fullUrl of a Bundle. */
export function resolverOf(bundle: Json): (reference: string) => Json | undefined {
  const entries = Array.isArray(bundle.entry) ? bundle.entry.filter(isJson) : [];
  const byUrl = new Map(entries.map(({ fullUrl, resource }) => [fullUrl, resource]));
  return (reference) => {
    const found = byUrl.get(reference);
    return isJson(found) ? found : undefined;
  };
}
