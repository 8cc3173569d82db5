import type { Issue } from '../../pas/request/issues.ts';
import { decisionCodes } from '../../policy/data/decisionRights.ts';
import type { Decision } from './decision.ts';
import { many, npiIn, type Part, partRules, providerOf } from './partRules.ts';

export type ReadDecision =
  | { readonly ok: true; readonly decision: Decision }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Names of the parts. */
const partNames: readonly string[] = Object.keys(partRules);

/**
 * A decision from its parts, wherever they stand.
 * @param root - FHIRPath of the element that lacks a part when one is missing
 * @returns every part that is unknown, of another type, repeated or missing altogether
 */
export function readDecision(parts: readonly Part[], root: string): ReadDecision {
  const issues = [...parts.flatMap(issuesOf), ...repeated(parts), ...missing(parts, root)];
  if (issues.length > 0) return { ok: false, issues };
  const texts = (name: string) => named(parts, name).flatMap(({ valueString }) => valueString ?? []);
  const concepts = (name: string) =>
    named(parts, name).flatMap(({ valueCodeableConcept }) => valueCodeableConcept ?? []);
  const [code] = named(parts, 'decision');
  const decision = decisionCodes.find((known) => known === code?.valueCode) ?? 'request-information';
  const provider = named(parts, 'provider').map(providerOf)[0];
  const dueBy = named(parts, 'dueBy')[0]?.valueDateTime;
  return {
    ok: true,
    decision: {
      decision,
      reviewer: npiIn(named(parts, 'reviewer')[0]?.valueIdentifier),
      reasons: texts('reason'),
      reasonCodes: concepts('reasonCode'),
      items: [...new Set(named(parts, 'item').flatMap(({ valuePositiveInt }) => valuePositiveInt ?? []))],
      information: texts('information'),
      informationCodes: concepts('informationCode'),
      informationModifiers: concepts('informationModifier'),
      ...(provider ? { provider } : {}),
      ...(dueBy === undefined ? {} : { dueBy }),
    },
  };
}

function named(parts: readonly Part[], name: string): readonly Part[] {
  return parts.filter((part) => part.name === name);
}

function issuesOf(part: Part): readonly Issue[] {
  const rule = Object.hasOwn(partRules, part.name) ? partRules[part.name] : undefined;
  const { expression } = part;
  if (!rule)
    return [{ code: 'not-supported', expression, text: `There is no such part; send ${partNames.join(', ')}.` }];
  return rule.isRight(part) ? [] : [{ code: 'value', expression, text: `“${part.name}” takes ${rule.accepts}.` }];
}

function repeated(parts: readonly Part[]): readonly Issue[] {
  return partNames.flatMap((name) => {
    const most = partRules[name]?.most ?? 0;
    return named(parts, name)
      .slice(most === many ? parts.length : most)
      .map(({ expression }): Issue => ({ code: 'value', expression, text: `Send “${name}” once.` }));
  });
}

function missing(parts: readonly Part[], expression: string): readonly Issue[] {
  return ['decision', 'reviewer']
    .filter((name) => named(parts, name).length === 0)
    .map((name) => ({ code: 'required', expression, text: `“${name}” is missing: ${partRules[name]?.accepts}.` }));
}
