import type { Practitioner } from '@medplum/fhirtypes';
import { npiSystem } from '../../../fhir/systems.ts';
import { factQualification } from './facts.ts';
import { licenceStatuses } from './licenceStatuses.ts';
import type { ListSource, RowContext } from './listSource.ts';
import type { PersonLicence } from './people.ts';
import { plainLicence, plainName, plainNumber } from './plain.ts';
import type { RowReader } from './rowReader.ts';

/** @see http://hl7.org/fhir/us/davinci-pdex-plan-net/STU1.1/StructureDefinition-practitioner-qualification.html */
const qualificationUrl = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification';

/**
 * Licences as the boards give them out; headers as in the licensee lists of the Department of Consumer Affairs, which are
 * separated by tabs whatever their names end in. A number counts only with its board, since numbers collide across boards;
 * where the record does not name the board, with the licensee's name. Physicians' are published without the letter that the
 * type ends in: `12345` of type `Physician and Surgeon A` is A12345; a record without the letter counts only with the name.
 * @see https://www.dca.ca.gov/consumers/public_info/
 */
export const licenceStatus: ListSource = {
  kind: 'licence-status',
  columns: {
    board: { headers: ['Agency Name', 'Board'], required: true },
    type: { headers: ['License Type'] },
    number: { headers: ['License Number'], required: true },
    status: { headers: ['License Status', 'Status'], required: true },
    start: { headers: ['Original Issue Date', 'Issue Date'], required: true },
    end: { headers: ['Expiration Date'], required: true },
    family: { headers: ['Org/Last Name', 'Last Name'] },
    given: { headers: ['First Name'] },
  },
  read: (row, context) => {
    const board = row.needed('board');
    const number = row.needed('number');
    const word = row.needed('status').toLowerCase();
    const status = licenceStatuses.get(word.replace(/^license /, ''));
    if (word !== '' && !status) {
      row.reject(
        'status',
        `${JSON.stringify(word)} is not a known status; known: ${[...licenceStatuses.keys()].join(', ')}`,
      );
    }
    const period = row.period('start', 'end');
    return licensees(row, context).map(({ npi, licence: { code, written } }): Practitioner => {
      const qualification = factQualification(context.source, `${plainNumber(board)}/${plainNumber(number)}`, {
        extension: [{ url: qualificationUrl, extension: [{ url: 'status', valueCode: status }] }],
        identifier: [{ value: written, assigner: { display: board } }],
        code,
        ...(period ? { period } : {}),
        issuer: { display: board },
      });
      const identifier = [{ system: npiSystem, value: npi }];
      return { resourceType: 'Practitioner', id: npi, identifier, qualification: [qualification] };
    });
  },
};

/** Who holds the licence of record. Whoever has no NPI cannot be asked for, and is passed over. */
function licensees(row: RowReader, { people }: RowContext): { npi: string; licence: PersonLicence }[] {
  const { number, lettered } = numberOf(row);
  const holders = [lettered, number].flatMap((one) => (one === undefined ? [] : people.byLicence(one)));
  const each = new Map(holders.map((person) => [person.reference, person]));
  return [...each.values()].flatMap((person) => {
    const isNamed = person.names.includes(plainName(row.text('family'), row.text('given')));
    const isSame = ({ number: ofRecord, boards }: PersonLicence) => {
      // Without its letter a number may be several physicians'.
      if (lettered !== undefined && ofRecord === number) return isNamed;
      return ofRecord === (lettered ?? number) && (isNamed || boards.includes(plainNumber(row.text('board'))));
    };
    const licence = person.licences.find(isSame);
    return licence && person.npi ? [{ npi: person.npi, licence }] : [];
  });
}

/** The number as published, and with the letter that a physician's type ends in. */
function numberOf(row: RowReader): { readonly number: string; readonly lettered?: string } {
  const number = plainLicence(row.text('number'));
  const [, letter] = / ([A-Z])$/.exec(row.text('type')) ?? [];
  return letter !== undefined && /^\d+$/.test(number) ? { number, lettered: `${letter}${number}` } : { number };
}
