import type { Bundle, Claim, ClaimItem, CodeableConcept, Coverage, Organization, Patient } from '@medplum/fhirtypes';
import { concept } from '../../../src/fhir/elements.ts';
import { icd10Codes, identifierTypes, npiSystem, x12 } from '../../../src/fhir/systems.ts';

/** What an inquiry asks; what is left out, a plain one of the demo plan's member says or leaves out. */
export interface Asked {
  /** Null: no number is given. */
  readonly member?: string | null;
  readonly birthDate?: string;
  /** NPI of the requestor; null: it has none. */
  readonly npi?: string | null;
  /** NPI of a further professional, in the care team. */
  readonly careTeam?: string;
  /** NPI of the insurer. */
  readonly payer?: string;
  readonly diagnoses?: readonly string[];
  readonly items?: readonly Partial<ClaimItem>[];
  readonly claim?: Partial<Claim>;
}

export const anything: CodeableConcept = concept(
  'http://terminology.hl7.org/CodeSystem/data-absent-reason',
  'not-applicable',
);

export const urls = {
  claim: 'urn:uuid:0b0c8a6e-6f0e-4d34-9f0e-3d1d8f7f2a01',
  patient: 'urn:uuid:0b0c8a6e-6f0e-4d34-9f0e-3d1d8f7f2a02',
  insurer: 'urn:uuid:0b0c8a6e-6f0e-4d34-9f0e-3d1d8f7f2a03',
  requestor: 'urn:uuid:0b0c8a6e-6f0e-4d34-9f0e-3d1d8f7f2a04',
  coverage: 'urn:uuid:0b0c8a6e-6f0e-4d34-9f0e-3d1d8f7f2a05',
  professional: 'urn:uuid:0b0c8a6e-6f0e-4d34-9f0e-3d1d8f7f2a06',
} as const;

const chartNumber = { type: concept(identifierTypes, 'MR'), system: 'urn:charts', value: '1' };
const memberNumber = { coding: [{ system: identifierTypes, code: 'MB' }] };

/** A PAS inquiry request Bundle. */
export function inquiry(asked: Asked = {}): Bundle {
  const { member = 'RC100001', npi = '1800000147', careTeam, payer = '1800000014' } = asked;
  const number = { type: memberNumber, system: 'urn:members', ...(member === null ? {} : { value: member }) };
  const patient: Patient = {
    resourceType: 'Patient',
    identifier: [member === null ? chartNumber : number],
    name: [{ family: 'Achebe', given: ['Rosalind'] }],
    gender: 'female',
    ...(asked.birthDate === undefined ? {} : { birthDate: asked.birthDate }),
  };
  const coverage: Coverage = {
    resourceType: 'Coverage',
    status: 'active',
    identifier: [number],
    beneficiary: { reference: urls.patient },
    relationship: concept(x12(1069), '18'),
    payor: [{ reference: urls.insurer }],
  };
  const professional = careTeam === undefined ? [] : [{ fullUrl: urls.professional, resource: practitioner(careTeam) }];
  return {
    resourceType: 'Bundle',
    identifier: { system: 'https://ehr.example/inquiry', value: crypto.randomUUID() },
    type: 'collection',
    timestamp: '2026-11-23T09:30:00-08:00',
    entry: [
      { fullUrl: urls.claim, resource: claimOf(asked) },
      { fullUrl: urls.patient, resource: patient },
      { fullUrl: urls.insurer, resource: organization('The plan', payer) },
      { fullUrl: urls.requestor, resource: organization('Who asks', npi) },
      { fullUrl: urls.coverage, resource: coverage },
      ...professional,
    ],
  };
}

function claimOf({ careTeam, diagnoses = [], items = [], claim = {} }: Asked): Claim {
  const scope = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-careTeamClaimScope';
  const member = { extension: [{ url: scope, valueBoolean: true }], sequence: 1 };
  return {
    resourceType: 'Claim',
    identifier: [{ system: 'urn:trnorg:9000000002', value: crypto.randomUUID() }],
    status: 'active',
    type: concept('http://terminology.hl7.org/CodeSystem/claim-type', 'professional'),
    use: 'preauthorization',
    patient: { reference: urls.patient },
    created: '2026-11-23',
    insurer: { reference: urls.insurer },
    provider: { reference: urls.requestor },
    priority: concept('http://terminology.hl7.org/CodeSystem/processpriority', 'normal'),
    insurance: [{ sequence: 1, focal: true, coverage: { reference: urls.coverage } }],
    ...(careTeam === undefined ? {} : { careTeam: [{ ...member, provider: { reference: urls.professional } }] }),
    ...(diagnoses.length === 0 ? {} : { diagnosis: diagnoses.map(diagnosis) }),
    ...(items.length === 0 ? {} : { item: items.map(itemOf) }),
    ...claim,
  };
}

function diagnosis(code: string, index: number) {
  return { sequence: index + 1, diagnosisCodeableConcept: concept(icd10Codes, code) };
}

function itemOf(item: Partial<ClaimItem>, index: number): ClaimItem {
  return { sequence: index + 1, productOrService: anything, ...item };
}

function organization(name: string, npi: string | null): Organization {
  const identifier = npi === null ? {} : { identifier: [{ system: npiSystem, value: npi }] };
  return { resourceType: 'Organization', ...identifier, active: true, name };
}

function practitioner(npi: string) {
  return {
    resourceType: 'Practitioner' as const,
    identifier: [{ system: npiSystem, value: npi }],
    name: [{ family: 'Someone' }],
  };
}
