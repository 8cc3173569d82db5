import type { ContextDefect } from './validator/problem.ts';

const base = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';

/** Contexts that PAS 2.2.1 forgot, though its profiles put the extensions there; corrected after publication. */
export const contextDefects: readonly ContextDefect[] = [
  ['itemAuthorizedProvider', 'ClaimResponse'],
  ['communicatedDiagnosis', 'ClaimResponse.item'],
  ['productOrServiceCodeEnd', 'ClaimResponse.addItem'],
  ['revenueUnitRateLimit', 'ClaimResponse.addItem'],
  ['serviceItemRequestType', 'ClaimResponse.addItem'],
  ['certificationType', 'ClaimResponse.addItem'],
  ['authorizationNumber', 'Claim'],
  ['administrationReferenceNumber', 'Claim'],
  ['infoChanged', 'Claim.supportingInfo'],
  ['infoCancelled', 'Claim.supportingInfo'],
  ['productOrServiceCodeEnd', 'ServiceRequest'],
].map(([name = '', at = '']) => ({
  extension: `${base}/${name === 'infoCancelled' ? 'modifierextension' : 'extension'}-${name}`,
  at,
  because: 'The profile uses it here; its own definition does not list the place.',
}));

/** Standard extensions whose definitions are in no package held; they are taken as they stand. */
export const definedElsewhere: readonly string[] = ['http://hl7.org/fhir/StructureDefinition/data-absent-reason'];

/** Must-support elements that no answer of the suite to $submit shows. */
export const mustSupportGaps: Readonly<Record<string, string>> = {};

/** Must-support elements that no answer of the suite to $inquire shows. */
export const inquiryMustSupportGaps: Readonly<Record<string, string>> = {};

const licensed = 'X12 publishes its lists to licensees only: the system of a code is looked at, not the code.';
const x12Lists = [
  'request/2000E/UM/1/01/00/1525',
  'request/2000F/HSD/1/01/00/673',
  'request/2000F/SV1/1/20/00/1337',
  'request/2000F/UM/1/02/00/1322',
  'request/2000F/UM/1/03/00/1365',
  'request/2010A/NM1/1/01/00/98',
  'response/2000D/PWK/1/01/00/755',
  'response/2000F/HCR/1/01/00/306',
  'response/2010B/NM1/1/01/00/98',
  'response/2010EA/NM1/1/01/00/98',
].map((list) => [`https://valueset.x12.org/x217/005010/${list}`, licensed] as const);

/** Rules of the profiles that are not held in any answer, each with the reason. One that can be held fails until it is removed. */
export const rulesPassedOver: Readonly<Record<string, string>> = {
  ...Object.fromEntries(x12Lists),
  'http://hl7.org/fhir/ValueSet/currencies': 'ISO 4217 is not in the packages.',
  'http://hl7.org/fhir/us/davinci-pas/ValueSet/X12278DiagnosisInformationType':
    'A filter over LOINC, which is not in the packages.',
  'http://loinc.org/vs/valid-hl7-attachment-requests': 'Kept by LOINC, not in the packages.',
  'ref-1': 'core cannot evaluate it; the validator looks itself for what a reference leads to.',
};
