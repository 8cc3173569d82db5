import { relatedSpecialties } from '../data/diagnosisMap.ts';
import { ageGroup } from '../data/equivalentSpecialties.ts';
import { surgicalSpecialties } from '../data/surgicalSpecialties.ts';
import { taxonomyInWords } from '../data/taxonomy.ts';
import type { Evidence } from '../evidence.ts';
import type { ProfessionalStanding } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const clinicalBackgroundClause: Clause = {
  cite: 'VI.B',
  words:
    'who possesses a clinical background including training and expertise related to the particular illness, disease or condition associated with the request for a second opinion',
  readAs:
    'Board certification or taxonomy of record related to the diagnosis by our map. The map supports a yes, never a no; an adult specialist for a child, or the reverse, is for a person to weigh.',
};

/** Under this age (years) a member is a child here. */
const adultFrom = 18;
/** From this age (years) on a paediatric specialist is no longer the expected one. */
const paediatricUntil = 21;

/**
 * VI.B, background: is training or expertise of record related to the condition (`icd10`, absent: not given) at that age?
 * @param mayBeSurgical - the reason given speaks of a recommended operation or treatment (VI.A.1)
 */
export function clinicalBackground(
  standing: Pick<ProfessionalStanding, 'specialties' | 'certifications'>,
  icd10: string | undefined,
  age: Evidence<number>,
  mayBeSurgical: boolean,
): Finding {
  const clause = clinicalBackgroundClause;
  const id = 'related-clinical-background';
  if (icd10 === undefined) return finding(clause, id, 'unknown', 'The request names no diagnosis');
  const related = relatedSpecialties(icd10);
  if (related.length === 0) return finding(clause, id, 'unknown', `The map says nothing of ${icd10}`);
  const held = [...new Set([...standing.certifications, ...standing.specialties])];
  const matching = held.filter((code) => related.includes(code));
  if (matching.length === 0) {
    const shown = held.map(taxonomyInWords).join(', ') || 'no specialty of record';
    return finding(clause, id, 'unknown', `${shown}: not listed as related to ${icd10}`);
  }
  const fittingAge = matching.filter((code) => fitsAge(code, age));
  if (fittingAge.length === 0) {
    const shown = matching.map(taxonomyInWords).join(', ');
    const doubt = age.known ? 'trained for another age group' : 'trained for one age group, and the age is not known';
    return finding(clause, id, 'unknown', `${shown}: related to ${icd10}, but ${doubt}`);
  }
  // A condition that no surgeon is listed for is not operated on: VI.A.1 then means a treatment.
  const surgical = mayBeSurgical && related.some((code) => surgicalSpecialties.has(code));
  const fitting = surgical ? fittingAge.find((code) => surgicalSpecialties.has(code)) : fittingAge[0];
  if (fitting === undefined) {
    const shown = fittingAge.map(taxonomyInWords).join(', ');
    return finding(clause, id, 'unknown', `${shown}: related to ${icd10}, but the question may be about an operation`);
  }
  return finding(clause, id, 'yes', `${taxonomyInWords(fitting)} is related to ${icd10}`);
}

function fitsAge(code: string, age: Evidence<number>): boolean {
  if (!age.known) return ageGroup(code) === undefined;
  switch (ageGroup(code)) {
    case 'adult':
      return age.value >= adultFrom;
    case 'paediatric':
      return age.value < paediatricUntil;
    default:
      return true;
  }
}
