/** What marks a request urgent. Raise-only: nothing here ever lowers. In force from 2025-11-12. */

/** X12 level of service (data element 1338) that a professional's system sends: `U` urgent, `03` emergency (recalled, not verified). */
export const urgentLevelsOfService: readonly string[] = ['U', '03'];

/** `Claim.priority`, `http://terminology.hl7.org/CodeSystem/processpriority`. */
export const urgentClaimPriorities: readonly string[] = ['stat'];

/** `ServiceRequest.priority`. */
export const urgentRequestPriorities: readonly string[] = ['urgent', 'asap', 'stat'];

/** ICD-10-CM: homicidal and suicidal ideation, non-suicidal self-harm, suicide attempt, intentional self-harm. */
const dangerDiagnoses: readonly RegExp[] = [/^R45\.?85[01]/, /^R45\.?88/, /^T14\.?91/, /^X(7[1-9]|8[0-3])/];

/** Does the diagnosis name a danger to the member or others owing to psychological state (III.A.1)? F codes alone do not. */
export function isDangerDiagnosis(icd10: string): boolean {
  return dangerDiagnoses.some((pattern) => pattern.test(icd10.trim().toUpperCase()));
}

/** Words that raise urgency wherever they stand in the request's free text; a negation before them is not weighed. */
const urgentPhrases: readonly RegExp[] = [
  /suicid/i,
  /homicid/i,
  /(harm|hurt|kill)(ing)? (him|her|them|my|your)sel(f|ves)/i,
  /(harm|hurt|kill)(ing)? others/i,
  /life[- ]threatening/i,
  /loss of (life|limb|sight|vision)/i,
  /imminent/i,
  /emergency/i,
];

/** The first urgent phrase of the text, in lower case. */
export function urgentPhrase(text: string): string | undefined {
  for (const pattern of urgentPhrases) {
    const match = pattern.exec(text);
    if (match) return match[0].toLowerCase();
  }
  return undefined;
}
