/** Canonical of a StructureDefinition of PAS 2.2.1 by the end of its url: `profile-claim`, `extension-requestedService`. */
export function pas(name: string): string {
  return `http://hl7.org/fhir/us/davinci-pas/StructureDefinition/${name}`;
}

/** Canonicals of the profiles that references lead to. */
export const profileUrl = {
  identifier: pas('profile-identifier'),
  quantity: pas('profile-quantity'),
  timing: pas('profile-datatype-timing'),
  requestBundle: pas('profile-pas-request-bundle'),
  inquiryBundle: pas('profile-pas-inquiry-request-bundle'),
  claim: pas('profile-claim'),
  claimUpdate: pas('profile-claim-update'),
  claimInquiry: pas('profile-claim-inquiry'),
  beneficiary: pas('profile-beneficiary'),
  subscriber: pas('profile-subscriber'),
  coverage: pas('profile-coverage'),
  organization: pas('profile-organization'),
  insurer: pas('profile-insurer'),
  requestor: pas('profile-requestor'),
  practitioner: pas('profile-practitioner'),
  practitionerRole: pas('profile-practitionerrole'),
  encounter: pas('profile-encounter'),
  documentReference: pas('profile-documentreference'),
  location: pas('profile-location'),
  medicationRequest: pas('profile-medicationrequest'),
  serviceRequest: pas('profile-servicerequest'),
  deviceRequest: pas('profile-devicerequest'),
  nutritionOrder: pas('profile-nutritionorder'),
} as const;
