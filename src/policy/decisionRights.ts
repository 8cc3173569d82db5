import { licenceAnswer } from './clauses/licenceActive.ts';
import { type DecisionCode, decisionRights } from './data/decisionRights.ts';
import { isWithinListedScope } from './data/licenceScopes.ts';
import type { Evidence, LocalDate } from './evidence.ts';
import type { Licence } from './facts.ts';

export type Entitlement = { readonly entitled: true } | { readonly entitled: false; readonly because: string };

export interface EntitlementQuestion {
  readonly decision: DecisionCode;
  /** Of record, of the person who decides. */
  readonly licences: Evidence<readonly Licence[]>;
  /** ICD-10-CM of each item decided, the one that matters first; absent: not given. */
  readonly diagnoses: readonly (string | undefined)[];
  /** Local date of the decision. */
  readonly today: LocalDate;
}

/** Whether a person may take a decision, by one of the licences active today; what is not of record entitles to nothing. */
export function entitlement({ decision, licences, diagnoses, today }: EntitlementQuestion): Entitlement {
  const held = licences.known ? licences.value : [];
  const active = held.filter((licence) => licenceAnswer(licence, today) === 'yes');
  if (active.length === 0) return refused(`no active licence is of record on ${today}`);
  const entitles = active.some(({ licenceClass }) => mayDecide(licenceClass, decision, diagnoses));
  if (entitles) return { entitled: true };
  const classes = active.map(({ licenceClass }) => licenceClass).join(', ');
  return refused(`an active licence of class ${classes} does not entitle to ${decision} here`);
}

function mayDecide(licenceClass: string, decision: DecisionCode, diagnoses: EntitlementQuestion['diagnoses']): boolean {
  return decisionRights.some(
    ({ licences, decisions, withinScope }) =>
      licences.includes(licenceClass.toUpperCase()) &&
      decisions.includes(decision) &&
      (!withinScope || diagnoses.every((icd10) => isWithinListedScope(licenceClass, icd10))),
  );
}

function refused(because: string): Entitlement {
  return { entitled: false, because };
}
