import type { MedplumClient } from '@medplum/core';
import type { Flag, Practitioner } from '@medplum/fhirtypes';
import { type ListOptions, type ListReport, listSourceOf } from '../../../../src/directory/load/index.ts';
import type { RecordResource } from '../../../../src/directory/load/recordTypes.ts';
import { exclusionDoubt, factName, sourceOf } from '../../../../src/directory/load/sources/facts.ts';
import { all, loadList, loadResources, npiSystem, openStore, type Reported, today, writeFiles } from '../support.ts';

export const ada = '1234567893';
export const ben = '1558598797';
export const group = '1003000126';
/** An NPI nobody of record has. */
export const stranger = '2234567891';

const planNet = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification';
const degree = (code: string) => ({ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0360', code }] });

/** Ada's licence names its board, Ben's does not. */
export const directory: readonly RecordResource[] = [
  {
    resourceType: 'Practitioner',
    id: 'ada',
    active: true,
    identifier: [{ system: npiSystem, value: ada }],
    name: [{ family: 'Núñez-Ortega', given: ['Ada', 'Maria'] }],
    birthDate: '1970-01-02',
    qualification: [
      {
        extension: [{ url: planNet, extension: [{ url: 'status', valueCode: 'active' }] }],
        identifier: [{ system: 'https://plan.example/licences', value: 'A 12345' }],
        code: degree('MD'),
        period: { start: '2015-07-01' },
        issuer: { display: 'Medical Board of California' },
      },
    ],
  },
  {
    resourceType: 'Practitioner',
    id: 'ben',
    active: true,
    identifier: [{ system: npiSystem, value: ben }],
    name: [{ family: 'Sample', given: ['Ben'] }],
    qualification: [{ identifier: [{ value: 'PSY900' }], code: degree('PSY') }],
  },
  { resourceType: 'Organization', id: 'group', name: 'Group', identifier: [{ system: npiSystem, value: group }] },
];

export async function openDirectory(): Promise<MedplumClient> {
  const client = await openStore();
  await loadResources(client, directory);
  return client;
}

export type Line = Readonly<Record<string, string>>;

/** CSV with the columns of `headers`; what a line does not say is empty. */
export function csv(headers: readonly string[], lines: readonly Line[]): string {
  const quoted = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const rows = lines.map((line) => headers.map((header) => quoted(line[header] ?? '')));
  return `${[headers.map(quoted), ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

export async function loadFile(
  client: MedplumClient,
  kind: string,
  content: string | Uint8Array,
  options: Partial<ListOptions> = {},
): Promise<Reported<ListReport>> {
  const files = await writeFiles({ 'list.csv': content });
  const list = listSourceOf(kind, files);
  if (!list) throw new Error(`No list ${kind}`);
  return loadList(client, list, files, { today, ...options });
}

/** The headers of each list's file. */
export const headers: Readonly<Record<string, readonly string[]>> = {
  'oig-leie': (
    'LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,ZIP,' +
    'EXCLTYPE,EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE'
  ).split(','),
  'medi-cal-suspended': (
    'Last Name,First Name,Middle Name,A/K/A-Also Known As\nD/B/A-Doing Business As,Address(es),Provider Type,' +
    'License Number,Provider Number,Date of Suspension,Active Period'
  ).split(','),
  sam: (
    'Classification,Name,Prefix,First,Middle,Last,Suffix,Address 1,Address 2,Address 3,Address 4,City,State / Province,' +
    'Country,Zip Code,Open Data Flag,Blank (Deprecated),Unique Entity ID,Exclusion Program,Excluding Agency,CT Code,' +
    'Exclusion Type,Additional Comments,Active Date,Termination Date,Record Status,Cross-Reference,SAM Number,CAGE,NPI,' +
    'Creation_Date'
  ).split(','),
  'restricted-provider': 'Last Name,First Name,NPI,License Number,Date of Birth,Start Date,End Date'.split(','),
  'medi-cal-enrolled': (
    'OBJECTID,Provider_Source,Provider_Number,NPI,Owner_Number,Service_Location_Number,Legal_Name,' +
    'Enroll_Status_Eff_DT,Provider_Taxonomy,FI_Provider_Type_CD,FI_Provider_Specialty_CD'
  ).split(','),
  'licence-status': (
    'Agency Name,License Type,Speciality Code,License Number,Indiv/Org,Org/Last Name,First Name,Middle Name,Suffix,' +
    'Address Line 1,Address Line 2,City,County,State,Zip,Country,Original Issue Date,Expiration Date,School,' +
    'Year Graduated,Degree,License Status'
  ).split(','),
  nppes: [
    'NPI',
    'Entity Type Code',
    'Provider Organization Name (Legal Business Name)',
    'Provider Last Name (Legal Name)',
    'Provider First Name',
    'Provider Middle Name',
    'Provider Enumeration Date',
    'NPI Deactivation Date',
    'NPI Reactivation Date',
    ...Array.from({ length: 15 }, (_, index) => `Healthcare Provider Taxonomy Code_${index + 1}`),
    ...Array.from({ length: 15 }, (_, index) => `Healthcare Provider Primary Taxonomy Switch_${index + 1}`),
  ],
};

/** A line of each list that is about Ada, whole and right. */
export const lines: Readonly<Record<string, Line>> = {
  'oig-leie': {
    LASTNAME: 'NUNEZ-ORTEGA',
    FIRSTNAME: 'ADA',
    NPI: ada,
    DOB: '19700102',
    EXCLTYPE: '1128a1',
    EXCLDATE: '20240115',
    REINDATE: '00000000',
    WAIVERDATE: '00000000',
  },
  'medi-cal-suspended': {
    'Last Name': 'Nunez-Ortega',
    'First Name': 'Ada',
    'License Number': 'A12345',
    'Provider Number': `00A123450; ${ada}`,
    'Date of Suspension': '1/15/2024',
    'Active Period': 'Indefinitely effective',
  },
  sam: { Last: 'Nunez-Ortega', First: 'Ada', NPI: ada, 'Active Date': '01/15/2024', 'Termination Date': 'Indefinite' },
  'restricted-provider': { 'Last Name': 'N', 'First Name': 'A', NPI: ada, 'Start Date': '2024-01-15' },
  'medi-cal-enrolled': {
    NPI: ada,
    Provider_Number: '1',
    Owner_Number: '1',
    Service_Location_Number: '1',
    Enroll_Status_Eff_DT: '1/15/2024',
    FI_Provider_Type_CD: '026',
  },
  'licence-status': {
    'Agency Name': 'MEDICAL BOARD OF CALIFORNIA',
    'License Number': 'A12345',
    'Original Issue Date': '07/01/2015',
    'Expiration Date': '06/30/2027',
    'License Status': 'Current',
  },
  nppes: {
    NPI: ada,
    'Entity Type Code': '1',
    'Provider Last Name (Legal Name)': 'NUNEZ-ORTEGA',
    'Provider First Name': 'ADA',
    'Provider Enumeration Date': '05/23/2006',
    'Healthcare Provider Taxonomy Code_1': '207RC0000X',
    'Healthcare Provider Primary Taxonomy Switch_1': 'Y',
  },
};

export const kinds = Object.keys(lines);

/** One list with these lines, each Ada's with changes. */
export function list(kind: string, ...changes: readonly Line[]): string {
  return csv(
    headers[kind] ?? [],
    changes.map((change) => ({ ...lines[kind], ...change })),
  );
}

export async function practitioner(client: MedplumClient, npi: string): Promise<Practitioner | undefined> {
  return (await all(client, 'Practitioner')).find(({ identifier }) => identifier?.some(({ value }) => value === npi));
}

/** The facts lists have stated of a professional: name, code, Plan-Net status, period. */
export async function factsOf(client: MedplumClient, npi: string) {
  const qualifications = (await practitioner(client, npi))?.qualification ?? [];
  return qualifications
    .filter((one) => sourceOf(one))
    .map((one) => ({
      name: factName(one),
      code: one.code.coding?.[0]?.code,
      status: one.extension?.find(({ url }) => url === planNet)?.extension?.[0]?.valueCode,
      period: one.period,
      asOf: sourceOf(one)?.asOf,
    }));
}

/** Exclusion Flags, in one line each: list, whose, status, period, doubt. */
export async function flagsOf(client: MedplumClient): Promise<string[]> {
  const people = new Map((await all(client, 'Practitioner')).map(({ id, name }) => [id, name?.[0]?.given?.[0]]));
  return (await all(client, 'Flag')).map((flag) => describe(flag, people)).sort();
}

function describe(flag: Flag, people: ReadonlyMap<string | undefined, string | undefined>): string {
  const whose = people.get(flag.subject.reference?.replace('Practitioner/', ''));
  const { start = '', end = '' } = flag.period ?? {};
  const doubt = exclusionDoubt(flag);
  return `${flag.code.coding?.[0]?.code} ${whose} ${flag.status} ${start}..${end}${doubt ? ` doubt: ${doubt}` : ''}`;
}
