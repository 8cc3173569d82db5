import { binding, x12Codes } from './bindings.ts';
import { profileUrl } from './canonicals.ts';
import { ADMINISTRATION_REFERENCE_NUMBER, AUTHORIZATION_NUMBER } from './extensions/ofBoth.ts';
import * as ofClaim from './extensions/ofClaim.ts';
import { PAS_IDENTIFIER } from './identifier.ts';
import { fullDate, ONE_FOCAL } from './invariants.ts';
import type { ElementRule } from './profile.ts';

const ONCE = 'This extension is given at most once.';

/**
 * What the Claims of requests, updates and inquiries have in common, but for their items.
 * @see StructureDefinition/profile-claim-base of PAS 2.2.1
 */
export const CLAIM_BASE: readonly ElementRule[] = [
  { at: '', text: ONE_FOCAL.text, invariants: [ONE_FOCAL] },
  { at: 'extension:transmissionIdentifiers', max: 1, is: ofClaim.TRANSMISSION_IDENTIFIERS, text: ONCE },
  { at: 'extension:levelOfServiceType', max: 1, is: ofClaim.LEVEL_OF_SERVICE, text: ONCE },
  { at: 'extension:conditionCode', is: ofClaim.CONDITION_CODE, text: 'Conditions of the patient.' },
  { at: 'extension:homeHealthCareInformation', max: 1, is: ofClaim.HOME_HEALTH_CARE, text: ONCE },
  { at: 'extension:authorizationNumber', max: 1, is: AUTHORIZATION_NUMBER, text: ONCE },
  { at: 'extension:administrationReferenceNumber', max: 1, is: ADMINISTRATION_REFERENCE_NUMBER, text: ONCE },
  { at: 'identifier', is: PAS_IDENTIFIER, text: 'An identifier of a PAS Claim has a system and a value.' },
  { at: 'status', value: 'active', text: 'The status of a PAS Claim is active, also when it cancels.' },
  { at: 'type', codes: binding.claimType, text: 'A PAS Claim has one of the types of PAS.' },
  { at: 'use', value: 'preauthorization', text: 'The use of a PAS Claim is preauthorization.' },
  { at: 'patient', to: [profileUrl.beneficiary], text: 'The patient is the member.' },
  { at: 'insurer', min: 1, to: [profileUrl.insurer], text: 'A PAS Claim names its insurer: an Organization.' },
  { at: 'provider', to: [profileUrl.requestor, profileUrl.practitionerRole], text: 'The provider is who requests.' },
  {
    at: 'careTeam.extension:careTeamClaimScope',
    min: 1,
    max: 1,
    is: ofClaim.CARE_TEAM_CLAIM_SCOPE,
    text: `A careTeam has the extension ${ofClaim.CARE_TEAM_CLAIM_SCOPE.url} once, with a valueBoolean: true for the whole Claim.`,
  },
  {
    at: 'careTeam.provider',
    to: [profileUrl.organization, profileUrl.practitionerRole],
    text: 'A careTeam is an organization or a professional in a role.',
  },
  {
    at: 'diagnosis.diagnosis[x]',
    types: ['CodeableConcept'],
    codes: binding.diagnosis,
    text: 'A diagnosis of a PAS Claim is a diagnosisCodeableConcept.',
  },
  {
    at: 'diagnosis.type',
    max: 1,
    codes: binding.diagnosisType,
    text: 'A diagnosis has at most one type, a code of PAS.',
  },
  { at: 'insurance.coverage', to: [profileUrl.coverage], text: 'The coverage of the member.' },
  {
    at: 'accident.date',
    invariants: [fullDate('The date of an accident')],
    text: 'The date of an accident has its day.',
  },
  {
    at: 'accident.type',
    codes: x12Codes('request/2000E/UM/1/05/01/1362'),
    text: 'The type of an accident is a code of X12.',
  },
  { at: 'accident.location[x]', types: ['Address'], text: 'The place of an accident is a locationAddress.' },
];
