/**
 * What a NUCC taxonomy code says about the person who bears it, for VI.B's "primary care provider or specialist".
 * Codes: NUCC Health Care Provider Taxonomy; primary care kinds after W&I 14088. The kind is our reading; codes that are
 * not listed are unknown, never a no. `not-a-person` is a group, a facility, or somebody in training: nobody is a
 * professional by that code. In force from 2025-11-12 (the policy's approval).
 */
export type TaxonomyKind = 'primary-care' | 'specialist' | 'other-licensed' | 'vague' | 'not-a-person';

export interface Taxonomy {
  readonly kind: TaxonomyKind;
  readonly label: string;
}

/** NUCC code, kind, label. */
export const taxonomyRows: readonly (readonly [code: string, kind: TaxonomyKind, label: string])[] = [
  ['207Q00000X', 'primary-care', 'Family Medicine'],
  ['207R00000X', 'primary-care', 'Internal Medicine'],
  ['208000000X', 'primary-care', 'Pediatrics'],
  ['208D00000X', 'primary-care', 'General Practice'],
  ['207V00000X', 'primary-care', 'Obstetrics & Gynecology'],
  ['207QG0300X', 'primary-care', 'Family Medicine, Geriatric'],
  ['207RG0300X', 'primary-care', 'Internal Medicine, Geriatric'],
  ['207QA0505X', 'primary-care', 'Family Medicine, Adult Medicine'],
  ['2080A0000X', 'primary-care', 'Pediatrics, Adolescent Medicine'],
  ['363LF0000X', 'primary-care', 'Nurse Practitioner, Family'],
  ['363LP2300X', 'primary-care', 'Nurse Practitioner, Primary Care'],
  ['363LP0200X', 'primary-care', 'Nurse Practitioner, Pediatrics'],
  ['363LA2200X', 'primary-care', 'Nurse Practitioner, Adult Health'],
  ['363AM0700X', 'primary-care', 'Physician Assistant, Medical'],
  ['207RC0000X', 'specialist', 'Cardiovascular Disease'],
  ['207RI0011X', 'specialist', 'Interventional Cardiology'],
  ['207RC0001X', 'specialist', 'Clinical Cardiac Electrophysiology'],
  ['207RA0001X', 'specialist', 'Advanced Heart Failure & Transplant Cardiology'],
  ['207RA0002X', 'specialist', 'Adult Congenital Heart Disease'],
  ['2080P0202X', 'specialist', 'Pediatric Cardiology'],
  ['208G00000X', 'specialist', 'Thoracic Surgery'],
  ['2086S0129X', 'specialist', 'Vascular Surgery'],
  ['207RX0202X', 'specialist', 'Medical Oncology'],
  ['207RH0003X', 'specialist', 'Hematology & Oncology'],
  ['207RH0000X', 'specialist', 'Hematology'],
  ['2085R0001X', 'specialist', 'Radiation Oncology'],
  ['2086X0206X', 'specialist', 'Surgical Oncology'],
  ['207VX0201X', 'specialist', 'Gynecologic Oncology'],
  ['2080P0207X', 'specialist', 'Pediatric Hematology-Oncology'],
  ['207RG0100X', 'specialist', 'Gastroenterology'],
  ['207RI0008X', 'specialist', 'Hepatology'],
  ['207RT0003X', 'specialist', 'Transplant Hepatology'],
  ['208C00000X', 'specialist', 'Colon & Rectal Surgery'],
  ['2080P0206X', 'specialist', 'Pediatric Gastroenterology'],
  ['207RE0101X', 'specialist', 'Endocrinology, Diabetes & Metabolism'],
  ['2080P0205X', 'specialist', 'Pediatric Endocrinology'],
  ['207RN0300X', 'specialist', 'Nephrology'],
  ['2080P0210X', 'specialist', 'Pediatric Nephrology'],
  ['208800000X', 'specialist', 'Urology'],
  ['2088P0231X', 'specialist', 'Pediatric Urology'],
  ['207RP1001X', 'specialist', 'Pulmonary Disease'],
  ['207RC0200X', 'specialist', 'Critical Care Medicine'],
  ['207RS0012X', 'specialist', 'Sleep Medicine'],
  ['2080P0214X', 'specialist', 'Pediatric Pulmonology'],
  ['207RR0500X', 'specialist', 'Rheumatology'],
  ['2080P0216X', 'specialist', 'Pediatric Rheumatology'],
  ['207K00000X', 'specialist', 'Allergy & Immunology'],
  ['2080P0201X', 'specialist', 'Pediatric Allergy & Immunology'],
  ['207RI0200X', 'specialist', 'Infectious Disease'],
  ['2080P0208X', 'specialist', 'Pediatric Infectious Diseases'],
  ['207X00000X', 'specialist', 'Orthopaedic Surgery'],
  ['207XS0117X', 'specialist', 'Orthopaedic Surgery of the Spine'],
  ['207XS0114X', 'specialist', 'Adult Reconstructive Orthopaedic Surgery'],
  ['207XX0004X', 'specialist', 'Foot and Ankle Surgery'],
  ['207XS0106X', 'specialist', 'Hand Surgery'],
  ['207XX0005X', 'specialist', 'Sports Medicine'],
  ['207XX0801X', 'specialist', 'Orthopaedic Trauma'],
  ['207XP3100X', 'specialist', 'Pediatric Orthopaedic Surgery'],
  ['208100000X', 'specialist', 'Physical Medicine & Rehabilitation'],
  ['208VP0000X', 'specialist', 'Pain Medicine'],
  ['2084N0400X', 'specialist', 'Neurology'],
  ['2084N0402X', 'specialist', 'Child Neurology'],
  ['2084V0102X', 'specialist', 'Vascular Neurology'],
  ['2084E0001X', 'specialist', 'Epilepsy'],
  ['207T00000X', 'specialist', 'Neurological Surgery'],
  ['2084P0800X', 'specialist', 'Psychiatry'],
  ['2084P0804X', 'specialist', 'Child & Adolescent Psychiatry'],
  ['2084P0802X', 'specialist', 'Addiction Psychiatry'],
  ['2084P0805X', 'specialist', 'Geriatric Psychiatry'],
  ['2080P0006X', 'specialist', 'Developmental-Behavioral Pediatrics'],
  ['207W00000X', 'specialist', 'Ophthalmology'],
  ['207WX0107X', 'specialist', 'Retina'],
  ['207WX0009X', 'specialist', 'Glaucoma'],
  ['207Y00000X', 'specialist', 'Otolaryngology'],
  ['207YX0901X', 'specialist', 'Otology & Neurotology'],
  ['207YP0228X', 'specialist', 'Pediatric Otolaryngology'],
  ['207N00000X', 'specialist', 'Dermatology'],
  ['207ND0101X', 'specialist', 'MOHS-Micrographic Surgery'],
  ['208200000X', 'specialist', 'Plastic Surgery'],
  ['208600000X', 'specialist', 'Surgery'],
  ['2086S0120X', 'specialist', 'Pediatric Surgery'],
  ['2086S0127X', 'specialist', 'Trauma Surgery'],
  ['204F00000X', 'specialist', 'Transplant Surgery'],
  ['207VM0101X', 'specialist', 'Maternal & Fetal Medicine'],
  ['207VE0102X', 'specialist', 'Reproductive Endocrinology'],
  ['207VG0400X', 'specialist', 'Gynecology'],
  ['2080N0001X', 'specialist', 'Neonatal-Perinatal Medicine'],
  ['207SG0201X', 'specialist', 'Clinical Genetics'],
  ['2085R0202X', 'specialist', 'Diagnostic Radiology'],
  ['2085R0204X', 'specialist', 'Vascular & Interventional Radiology'],
  ['207ZP0102X', 'specialist', 'Anatomic & Clinical Pathology'],
  ['207P00000X', 'specialist', 'Emergency Medicine'],
  ['2083X0100X', 'specialist', 'Occupational Medicine'],
  ['204E00000X', 'specialist', 'Oral & Maxillofacial Surgery'],
  ['213E00000X', 'other-licensed', 'Podiatrist'],
  ['213ES0103X', 'other-licensed', 'Podiatrist, Foot & Ankle Surgery'],
  ['103TC0700X', 'other-licensed', 'Clinical Psychologist'],
  ['363LP0808X', 'other-licensed', 'Nurse Practitioner, Psychiatric/Mental Health'],
  ['1041C0700X', 'other-licensed', 'Clinical Social Worker'],
  ['106H00000X', 'other-licensed', 'Marriage & Family Therapist'],
  ['152W00000X', 'other-licensed', 'Optometrist'],
  ['1223S0112X', 'other-licensed', 'Dentist, Oral and Maxillofacial Surgery'],
  ['363A00000X', 'other-licensed', 'Physician Assistant'],
  ['363L00000X', 'other-licensed', 'Nurse Practitioner'],
  ['367A00000X', 'other-licensed', 'Advanced Practice Midwife'],
  ['174400000X', 'vague', 'Specialist'],
  ['390200000X', 'not-a-person', 'Student in an Organized Health Care Education/Training Program'],
  ['405300000X', 'vague', 'Prevention Professional'],
  ['193200000X', 'not-a-person', 'Multi-Specialty Group'],
  ['193400000X', 'not-a-person', 'Single Specialty Group'],
];

const byCode: ReadonlyMap<string, Taxonomy> = new Map(
  taxonomyRows.map(([code, kind, label]) => [code, { kind, label }]),
);

/** What the codes of facilities begin with: whole sections of the list, of which nobody practises as one. */
export const facilities: readonly (readonly [start: string, label: string])[] = [
  ['261Q', 'Clinic or Center'],
  ['282', 'Hospital'],
];

/** The kind and label of a NUCC code, if it is one we list or a facility's. */
export function taxonomy(code: string): Taxonomy | undefined {
  const listed = byCode.get(code);
  if (listed) return listed;
  const label = facilities.find(([start]) => code.startsWith(start))?.[1];
  return label === undefined ? undefined : { kind: 'not-a-person', label };
}

/** `Gastroenterology (207RG0100X)`; the bare code where no label is listed. */
export function taxonomyInWords(code: string): string {
  const label = taxonomy(code)?.label;
  return label ? `${label} (${code})` : code;
}
