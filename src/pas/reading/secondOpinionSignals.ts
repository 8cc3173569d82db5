import { cptCodes, hcpcsCodes, ownBase, referralReasonCodes, x12 } from '../../fhir/systems.ts';
import { reasonCodeOf, reasonSystem, reasons } from '../../policy/data/reasons.ts';
import type { ReasonCode, Signal } from '../../policy/facts.ts';
import type { Submission } from '../request/submission.ts';
import { statementsOf } from './requestedServices.ts';
import { objectsWithin } from './walkElements.ts';

/** The project's DTR Questionnaire of the five reasons. */
export const questionnaireUrl = `${ownBase}/Questionnaire/second-opinion`;

/** Codings that mark a request as one for a second opinion, wherever on the request they stand. */
const signalCodings: readonly (readonly [system: string, codes: readonly string[]])[] = [
  [referralReasonCodes, ['S']],
  [reasonSystem, [...reasons.map(({ code }) => code), 'OTHER']],
  [x12(1365), ['20', '21']],
  [cptCodes, ['SM', 'SN']],
  ...hcpcsCodes.map((system) => [system, ['SM', 'SN']] as const),
];

/** What marks the request as one for a second opinion. */
export function secondOpinionSignals(submission: Submission): readonly Signal[] {
  return statementsOf(submission, isNotToBePerformed).flatMap(({ value, expression }) => signalOf(value, expression));
}

function isNotToBePerformed({ doNotPerform }: Readonly<Record<string, unknown>>): boolean {
  return doNotPerform === true;
}

function signalOf(value: Readonly<Record<string, unknown>>, expression: string): readonly Signal[] {
  if (isOwnForm(value)) return isAnswered(value) ? [{ code: questionnaireUrl, expression }] : [];
  const { system, code } = value;
  if (typeof code !== 'string') return [];
  const marks = signalCodings.some(([known, codes]) => known === system && codes.includes(code));
  return marks ? [{ code: `${shortName(String(system))}|${code}`, expression }] : [];
}

/** Is it an answer of the project's Questionnaire? */
export function isOwnForm({ resourceType, questionnaire }: Readonly<Record<string, unknown>>): boolean {
  if (resourceType !== 'QuestionnaireResponse' || typeof questionnaire !== 'string') return false;
  return questionnaire.split('|')[0] === questionnaireUrl;
}

function isAnswered({ item }: Readonly<Record<string, unknown>>): boolean {
  return objectsWithin(item, '').some(({ value: { answer } }) => Array.isArray(answer) && answer.length > 0);
}

/** `v2-0336`, `1365`: enough for a person to know the code system. */
function shortName(system: string): string {
  return system.slice(system.lastIndexOf('/') + 1);
}

/** The reasons of VI.A that the request gives; OTHER is one of its own. */
export function reasonsGiven(signals: readonly Signal[]): readonly ReasonCode[] {
  const prefix = `${shortName(reasonSystem)}|`;
  const codes = signals.filter(({ code }) => code.startsWith(prefix)).map(({ code }) => code.slice(prefix.length));
  return [...new Set(codes.flatMap((code) => reasonCodeOf(code) ?? []))];
}

/** Codes given as reasons that the CodeSystem of reasons does not hold, a sentence each. */
export function unknownReasons(submission: Submission): readonly string[] {
  return statementsOf(submission).flatMap(({ value: { system, code }, expression }) => {
    const isKnown = system !== reasonSystem || typeof code !== 'string' || reasonCodeOf(code) !== undefined;
    return isKnown ? [] : [`${expression} holds a code that the reasons for a second opinion do not`];
  });
}
