/** PAS 2.2.1 canonicals. @see http://hl7.org/fhir/us/davinci-pas/STU2.2 */
const profileBase = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';

export const pasCodes = 'http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes';

/** X12's list of reasons for a review decision. */
export const decisionReasonSystem = 'https://codesystem.x12.org/external/886';

/** Extension urls, named as the IG names them. */
export const pasExtension = {
  levelOfServiceCode: `${profileBase}/extension-levelOfServiceCode`,
  transmissionIdentifiers: `${profileBase}/extension-TransmissionIdentifiers`,
  certificationType: `${profileBase}/extension-certificationType`,
  infoChanged: `${profileBase}/extension-infoChanged`,
  serviceItemRequestType: `${profileBase}/extension-serviceItemRequestType`,
  careTeamClaimScope: `${profileBase}/extension-careTeamClaimScope`,
  requestedService: `${profileBase}/extension-requestedService`,
  itemTraceNumber: `${profileBase}/extension-itemTraceNumber`,
  itemRequestedServiceDate: `${profileBase}/extension-itemRequestedServiceDate`,
  itemPreAuthIssueDate: `${profileBase}/extension-itemPreAuthIssueDate`,
  itemPreAuthPeriod: `${profileBase}/extension-itemPreAuthPeriod`,
  itemAuthorizedProvider: `${profileBase}/extension-itemAuthorizedProvider`,
  itemAuthorizedDetail: `${profileBase}/extension-itemAuthorizedDetail`,
  authorizedProviderType: `${profileBase}/extension-authorizedProviderType`,
  administrationReferenceNumber: `${profileBase}/extension-administrationReferenceNumber`,
  claimResponseReviewer: `${profileBase}/extension-claimResponseReviewer`,
  reviewAction: `${profileBase}/extension-reviewAction`,
  reviewActionCode: `${profileBase}/extension-reviewActionCode`,
  errorPath: `${profileBase}/extension-errorPath`,
  errorFollowupAction: `${profileBase}/extension-errorFollowupAction`,
  errorElement: `${profileBase}/extension-errorElement`,
  authorizationNumber: `${profileBase}/extension-authorizationNumber`,
  admissionDates: `${profileBase}/extension-admissionDates`,
  dischargeDate: `${profileBase}/extension-dischargeDate`,
  communicatedDiagnosis: `${profileBase}/extension-communicatedDiagnosis`,
  productOrServiceCodeEnd: `${profileBase}/extension-productOrServiceCodeEnd`,
  epsdtIndicator: `${profileBase}/extension-epsdtIndicator`,
  nursingHomeResidentialStatus: `${profileBase}/extension-nursingHomeResidentialStatus`,
  nursingHomeLevelOfCare: `${profileBase}/extension-nursingHomeLevelOfCare`,
  itemCategory: `${profileBase}/extension-itemCategory`,
  revenueCode: `${profileBase}/extension-revenueCode`,
  revenueUnitRateLimit: `${profileBase}/extension-revenueUnitRateLimit`,
  serviceLineNumber: `${profileBase}/extension-serviceLineNumber`,
  contentModifier: `${profileBase}/extension-contentModifier`,
} as const;

/** The one modifier extension of PAS. */
export const infoCancelledUrl = `${profileBase}/modifierextension-infoCancelled`;

export const pasProfile = {
  responseBundle: `${profileBase}/profile-pas-response-bundle`,
  claimResponse: `${profileBase}/profile-claimresponse`,
  communicationRequest: `${profileBase}/profile-communicationrequest`,
  task: `${profileBase}/profile-task`,
} as const;

/** X12 306, as PAS 2.2.1 uses it. NA and C are recalled from X12, not verified. */
export const reviewActionDisplay = {
  A1: 'Certified in total',
  A3: 'Not certified',
  A4: 'Pended',
  A6: 'Modified',
  NA: 'No action required',
  C: 'Cancelled',
} as const;
