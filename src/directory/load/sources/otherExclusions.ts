import type { Columns } from './columns.ts';
import { exclusionFlags } from './exclusion.ts';
import type { ListSource } from './listSource.ts';

/**
 * Exclusions of the System for Award Management, public extract; headers as those of October 2026.
 * @see https://sam.gov/data-services, Exclusions
 */
export const sam: ListSource = exclusionSource('sam', {
  family: { headers: ['Last'], required: true },
  given: { headers: ['First'], required: true },
  middle: { headers: ['Middle'] },
  npi: { headers: ['NPI'], required: true },
  type: { headers: ['Exclusion Type'] },
  start: { headers: ['Active Date'], required: true },
  end: { headers: ['Termination Date'] },
});

/** The state's Restricted Provider Database, which plans get on paper or as a sheet: the headers are the project's own. */
export const restrictedProvider: ListSource = exclusionSource('restricted-provider', {
  family: { headers: ['Last Name'], required: true },
  given: { headers: ['First Name'], required: true },
  middle: { headers: ['Middle Name'] },
  npi: { headers: ['NPI'], required: true },
  licence: { headers: ['License Number'] },
  birthDate: { headers: ['Date of Birth'] },
  type: { headers: ['Restriction'] },
  start: { headers: ['Start Date'], required: true },
  end: { headers: ['End Date'] },
});

function exclusionSource(kind: string, columns: Columns): ListSource {
  return {
    kind,
    columns,
    read: (row, context) => {
      const npi = row.npi('npi');
      // Entries without an end say so in words.
      const isOpen = /indefinite/i.test(row.text('end'));
      const period = isOpen ? { start: row.date('start') } : row.period('start', 'end');
      const birthDate = row.date('birthDate');
      if (!period?.start && row.faults.length === 0) row.reject('start', 'is missing');
      const [family, given] = [row.text('family'), row.text('given')];
      const licence = row.text('licence');
      const key = [npi ?? '', family, given, row.text('middle'), licence, row.text('type'), period?.start ?? ''];
      return exclusionFlags(
        { npi, family, given, birthDate, licences: licence ? [licence] : [], period, key },
        context,
      );
    },
  };
}
