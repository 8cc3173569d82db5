import { categoryOf, isWithin } from './icd10.ts';

/**
 * ICD-10-CM blocks and the NUCC specialties whose training relates to them. A suggestion map: it may support a yes, never
 * a no, and what it does not list (symptoms, most Z codes) says nothing. Ours, not the policy's; version 2026-11, in
 * force from 2025-11-12.
 */
export const diagnosisMapVersion = '2026-11';

/** First and last category of the block (three characters), and its specialties. Blocks overlap: all that match count. */
export const diagnosisBlocks: readonly (readonly [first: string, last: string, specialties: string])[] = [
  ['A00', 'B99', '207RI0200X 2080P0208X'],
  ['B15', 'B19', '207RI0008X 207RG0100X'],
  ['C00', 'D49', '207RX0202X 207RH0003X 2085R0001X 2086X0206X 2080P0207X'],
  ['C50', 'C50', '208600000X'],
  ['C51', 'C58', '207VX0201X'],
  ['C61', 'C68', '208800000X'],
  ['C18', 'C21', '208C00000X'],
  ['C43', 'C44', '207N00000X'],
  ['C71', 'C71', '207T00000X'],
  ['C34', 'C34', '207RP1001X 208G00000X'],
  ['C22', 'C22', '207RI0008X'],
  ['D50', 'D89', '207RH0000X 207RH0003X'],
  ['D80', 'D89', '207K00000X'],
  ['E00', 'E89', '207RE0101X 2080P0205X'],
  ['E70', 'E88', '207SG0201X'],
  ['F01', 'F99', '2084P0800X 2084P0804X 103TC0700X 363LP0808X'],
  ['F01', 'F03', '2084N0400X 2084P0805X'],
  ['F10', 'F19', '2084P0802X'],
  ['F84', 'F84', '2080P0006X'],
  ['G00', 'G99', '2084N0400X 2084N0402X 207T00000X'],
  ['G47', 'G47', '207RS0012X'],
  ['G54', 'G56', '207X00000X 207XS0106X'],
  ['G89', 'G89', '208VP0000X'],
  ['H00', 'H59', '207W00000X 207WX0107X 207WX0009X 152W00000X'],
  ['H60', 'H95', '207Y00000X 207YX0901X'],
  ['I00', 'I99', '207RC0000X 207RI0011X 208G00000X'],
  ['I10', 'I16', '207RN0300X 207Q00000X 207R00000X'],
  ['I25', 'I25', '207RA0001X'],
  ['I42', 'I43', '207RA0001X'],
  ['I47', 'I49', '207RC0001X'],
  ['I50', 'I51', '207RA0001X'],
  ['I60', 'I69', '2084V0102X 207T00000X'],
  ['I70', 'I89', '2086S0129X'],
  ['J00', 'J99', '207RP1001X 2080P0214X'],
  ['J30', 'J39', '207Y00000X 207K00000X'],
  ['J45', 'J45', '207K00000X'],
  ['K00', 'K14', '1223S0112X 204E00000X'],
  ['K20', 'K95', '207RG0100X 208600000X 208C00000X 2080P0206X'],
  ['K40', 'K46', '208600000X'],
  ['K70', 'K77', '207RI0008X 207RT0003X'],
  ['L00', 'L99', '207N00000X'],
  ['L89', 'L89', '208200000X'],
  ['M00', 'M99', '207X00000X 207RR0500X 208100000X 2080P0216X 207XP3100X'],
  ['M20', 'M21', '213ES0103X 207XX0004X'],
  ['M40', 'M54', '207XS0117X 207T00000X'],
  ['N00', 'N39', '207RN0300X 208800000X 2080P0210X 2088P0231X'],
  ['N40', 'N53', '208800000X'],
  ['N60', 'N98', '207V00000X 207VG0400X'],
  ['N60', 'N65', '208600000X'],
  ['N97', 'N97', '207VE0102X'],
  ['O00', 'O9A', '207V00000X 207VM0101X 367A00000X'],
  ['P00', 'P96', '2080N0001X 208000000X'],
  ['Q00', 'Q99', '207SG0201X'],
  ['Q20', 'Q28', '2080P0202X 207RA0002X'],
  ['S00', 'T88', '207X00000X 2086S0127X 207XX0801X'],
  ['S06', 'S06', '207T00000X'],
  ['T20', 'T32', '208200000X'],
  ['U07', 'U09', '207RI0200X 207RP1001X'],
  ['Z85', 'Z85', '207RX0202X 207RH0003X'],
  ['Z94', 'Z94', '204F00000X'],
];

/** NUCC codes related to an ICD-10-CM code; empty: the map says nothing. */
export function relatedSpecialties(icd10: string): readonly string[] {
  const category = categoryOf(icd10);
  if (category === undefined) return [];
  const matching = diagnosisBlocks.filter(([first, last]) => isWithin([first, last], category));
  return [...new Set(matching.flatMap(([, , specialties]) => specialties.split(' ')))];
}
