import type { Period } from '@medplum/fhirtypes';
import { readDate } from './dates.ts';
import { exclusionFlags, type ListedName } from './exclusion.ts';
import type { ListSource } from './listSource.ts';

/**
 * Medi-Cal Suspended and Ineligible Provider List, saved as CSV; headers as those who read the published sheet name them. The
 * list gives no NPI column of its own: provider numbers since 2007 are NPIs. Where it has nothing to say it says `N/A`: of a
 * company for the first name. A suspension without a date counts as begun. Load it whole with `--snapshot`.
 * @see https://mcweb.apps.prd.cammis.medi-cal.ca.gov/references/sandi, W&I 14043.6, 14123
 */
export const mediCalSuspended: ListSource = {
  kind: 'medi-cal-suspended',
  columns: {
    family: { headers: ['Last Name'], required: true },
    given: { headers: ['First Name'], required: true },
    middle: { headers: ['Middle Name'] },
    aliases: { headers: ['A/K/A-Also Known As D/B/A-Doing Business As', 'A/K/A', 'Also Known As'] },
    licences: { headers: ['License Number', 'License Number(s)'], required: true },
    numbers: { headers: ['Provider Number', 'Provider Number(s)'], required: true },
    suspended: { headers: ['Date of Suspension'], required: true },
    activePeriod: { headers: ['Active Period'] },
  },
  read: (row, context) => {
    const said = (field: string) => (/^n\/a$/i.test(row.text(field)) ? '' : row.text(field));
    const family = row.needed('family');
    const given = said('given');
    const isDated = row.needed('suspended') !== '' && said('suspended') !== '';
    const start = isDated ? row.date('suspended') : undefined;
    const numbers = several(row.text('numbers'));
    const { end, doubt } = readActivePeriod(said('activePeriod'));
    const period: Period = { ...(start ? { start } : {}), ...(end ? { end } : {}) };
    if (start && end && end < start) row.reject('activePeriod', `${end} is before suspended, ${start}`);
    const listed = {
      family,
      given,
      aliases: said('aliases').split(';').flatMap(namesOf),
      licences: several(row.text('licences')),
      ...(start || end ? { period } : {}),
      key: [family, given, row.text('middle'), row.text('licences'), row.text('numbers'), start ?? ''],
      doubt,
    };
    const npis = numbers.filter((number) => context.people.byNpi(number).length > 0);
    if (npis.length === 0) return exclusionFlags(listed, context);
    return npis.flatMap((npi) => exclusionFlags({ ...listed, npi }, context));
  },
};

/** `Sample, Ada M.` or `Ada M. Sample`. */
function namesOf(alias: string): ListedName[] {
  const [family = '', given = ''] = alias.includes(',')
    ? alias.split(',')
    : alias
        .trim()
        .split(/\s+(?=\S+$)/)
        .reverse();
  return family !== '' && given !== '' ? [{ family, given }] : [];
}

function several(text: string): string[] {
  return text
    .split(/[;,/&]|\s{2,}|\n/)
    .map((one) => one.trim())
    .filter((one) => /\d/.test(one));
}

/** `6/1/2010 - 5/31/2013` ends; `Indefinitely effective` and `Deceased` do not; what else it says is for a person to read. */
function readActivePeriod(text: string): { readonly end?: string; readonly doubt?: string } {
  if (text === '' || /indefinite|deceased/i.test(text)) return {};
  const [, to] = /^\S+\s*(?:-|–|to|through)\s*(\S+)$/i.exec(text) ?? [];
  const { date } = { date: undefined, ...readDate(to ?? '') };
  return date ? { end: date } : { doubt: `its active period reads “${text}”` };
}
