/** X12 service types (data element 1365) that name a consultation, a second or a third opinion. 20 and 21 are recalled from X12, not verified. */
export const opinionServiceTypes: readonly string[] = ['3', '20', '21'];

/** CPT ranges of visits and consultations, both ends included. */
const opinionProcedures: readonly (readonly [first: string, last: string])[] = [
  ['99202', '99215'],
  ['99242', '99245'],
];

/** Is the CPT code a visit or a consultation? */
export function isOpinionProcedure(cpt: string): boolean {
  return /^\d{5}$/.test(cpt) && opinionProcedures.some(([first, last]) => first <= cpt && cpt <= last);
}
