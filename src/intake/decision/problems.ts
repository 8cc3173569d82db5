import type { Issue } from '../../pas/request/issues.ts';
import { entitlement } from '../../policy/decisionRights.ts';
import type { LocalDate } from '../../policy/evidence.ts';
import type { Authorizations } from './authorizations.ts';
import { clockProblems } from './clockProblems.ts';
import type { Decision, Refusal, Whereabouts } from './decision.ts';
import type { DecisionCase } from './decisionCase.ts';
import { informationDueProblems } from './informationDue.ts';
import { itemsDecided } from './openItems.ts';
import type { Reviewer } from './reviewer.ts';

/** What a decision is checked against, besides the case itself. */
export interface DecisionContext {
  readonly decided: Temporal.Instant;
  /** Local date of the decision. */
  readonly today: LocalDate;
  /** The plan's. */
  readonly timeZone: string;
  /** Undefined: nobody of record has the NPI given. */
  readonly reviewer: Reviewer | undefined;
  readonly authorizations: Authorizations;
  /** FHIRPath of a part of the decision. */
  readonly at: Whereabouts;
}

/** Who is not entitled, and what is missing or against the rules: everything at once. 403 where anything of it is of the person. */
export function decisionRefusal(
  current: DecisionCase,
  decision: Decision,
  context: DecisionContext,
): Refusal | undefined {
  const forbidden = entitlementProblems(current, decision, context);
  const issues = [
    ...forbidden,
    ...missingParts(decision, context.at),
    ...misplacedParts(decision, context.at),
    ...providerProblems(current, decision, context),
    ...clockProblems(current, decision, context),
    ...informationDueProblems(current, decision, context),
  ];
  if (issues.length === 0) return undefined;
  return { status: forbidden.length > 0 ? 403 : 422, issues };
}

function entitlementProblems(
  current: DecisionCase,
  decision: Decision,
  { reviewer, today, at }: DecisionContext,
): readonly Issue[] {
  const expression = at('reviewer');
  if (!reviewer) {
    const text = 'Nobody of record has this NPI. A decision is taken by a professional whose licence is of record.';
    return [{ code: 'forbidden', expression, text }];
  }
  const diagnoses = itemsDecided(current, decision).map(
    (item) => current.request.items.find(({ sequence }) => sequence === item)?.diagnoses[0],
  );
  const right = entitlement({ decision: decision.decision, licences: reviewer.licences, diagnoses, today });
  if (right.entitled) return [];
  return [{ code: 'forbidden', expression, text: `The reviewer is not entitled to this decision: ${right.because}.` }];
}

function missingParts(
  { decision, reasons, information, informationCodes, dueBy, provider }: Decision,
  at: Whereabouts,
): readonly Issue[] {
  const required = [
    { part: 'reason', isMissing: decision !== 'approve' && reasons.length === 0, what: 'why, specific to this member' },
    { part: 'provider', isMissing: decision === 'modify' && !provider, what: 'who is authorized instead' },
    { part: 'dueBy', isMissing: decision === 'extend' && dueBy === undefined, what: 'until when' },
    {
      part: 'information',
      isMissing: decision === 'request-information' && information.length + informationCodes.length === 0,
      what: 'what is asked for',
    },
  ];
  return required
    .filter(({ isMissing }) => isMissing)
    .map(({ part, what }) => ({
      code: 'required',
      expression: at(part),
      text: `“${part}” is missing: “${decision}” has to say ${what}.`,
    }));
}

/** A part that has no effect is refused: whoever sent it believes that it has. */
function misplacedParts(
  { decision, information, informationCodes, informationModifiers, dueBy, provider }: Decision,
  at: Whereabouts,
): readonly Issue[] {
  const asking = ['request-information'];
  const given = [
    { part: 'provider', isGiven: provider !== undefined, goesWith: ['modify', 'approve'] },
    { part: 'dueBy', isGiven: dueBy !== undefined, goesWith: ['extend', ...asking] },
    { part: 'information', isGiven: information.length > 0, goesWith: asking },
    { part: 'informationCode', isGiven: informationCodes.length > 0, goesWith: asking },
    { part: 'informationModifier', isGiven: informationModifiers.length > 0, goesWith: asking },
  ];
  return given
    .filter(({ isGiven, goesWith }) => isGiven && !goesWith.includes(decision))
    .map(({ part, goesWith }) => ({
      code: 'business-rule',
      expression: at(part),
      text: `“${part}” goes with ${goesWith.join(' or ')}, not with “${decision}”.`,
    }));
}

function providerProblems(
  current: DecisionCase,
  decision: Decision,
  { authorizations, at }: DecisionContext,
): readonly Issue[] {
  const problem = (code: Issue['code'], text: string): Issue => ({ code, expression: at('provider'), text });
  if (authorizations.providerUnknown) {
    return [problem('not-found', 'The provider is not of record. Load the record first, or name another by NPI.')];
  }
  if (decision.decision !== 'approve') return [];
  return itemsDecided(current, decision).flatMap((item) => {
    const requested = current.request.items.find(({ sequence }) => sequence === item)?.requested ?? [];
    if (decision.provider && requested.length > 0) {
      return [problem('business-rule', `Item ${item} names whom it asks for; to authorize another, send “modify”.`)];
    }
    if (decision.provider || requested.length > 0) return [];
    return [problem('required', `“provider” is missing: item ${item} names nobody who could be authorized.`)];
  });
}
