import type { Bundle, Extension, Practitioner, PractitionerRole, Resource } from '@medplum/fhirtypes';
import { networkReferenceUrl } from '../../src/directory/load/index.ts';
import { npiSystem, planProductSystem } from '../../src/fhir/systems.ts';

const organizationTypes = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/CodeSystem/OrgTypeCS';
const memberNumber = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MB' }] };
const qualificationUrl = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification';
const active: Extension[] = [{ url: qualificationUrl, extension: [{ url: 'status', valueCode: 'active' }] }];

/** NPI of the professional whom the official referral example asks for. */
export const requestedNpi = '1234567893';
/** NPI of the invented professional who gave the first opinion. */
export const firstOpinionNpi = '1999999984';

/** Plan data of record in which the official example's insurer, member and professional are found. */
export function officialPlan(standing: 'in-network' | 'out-of-network'): Bundle {
  const inNetwork: Extension[] = [
    { url: networkReferenceUrl, valueReference: { reference: 'Organization/official-network' } },
  ];
  const resources: Resource[] = [
    {
      resourceType: 'Organization',
      id: 'official-payer',
      identifier: [{ system: npiSystem, value: '1234567893' }],
      active: true,
      type: [{ coding: [{ system: organizationTypes, code: 'payer' }] }],
      name: 'MARYLAND CAPITAL INSURANCE COMPANY',
    },
    {
      resourceType: 'Organization',
      id: 'official-network',
      identifier: [{ system: 'https://official.example/network', value: 'official' }],
      active: true,
      type: [{ coding: [{ system: organizationTypes, code: 'ntwk' }] }],
      name: 'Official network',
      partOf: { reference: 'Organization/official-payer' },
    },
    {
      resourceType: 'InsurancePlan',
      id: 'official-product',
      identifier: [{ system: planProductSystem, value: 'medi-cal' }],
      status: 'active',
      name: 'Medi-Cal',
      ownedBy: { reference: 'Organization/official-payer' },
      network: [{ reference: 'Organization/official-network' }],
    },
    {
      resourceType: 'Patient',
      id: 'official-member',
      identifier: [{ type: memberNumber, system: 'https://official.example/member', value: '1122334455' }],
      name: [{ family: 'Smith', given: ['Joe'] }],
      birthDate: '1970-01-01',
    },
    {
      resourceType: 'Coverage',
      id: 'official-coverage',
      identifier: [{ type: memberNumber, system: 'https://official.example/member', value: '1122334455' }],
      status: 'active',
      beneficiary: { reference: 'Patient/official-member' },
      payor: [{ reference: 'Organization/official-payer' }],
      period: { start: '2020-01-01' },
      class: [
        {
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code: 'plan' }] },
          value: 'medi-cal',
        },
      ],
    },
    practitioner(),
    role(standing === 'in-network' ? inNetwork : []),
  ];
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}

function practitioner(): Practitioner {
  return {
    resourceType: 'Practitioner',
    id: 'official-professional',
    identifier: [{ system: npiSystem, value: requestedNpi }],
    active: true,
    name: [{ family: 'Watson', given: ['Susan'] }],
    qualification: [
      {
        extension: active,
        identifier: [{ system: 'https://official.example/licence', value: 'A900001' }],
        code: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0360', code: 'MD' }] },
        period: { start: '2015-01-01' },
      },
      { extension: active, code: { coding: [{ system: 'http://nucc.org/provider-taxonomy', code: '208VP0000X' }] } },
      {
        code: {
          coding: [
            { system: 'https://w3id.org/second-opinion/CodeSystem/provider-standing', code: 'medi-cal-enrolled' },
          ],
        },
        period: { start: '2016-01-01' },
      },
    ],
  };
}

function role(extension: Extension[]): PractitionerRole {
  return {
    resourceType: 'PractitionerRole',
    id: 'official-role',
    extension,
    active: true,
    period: { start: '2018-01-01' },
    practitioner: { reference: 'Practitioner/official-professional' },
    specialty: [{ coding: [{ system: 'http://nucc.org/provider-taxonomy', code: '208VP0000X' }] }],
  };
}
