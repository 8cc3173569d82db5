import { exclusionFlags } from './exclusion.ts';
import type { ListSource } from './listSource.ts';

/**
 * OIG List of Excluded Individuals/Entities, `UPDATED.csv`; headers as published. Load it whole with `--snapshot`: who is
 * reinstated leaves it. A waiver for California leaves the matter to a person.
 * @see https://oig.hhs.gov/exclusions/exclusions_list.asp
 */
export const oigLeie: ListSource = {
  kind: 'oig-leie',
  columns: {
    family: { headers: ['LASTNAME'], required: true },
    given: { headers: ['FIRSTNAME'], required: true },
    middle: { headers: ['MIDNAME'] },
    business: { headers: ['BUSNAME'], required: true },
    npi: { headers: ['NPI'], required: true },
    birthDate: { headers: ['DOB'], required: true },
    type: { headers: ['EXCLTYPE'], required: true },
    excluded: { headers: ['EXCLDATE'], required: true },
    reinstated: { headers: ['REINDATE'], required: true },
    waiver: { headers: ['WAIVERDATE'] },
    waiverStates: { headers: ['WVRSTATE'] },
  },
  read: (row, context) => {
    const period = row.period('excluded', 'reinstated');
    const waiver = row.date('waiver');
    const birthDate = row.date('birthDate');
    const npi = row.npi('npi');
    if (!period?.start && row.faults.length === 0) row.reject('excluded', 'is missing');
    const [family, given, middle] = [row.text('family'), row.text('given'), row.text('middle')];
    if (family === '' && row.text('business') === '') row.reject('family', 'is missing, and so is business');
    const isWaived = /\bCA\b/i.test(row.text('waiverStates'));
    return exclusionFlags(
      {
        npi,
        family,
        given,
        birthDate,
        licences: [],
        period,
        key: [npi ?? '', family, given, middle, birthDate ?? '', row.text('type'), period?.start ?? ''],
        doubt: isWaived ? `a waiver for California${waiver ? ` of ${waiver}` : ''}; see what it covers` : undefined,
      },
      context,
    );
  },
};
