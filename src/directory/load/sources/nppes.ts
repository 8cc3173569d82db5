import type { HumanName, Identifier, Organization, Period, Practitioner } from '@medplum/fhirtypes';
import { concept } from '../../../fhir/elements.ts';
import { npiSystem, taxonomyCodes } from '../../../fhir/systems.ts';
import type { Columns } from './columns.ts';
import { type FactSource, factQualification, npiKinds, sourceExtension } from './facts.ts';
import type { ListSource } from './listSource.ts';
import type { RowReader } from './rowReader.ts';

const taxonomies = Array.from({ length: 15 }, (_, index) => index + 1);

const taxonomyColumns: Columns = Object.fromEntries(
  taxonomies.flatMap((place) => [
    [
      `taxonomy${place}`,
      { headers: [`Healthcare Provider Taxonomy Code_${place}`], ...(place === 1 ? { required: true } : {}) },
    ],
    [`primary${place}`, { headers: [`Healthcare Provider Primary Taxonomy Switch_${place}`] }],
  ]),
);

const qualificationUrl = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification';

/**
 * CMS NPPES dissemination file (`npidata_pfile`); headers as published. Only NPIs of record are read, so that eight million
 * others do not flood the store, unless all are asked for. Dates of the NPI become the period of its
 * identifier. Taxonomies are self-reported: they are kept as qualifications of unknown status, which prove nothing.
 * @see https://download.cms.gov/nppes/NPI_Files.html
 */
export const nppes: ListSource = {
  kind: 'nppes',
  keepsAll: true,
  columns: {
    npi: { headers: ['NPI'], required: true },
    entity: { headers: ['Entity Type Code'], required: true },
    organization: { headers: ['Provider Organization Name (Legal Business Name)'], required: true },
    family: { headers: ['Provider Last Name (Legal Name)'], required: true },
    given: { headers: ['Provider First Name'], required: true },
    middle: { headers: ['Provider Middle Name'] },
    enumerated: { headers: ['Provider Enumeration Date'], required: true },
    deactivated: { headers: ['NPI Deactivation Date'], required: true },
    reactivated: { headers: ['NPI Reactivation Date'], required: true },
    ...taxonomyColumns,
  },
  read: (row, context) => {
    const npi = row.neededNpi('npi');
    const period = npiPeriod(row);
    // The row of a deactivated NPI is empty but for its dates: not even its type is told.
    const entity = row.text('entity');
    if (!['1', '2', ''].includes(entity))
      row.reject('entity', `${JSON.stringify(entity)} is neither 1, a person, nor 2, an organization`);
    if (npi === undefined || row.faults.length > 0) return [];
    const isPerson = context.people.byNpi(npi).length > 0;
    const isOrganization = context.people.isOrganization(npi);
    if (isOrganization && entity === '1')
      row.reject('entity', 'is 1, a person; of record the NPI is an organization’s');
    if (isPerson && entity === '2') return [underGroupNpi(npi, period, context.source)];
    if (isPerson || (context.all && entity === '1')) return [practitioner(row, npi, period, context.source)];
    if (isOrganization || (context.all && entity === '2')) return [organization(row, npi, period, context.source)];
    return [];
  },
};

/** Since when the NPI is in force, until when it was. Only the latest deactivation and reactivation are told. */
function npiPeriod(row: RowReader): Period {
  const [start, end, again] = [row.date('enumerated'), row.date('deactivated'), row.date('reactivated')];
  if (end && again && again < end) row.reject('reactivated', `${again} is before deactivated, ${end}`);
  if (start && end && end < start) row.reject('deactivated', `${end} is before enumerated, ${start}`);
  const since = again ?? start;
  return { ...(since ? { start: since } : {}), ...(end && !again ? { end } : {}) };
}

function identifier(npi: string, period: Period, source: FactSource, type?: Identifier['type']): Identifier[] {
  return [{ extension: [sourceExtension(source)], ...(type ? { type } : {}), system: npiSystem, value: npi, period }];
}

/** Of record the NPI is a professional's, but it was given to an organization: that is stated of them, and nothing else. */
function underGroupNpi(npi: string, period: Period, source: FactSource): Practitioner {
  return { resourceType: 'Practitioner', id: npi, identifier: identifier(npi, period, source, npiKinds.organization) };
}

function practitioner(row: RowReader, npi: string, period: Period, source: FactSource): Practitioner {
  const qualification = taxonomies.flatMap((place) => {
    const code = row.text(`taxonomy${place}`);
    if (code === '') return [];
    const primary = row.text(`primary${place}`) === 'Y' ? ', primary' : '';
    const fact = factQualification(source, code, {
      extension: [{ url: qualificationUrl, extension: [{ url: 'status', valueCode: 'unknown' }] }],
      code: { ...concept(taxonomyCodes, code), text: `Self-reported to NPPES${primary}` },
    });
    return [fact];
  });
  return {
    resourceType: 'Practitioner',
    id: npi,
    identifier: identifier(npi, period, source, row.text('entity') === '1' ? npiKinds.person : undefined),
    active: period.end === undefined,
    ...(row.text('family') === '' ? {} : { name: [nameOf(row)] }),
    ...(qualification.length > 0 ? { qualification } : {}),
  };
}

function organization(row: RowReader, npi: string, period: Period, source: FactSource): Organization {
  return {
    resourceType: 'Organization',
    id: npi,
    identifier: identifier(npi, period, source),
    active: period.end === undefined,
    ...(row.text('organization') === '' ? {} : { name: row.text('organization') }),
  };
}

function nameOf(row: RowReader): HumanName {
  const given = [row.text('given'), row.text('middle')].filter((part) => part !== '');
  return { family: row.text('family'), ...(given.length > 0 ? { given } : {}) };
}
