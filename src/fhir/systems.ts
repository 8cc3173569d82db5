/** Canonical base of the project's own artifacts. */
export const ownBase = 'https://w3id.org/second-opinion';

/** Identifier systems. */
export const npiSystem = 'http://hl7.org/fhir/sid/us-npi';
export const planProductSystem = `${ownBase}/plan-product`;
export const receiptSystem = `${ownBase}/receipt`;
export const caseSystem = `${ownBase}/case`;
export const taskSystem = `${ownBase}/task`;
/** Of the `meta.tag` that mirrors a role's networks for search: a pre-filter; the extension is the evidence. */
export const networkTagSystem = `${ownBase}/network`;
/** Of the `meta.tag` that mirrors a role's specialties and the areas it practises in: a pre-filter; positions are the evidence. */
export const areaTagSystem = `${ownBase}/specialty-area`;

/** Code systems. */
export const ownTaskCodes = `${ownBase}/CodeSystem/task`;
export const providerStandingCodes = `${ownBase}/CodeSystem/provider-standing`;
export const identifierTypes = 'http://terminology.hl7.org/CodeSystem/v2-0203';
export const degreeCodes = 'http://terminology.hl7.org/CodeSystem/v2-0360';
export const taxonomyCodes = 'http://nucc.org/provider-taxonomy';
export const icd10Codes = 'http://hl7.org/fhir/sid/icd-10-cm';
export const cptCodes = 'http://www.ama-assn.org/go/cpt';
/** Both spellings occur in the official packages. */
export const hcpcsCodes: readonly string[] = [
  'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
];
export const referralReasonCodes = 'http://terminology.hl7.org/CodeSystem/v2-0336';

/** The code system of an X12 005010 data element, e.g. `x12(306)` for review actions. */
export function x12(dataElement: number): string {
  return `https://codesystem.x12.org/005010/${dataElement}`;
}
