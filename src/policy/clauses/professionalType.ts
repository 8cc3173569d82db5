import { taxonomy, taxonomyInWords } from '../data/taxonomy.ts';
import type { ProfessionalStanding } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const professionalTypeClause: Clause = {
  cite: 'VI.B',
  words: 'a primary care provider or specialist',
  readAs:
    'Told by NUCC taxonomy of record. Other licensed professionals (the statute names them, the policy does not) are unknown, for a person, not refused.',
};

/** VI.B, type: is the professional a primary care provider or specialist? */
export function professionalType(standing: Pick<ProfessionalStanding, 'specialties' | 'certifications'>): Finding {
  const clause = professionalTypeClause;
  const id = 'primary-care-or-specialist';
  const codes = [...new Set([...standing.specialties, ...standing.certifications])];
  const kinds = codes.map((code) => taxonomy(code)?.kind);
  const shown = codes.map(taxonomyInWords).join(', ');
  if (kinds.some((kind) => kind === 'primary-care' || kind === 'specialist')) return finding(clause, id, 'yes', shown);
  if (kinds.length > 0 && kinds.every((kind) => kind === 'not-a-person')) {
    return finding(clause, id, 'no', `${shown}: not the taxonomy of a professional`);
  }
  return finding(
    clause,
    id,
    'unknown',
    shown ? `${shown}: neither clearly one nor the other` : 'No taxonomy of record',
  );
}
