const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';
const NPI = 'http://hl7.org/fhir/sid/us-npi';
const MEMBERS = 'https://plan.example/members';

const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const x12 = (table: string, code: string) => coded(`https://codesystem.x12.org/005010/${table}`, code);
const entry = (number: number, resource: object) => ({ fullUrl: fullUrl(number), resource });
const to = (number: number) => ({ reference: fullUrl(number) });

/** The fullUrl of an entry of the request. */
export function fullUrl(number: number): string {
  return `urn:uuid:0b9d3c5e-7a41-4f6e-9c2d-00000000000${number}`;
}

/** A valid item of the Claim. */
export const validItem = (sequence: number) => ({
  extension: [
    { url: `${PAS}/extension-serviceItemRequestType`, valueCodeableConcept: x12('1525', 'SC') },
    { url: `${PAS}/extension-certificationType`, valueCodeableConcept: x12('1322', 'I') },
    { url: `${PAS}/extension-requestedService`, valueReference: to(8) },
  ],
  sequence,
  careTeamSequence: [1],
  diagnosisSequence: [1, 2],
  informationSequence: [1],
  category: x12('1365', '20'),
  productOrService: coded('http://www.ama-assn.org/go/cpt', '99244'),
  locationCodeableConcept: coded(
    'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set',
    '11',
  ),
});

/** The careTeam of the Claim: the requested professional, of items only. */
export const validCareTeam = () => ({
  extension: [{ url: `${PAS}/extension-careTeamClaimScope`, valueBoolean: false }],
  sequence: 1,
  provider: to(6),
});

const claim = () => ({
  resourceType: 'Claim',
  identifier: [{ system: 'https://clinic.example/claims', value: 'C-2041' }],
  status: 'active',
  type: coded('http://terminology.hl7.org/CodeSystem/claim-type', 'professional'),
  use: 'preauthorization',
  patient: to(2),
  created: '2026-11-25',
  insurer: to(3),
  provider: to(4),
  priority: coded('http://terminology.hl7.org/CodeSystem/processpriority', 'normal'),
  careTeam: [validCareTeam()],
  supportingInfo: [
    {
      sequence: 1,
      category: coded('http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes', 'freeFormMessage'),
      valueString: 'The member asks for another surgeon to confirm the need for a fusion.',
    },
  ],
  diagnosis: [
    { sequence: 1, diagnosisCodeableConcept: coded('http://hl7.org/fhir/sid/icd-10-cm', 'M54.16') },
    { sequence: 2, diagnosisCodeableConcept: coded('http://hl7.org/fhir/sid/icd-10-cm', 'M43.16') },
  ],
  insurance: [{ sequence: 1, focal: true, coverage: to(5) }],
  item: [{ ...validItem(1), servicedDate: '2026-12-14' }, validItem(2)],
});

const patient = {
  resourceType: 'Patient',
  identifier: [
    { type: coded('http://terminology.hl7.org/CodeSystem/v2-0203', 'MB'), system: MEMBERS, value: 'M-77001' },
  ],
  name: [{ family: 'Okonjo', given: ['Delphine', 'Ru'] }],
  gender: 'female',
  birthDate: '1984-03-09',
};

const coverage = {
  resourceType: 'Coverage',
  identifier: [
    { type: coded('http://terminology.hl7.org/CodeSystem/v2-0203', 'MB'), system: MEMBERS, value: 'M-77001' },
  ],
  status: 'active',
  beneficiary: to(2),
  relationship: x12('1069', '18'),
  payor: [to(3)],
};

/**
 * A valid PAS request of invented people, new on each call: entries 0 Claim, 1 Patient, 2 insurer, 3 requestor,
 * 4 Coverage, 5 PractitionerRole, 6 Practitioner, 7 ServiceRequest, 8 Location.
 */
export function validRequest(): Record<string, unknown> {
  return structuredClone({
    resourceType: 'Bundle',
    identifier: { system: 'https://clinic.example/transactions', value: 'T-9001' },
    type: 'collection',
    timestamp: '2026-11-25T16:30:00-08:00',
    entry: [
      entry(1, claim()),
      entry(2, patient),
      entry(3, { resourceType: 'Organization', active: true, name: 'Plan of the Valley' }),
      entry(4, {
        resourceType: 'Organization',
        identifier: [{ system: NPI, value: '1679576722' }],
        active: true,
        name: 'Clinic on the Hill',
      }),
      entry(5, coverage),
      entry(6, { resourceType: 'PractitionerRole', practitioner: to(7), location: [to(9)] }),
      entry(7, {
        resourceType: 'Practitioner',
        identifier: [{ system: NPI, value: '1234567893' }],
        name: [{ family: 'Marchetti', given: ['Ilse'] }],
      }),
      entry(8, {
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        code: x12('1365', '20'),
        subject: to(2),
        requester: to(4),
      }),
      entry(9, { resourceType: 'Location', name: 'Second floor' }),
    ],
  });
}

/** The bytes of a request. */
export function bytesOf(json: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json));
}
