import { hcpcsCodes, x12 } from '../../fhir/systems.ts';
import { pasCodes } from '../codes.ts';
import type { Binding } from './profile.ts';

const PAS_VALUE_SETS = 'http://hl7.org/fhir/us/davinci-pas/ValueSet';
const R4_VALUE_SETS = 'http://hl7.org/fhir/ValueSet';
const X12_VALUE_SETS = 'https://valueset.x12.org/x217/005010';
const NUBC = 'https://www.nubc.org/CodeSystem';
const CPT = 'http://www.ama-assn.org/go/cpt';
const ICD9 = ['http://terminology.hl7.org/CodeSystem/icd9cm', 'http://hl7.org/fhir/sid/icd-9-cm'];

/** A value set of whole code systems: which codes they have is not published with the IG. */
function systems(valueSet: string, ...urls: readonly string[]): Binding {
  return { valueSet, systems: new Map(urls.map((url) => [url, null])) };
}

function codes(valueSet: string, system: string, list: string): Binding {
  return { valueSet, systems: new Map([[system, new Set(list.split(' '))]]) };
}

/**
 * A value set of X12: the last part of its address is the data element, whose code system PAS uses. NUBC's systems are those
 * of the official examples.
 */
export function x12Codes(place: string, ...others: readonly string[]): Binding {
  const dataElement = Number(place.slice(place.lastIndexOf('/') + 1));
  return systems(`${X12_VALUE_SETS}/${place}`, x12(dataElement), ...others.map((name) => `${NUBC}/${name}`));
}

/** R4's own list for an element whose type is code. */
export function r4Codes(name: string, list: string): Binding {
  return codes(`${R4_VALUE_SETS}/${name}`, '', list);
}

const pasValueSet = (name: string, ...urls: readonly string[]) => systems(`${PAS_VALUE_SETS}/${name}`, ...urls);

/** Codes of PAS's own value sets and of those it takes from elsewhere. Where two spellings of a system are in use both are accepted. */
export const binding = {
  claimType: codes(
    `${PAS_VALUE_SETS}/ClaimTypes`,
    'http://terminology.hl7.org/CodeSystem/claim-type',
    'institutional professional oral',
  ),
  diagnosis: pasValueSet(
    'X12278DiagnosisCodes',
    'http://hl7.org/fhir/sid/icd-10-cm',
    ...ICD9,
    'https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/AcuteInpatientPPS/MS-DRG-Classifications-and-Software',
    'http://uri.hddaccess.com/cs/apdrg',
    'http://uri.hddaccess.com/cs/aprdrg',
  ),
  /** R4's example codes for the same, which EHRs have anyway, are read as well. */
  diagnosisType: {
    valueSet: `${PAS_VALUE_SETS}/X12278DiagnosisType`,
    systems: new Map([
      [pasCodes, new Set(['admitting', 'principal', 'patientreasonforvisit'])],
      ['http://terminology.hl7.org/CodeSystem/ex-diagnosistype', null],
    ]),
  },
  requestedService: {
    valueSet: `${PAS_VALUE_SETS}/X12278RequestedServiceType`,
    systems: new Map([
      ['http://terminology.hl7.org/CodeSystem/data-absent-reason', new Set(['not-applicable'])],
      ...[x12(1365), CPT, ...hcpcsCodes, ...ICD9].map((url) => [url, null] as const),
      ...['http://www.cms.gov/Medicare/Coding/ICD10', 'http://hl7.org/fhir/sid/ndc'].map((url) => [url, null] as const),
    ]),
  },
  modifier: pasValueSet('X12278RequestedServiceModifierType', CPT, ...hcpcsCodes),
  location: pasValueSet(
    'X12278LocationType',
    `${NUBC}/TypeOfBill`,
    'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set',
  ),
  revenue: pasValueSet('AHANUBCRevenueCodes', `${NUBC}/RevenueCodes`),
  reportType: pasValueSet('pas-pwk01-attachment-report-type-code', x12(755)),
  conditionCategory: pasValueSet('X12278ConditionCategory', x12(1136)),
  conditionCode: pasValueSet('X12278ConditionCode', x12(1321)),
  oralDiet: pasValueSet('X12278NutritionOralDietType', ...hcpcsCodes),
  enteralFormula: pasValueSet('X12278NutritionEnteralFormulaType', ...hcpcsCodes),
  infoChanged: codes(`${PAS_VALUE_SETS}/PASInformationChangeMode`, '', 'changed added'),
  state: systems('http://hl7.org/fhir/us/core/ValueSet/us-core-usps-state', 'https://www.usps.com/'),
} as const satisfies Record<string, Binding>;

/** In words: what a binding accepts. */
export function acceptedBy({ systems: all }: Binding): string {
  const parts = [...all].map(([system, list]) => {
    const named = list === null ? 'codes' : [...list].join(', ');
    return system === '' ? named : `${named} of ${system}`;
  });
  return parts.join('; ');
}
