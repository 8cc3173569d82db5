import { codesOf, extensionOf } from '../../fhir/elements.ts';
import { icd10Codes, x12 } from '../../fhir/systems.ts';
import {
  isDangerDiagnosis,
  urgentClaimPriorities,
  urgentLevelsOfService,
  urgentPhrase,
  urgentRequestPriorities,
} from '../../policy/data/urgency.ts';
import type { AskerFacts, UrgencySignal } from '../../policy/facts.ts';
import { pasExtension } from '../codes.ts';
import type { Submission } from '../request/submission.ts';
import { statementsOf } from './requestedServices.ts';
import { isOwnForm } from './secondOpinionSignals.ts';
import { objectsWithin } from './walkElements.ts';

/** Names of elements that hold what a person wrote. */
const freeText: ReadonlySet<string> = new Set(['text', 'valueString', 'patientInstruction', 'description']);

/**
 * Everything that raises urgency. Marks count as a provider's when a professional asks.
 * @param asker - whose marks they are
 */
export function urgencySignals(submission: Submission, asker: AskerFacts): readonly UrgencySignal[] {
  const kind = asker.kind === 'health-professional' ? 'provider-mark' : 'mark';
  const statements = statementsOf(submission);
  const marks = [...claimMarks(submission), ...orderMarks(statements)].map((mark) => ({ ...mark, kind }) as const);
  return [...marks, ...formAnswers(statements), ...dangerDiagnoses(statements), ...phrases(statements)];
}

type Statements = ReturnType<typeof statementsOf>;
type Mark = Pick<UrgencySignal, 'code' | 'expression'>;

function claimMarks({ claim }: Submission): readonly Mark[] {
  const at = 'Bundle.entry[0].resource';
  const level = extensionOf(claim, pasExtension.levelOfServiceCode)?.valueCodeableConcept;
  const levels = codesOf(level, x12(1338)).filter((code) => urgentLevelsOfService.includes(code));
  const priorities = (claim.priority?.coding ?? []).filter(({ code = '' }) => urgentClaimPriorities.includes(code));
  return [
    ...levels.map((code) => ({
      code: `1338|${code}`,
      expression: `${at}.extension('${pasExtension.levelOfServiceCode}')`,
    })),
    ...priorities.map(({ code }) => ({ code: `processpriority|${code}`, expression: `${at}.priority` })),
  ];
}

function orderMarks(statements: Statements): readonly Mark[] {
  return statements.flatMap(({ value: { resourceType, priority }, expression }) => {
    if (resourceType === undefined || typeof priority !== 'string') return [];
    return urgentRequestPriorities.includes(priority) ? [{ code: priority, expression: `${expression}.priority` }] : [];
  });
}

/** A yes to the question of the project's Questionnaire whether waiting could do harm; whose it is the form cannot prove. */
function formAnswers(statements: Statements): readonly UrgencySignal[] {
  const forms = statements.filter(({ value }) => isOwnForm(value));
  return forms.flatMap((form) =>
    objectsWithin(form.value, form.expression).flatMap(({ value, expression }) => {
      const answers = value.linkId === 'urgent' && Array.isArray(value.answer) ? value.answer : [];
      const yes = answers.some((answer: { valueBoolean?: unknown }) => answer.valueBoolean === true);
      return yes ? [{ kind: 'mark', code: 'urgent', expression } as const] : [];
    }),
  );
}

function dangerDiagnoses(statements: Statements): readonly UrgencySignal[] {
  return statements.flatMap(({ value, expression }) => {
    const { system, code } = value;
    const danger = system === icd10Codes && typeof code === 'string' && isDangerDiagnosis(code);
    return danger ? [{ kind: 'psychological-state', code: `ICD-10-CM ${code}`, expression } as const] : [];
  });
}

function phrases(statements: Statements): readonly UrgencySignal[] {
  return statements.flatMap(({ value, expression }) =>
    Object.entries(value).flatMap(([name, text]) => {
      if (!freeText.has(name) || typeof text !== 'string' || isQuestion(value, name)) return [];
      const phrase = urgentPhrase(text);
      return phrase ? [{ kind: 'phrase', code: phrase, expression: `${expression}.${name}` } as const] : [];
    }),
  );
}

/** The words of a questionnaire's item are its author's, whatever was answered. */
function isQuestion(value: Readonly<Record<string, unknown>>, name: string): boolean {
  return name === 'text' && 'linkId' in value;
}
