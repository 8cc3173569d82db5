import type { OperationOutcome } from '@medplum/fhirtypes';
import { memberOf } from '../reading/member.ts';
import { organizationIdentifiers } from '../reading/parties.ts';
import { type Issue, outcomeOf } from '../request/issues.ts';
import { readMessage } from '../request/readSubmission.ts';
import type { Submission } from '../request/submission.ts';
import { examplesIn } from './examples.ts';
import type { Inquiry } from './inquiry.ts';
import { INQUIRY_RULES } from './inquiryRules.ts';
import { partyNpis } from './parties.ts';

/** 400, 413: as for `readSubmission`. 422: against the rules of an inquiry, or without what an inquiry is answered by. */
export type InquiryResult =
  | { readonly ok: true; readonly inquiry: Inquiry }
  | { readonly ok: false; readonly status: 400 | 413 | 422; readonly outcome: OperationOutcome };

/**
 * Reads the body of `Claim/$inquire`: a PAS inquiry request Bundle, or a Parameters whose parameter `resource` is one.
 * @param timeZone - the plan's, for the local date of instants
 * @see PAS 2.2.1, OperationDefinition/Claim-inquiry and spec-53
 */
export function readInquiry(bytes: Uint8Array, timeZone: string): InquiryResult {
  const reading = readMessage(bytes, INQUIRY_RULES);
  if (!reading.ok) return reading;
  const { submission } = reading;
  const inquiry = inquiryOf(submission, timeZone);
  const issues = accessIssues(inquiry);
  return issues.length > 0 ? { ok: false, status: 422, outcome: outcomeOf(issues) } : { ok: true, inquiry };
}

function inquiryOf(submission: Submission, timeZone: string): Inquiry {
  const { claim } = submission;
  const concepts = (claim.diagnosis ?? []).map(({ diagnosisCodeableConcept }) => diagnosisCodeableConcept);
  return {
    submission,
    member: memberOf(submission),
    insurer: organizationIdentifiers(submission, claim.insurer),
    parties: partyNpis(submission),
    diagnoses: concepts.flatMap((diagnosis) => diagnosis?.coding ?? []).filter(({ code }) => code !== undefined),
    examples: examplesIn(claim, timeZone),
  };
}

/** What is told of a member is told to who knows the member's number and a professional of the case. */
function accessIssues({ member, parties }: Inquiry): readonly Issue[] {
  const rules: readonly (readonly [holds: boolean, expression: string, text: string])[] = [
    [
      member.numbers.length > 0,
      `${member.expression}.identifier`,
      'The member number is needed: an identifier of the Patient or the Coverage typed v2-0203 MB, or Coverage.subscriberId.',
    ],
    [
      parties.length > 0,
      'Bundle.entry[0].resource.provider',
      'An NPI (http://hl7.org/fhir/sid/us-npi) is needed: that of the provider or of a careTeam member who requested, ordered or is to give the service.',
    ],
  ];
  return rules.filter(([holds]) => !holds).map(([, expression, text]) => ({ code: 'business-rule', expression, text }));
}
