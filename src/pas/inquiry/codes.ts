import { pasExtension } from '../codes.ts';

/** PAS 2.2.1 canonicals of the inquiry. @see http://hl7.org/fhir/us/davinci-pas/STU2.2 */
const base = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';

/** Extension urls by which an inquiry says what it looks for. */
export const inquiryExtension = {
  certificationIssueDate: `${base}/extension-itemCertificationIssueDate`,
  certificationEffectiveDate: `${base}/extension-itemCertificationEffectiveDate`,
  certificationExpirationDate: `${base}/extension-itemCertificationExpirationDate`,
  productOrServiceCodeEnd: `${base}/extension-productOrServiceCodeEnd`,
  authorizationNumber: `${base}/extension-authorizationNumber`,
  administrationReferenceNumber: pasExtension.administrationReferenceNumber,
  reviewActionCode: pasExtension.reviewActionCode,
} as const;

export const inquiryProfile = {
  responseBundle: `${base}/profile-pas-inquiry-response-bundle`,
  claimResponse: `${base}/profile-claiminquiryresponse`,
} as const;
