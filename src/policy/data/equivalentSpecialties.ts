/**
 * Adult and paediatric forms of one specialty (NUCC). Either may be looked at as an alternative for the other; whether a
 * professional of the other age group will do is for a person to say. Ours; in force from 2025-11-12.
 */
export const equivalentSpecialties: readonly (readonly [adult: string, paediatric: string])[] = [
  ['207RC0000X', '2080P0202X'],
  ['207RH0003X', '2080P0207X'],
  ['207RG0100X', '2080P0206X'],
  ['207RE0101X', '2080P0205X'],
  ['207RN0300X', '2080P0210X'],
  ['208800000X', '2088P0231X'],
  ['207RP1001X', '2080P0214X'],
  ['207RR0500X', '2080P0216X'],
  ['207K00000X', '2080P0201X'],
  ['207RI0200X', '2080P0208X'],
  ['207X00000X', '207XP3100X'],
  ['2084N0400X', '2084N0402X'],
  ['2084P0800X', '2084P0804X'],
  ['207Y00000X', '207YP0228X'],
  ['208600000X', '2086S0120X'],
  ['207R00000X', '208000000X'],
];

/**
 * Other specialties of one age group, by what their codes begin with: under Internal Medicine (207R) the NUCC list has those
 * trained for adults, under Pediatrics (2080) for children; the rest name the age themselves.
 */
export const ageForms: Readonly<Record<'adult' | 'paediatric', readonly string[]>> = {
  adult: ['207R', '207QA0505X', '207QG0300X', '2084P0805X', '363LA2200X'],
  paediatric: ['2080', '363LP0200X'],
};

const adultCodes: ReadonlySet<string> = new Set(equivalentSpecialties.map(([adult]) => adult));
const paediatricCodes: ReadonlySet<string> = new Set(equivalentSpecialties.map(([, paediatric]) => paediatric));

/** The codes themselves and their declared equivalents. */
export function withEquivalents(codes: readonly string[]): readonly string[] {
  const equivalents = equivalentSpecialties.filter((pair) => pair.some((code) => codes.includes(code))).flat();
  return [...new Set([...codes, ...equivalents])];
}

/** Whom a specialty is trained for, where its code tells the two apart. */
export function ageGroup(code: string): 'adult' | 'paediatric' | undefined {
  if (paediatricCodes.has(code) || isForm('paediatric', code)) return 'paediatric';
  return adultCodes.has(code) || isForm('adult', code) ? 'adult' : undefined;
}

function isForm(group: 'adult' | 'paediatric', code: string): boolean {
  return ageForms[group].some((start) => code.startsWith(start));
}
