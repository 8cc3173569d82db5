import { describe, expect, it } from 'vitest';
import { only } from '../support.ts';
import { flagsOf, type Line, list, loadFile, openDirectory, stranger } from './support.ts';

const nobody = { NPI: '0000000000' };
const byName = 'doubt: a match by name only; compare licence and address';
const byBirth = 'doubt: a match by name and birth date only; compare licence and address';
const byLicence = 'doubt: a match by licence number and a part of the name only; compare name and address';
const byAlias = 'doubt: a match by another name of theirs only; compare licence and address';
const aka = 'A/K/A-Also Known As\nD/B/A-Doing Business As';
/** As the list says that it has nothing to say. */
const notAvailable = { 'Provider Number': 'N/A', 'License Number': 'N/A', [aka]: 'N/A', 'Middle Name': 'N/A' };

describe('whom an exclusion is about, and for how long', () => {
  it.for<[kind: string, change: Line, flags: readonly string[]]>([
    ['oig-leie', {}, ['oig-leie Ada active 2024-01-15..']],
    ['oig-leie', { REINDATE: '20250630' }, ['oig-leie Ada active 2024-01-15..2025-06-30']],
    ['oig-leie', { LASTNAME: 'ANOTHER' }, ['oig-leie Ada active 2024-01-15..']],
    ['oig-leie', { NPI: stranger }, []],
    ['oig-leie', nobody, [`oig-leie Ada active 2024-01-15.. ${byBirth}`]],
    ['oig-leie', { ...nobody, DOB: '' }, [`oig-leie Ada active 2024-01-15.. ${byName}`]],
    ['oig-leie', { ...nobody, DOB: '19710203' }, []],
    ['oig-leie', { ...nobody, FIRSTNAME: 'ANNA' }, []],
    [
      'oig-leie',
      { ...nobody, LASTNAME: 'sample', FIRSTNAME: 'Ben J', DOB: '19800101' },
      [`oig-leie Ben active 2024-01-15.. ${byName}`],
    ],
    ['oig-leie', { ...nobody, LASTNAME: '', FIRSTNAME: '', BUSNAME: 'A CLINIC' }, []],
    [
      'oig-leie',
      { WAIVERDATE: '20240501', WVRSTATE: 'CA' },
      ['oig-leie Ada active 2024-01-15.. doubt: a waiver for California of 2024-05-01; see what it covers'],
    ],
    ['oig-leie', { WAIVERDATE: '20240501', WVRSTATE: 'NV' }, ['oig-leie Ada active 2024-01-15..']],
    ['medi-cal-suspended', {}, ['medi-cal-suspended Ada active 2024-01-15..']],
    ['medi-cal-suspended', { 'Provider Number': '' }, ['medi-cal-suspended Ada active 2024-01-15..']],
    [
      'medi-cal-suspended',
      { 'Provider Number': 'N/A', 'Last Name': 'Other' },
      [`medi-cal-suspended Ada active 2024-01-15.. ${byLicence}`],
    ],
    [
      'medi-cal-suspended',
      { 'Provider Number': 'N/A', 'First Name': 'Anna' },
      [`medi-cal-suspended Ada active 2024-01-15.. ${byLicence}`],
    ],
    ['medi-cal-suspended', { 'Provider Number': 'N/A', 'First Name': 'Anna', 'Last Name': 'Other' }, []],
    [
      'medi-cal-suspended',
      { 'Provider Number': 'N/A', 'Last Name': 'Other', [aka]: 'Ada Other-Name; Nunez Ortega, Ada M.' },
      ['medi-cal-suspended Ada active 2024-01-15..'],
    ],
    ...[`Ada Nunez-Ortega`, `NUNEZ-ORTEGA, ADA MARIA; Someone Else`, `ADA M NUNEZ-ORTEGA`].map(
      (alias): [string, Line, string[]] => [
        'medi-cal-suspended',
        { 'Provider Number': 'N/A', 'License Number': 'N/A', 'Last Name': 'Other', [aka]: alias },
        [`medi-cal-suspended Ada active 2024-01-15.. ${byAlias}`],
      ],
    ),
    ['medi-cal-suspended', { ...notAvailable, 'Last Name': 'A Clinic', 'First Name': 'N/A' }, []],
    ['medi-cal-suspended', { 'Date of Suspension': 'N/A' }, ['medi-cal-suspended Ada active ..']],
    [
      'medi-cal-suspended',
      { 'Provider Number': '', 'License Number': 'A999' },
      [`medi-cal-suspended Ada active 2024-01-15.. ${byName}`],
    ],
    ['medi-cal-suspended', { 'Active Period': 'Deceased' }, ['medi-cal-suspended Ada active 2024-01-15..']],
    [
      'medi-cal-suspended',
      { 'Active Period': '1/15/2024 - 1/14/2025' },
      ['medi-cal-suspended Ada active 2024-01-15..2025-01-14'],
    ],
    [
      'medi-cal-suspended',
      { 'Active Period': 'Reinstated 1/1/2025' },
      ['medi-cal-suspended Ada active 2024-01-15.. doubt: its active period reads “Reinstated 1/1/2025”'],
    ],
    ['sam', {}, ['sam Ada active 2024-01-15..']],
    ['sam', { 'Termination Date': '01/14/2027' }, ['sam Ada active 2024-01-15..2027-01-14']],
    ['sam', { NPI: '' }, [`sam Ada active 2024-01-15.. ${byName}`]],
    ['restricted-provider', {}, ['restricted-provider Ada active 2024-01-15..']],
  ])('%s with %j: %j', async ([kind, change, flags]) => {
    const client = await openDirectory();
    const report = await loadFile(client, kind, list(kind, change));
    expect(report.rejected).toEqual([]);
    expect(await flagsOf(client)).toEqual(flags);
    expect([report.lines, report.notOfRecord]).toEqual([1, flags.length > 0 ? 0 : 1]);
  });
});

it('ends with a snapshot who is no longer listed, even when nobody is', async () => {
  const client = await openDirectory();
  await loadFile(client, 'oig-leie', list('oig-leie', {}, { EXCLTYPE: '1128b4' }));
  await loadFile(client, 'oig-leie', list('oig-leie', {}), { snapshot: true });
  expect(await flagsOf(client)).toEqual([
    'oig-leie Ada active 2024-01-15..',
    'oig-leie Ada inactive 2024-01-15..2026-11-23',
  ]);
  const report = await loadFile(client, 'oig-leie', list('oig-leie', { NPI: stranger }), { snapshot: true });
  expect(report).toMatchObject({ ended: 1, rejected: [] });
});

it('ends nothing while a line cannot be read: it may name whom the others do not', async () => {
  const client = await openDirectory();
  await loadFile(client, 'oig-leie', list('oig-leie', {}));
  const bad = list('oig-leie', { NPI: stranger }, { NPI: '1234567890' });
  const report = await loadFile(client, 'oig-leie', bad, { snapshot: true });
  expect(report.ended).toBe(0);
  expect(report.rejected.map(({ file }) => file)).toContain('snapshot');
  expect(await flagsOf(client)).toEqual(['oig-leie Ada active 2024-01-15..']);
});

it('leaves a Flag alone that a person found to be about somebody else', async () => {
  const client = await openDirectory();
  const content = list('oig-leie', nobody);
  await loadFile(client, 'oig-leie', content);
  await client.updateResource({ ...(await only(client, 'Flag')), status: 'entered-in-error' });
  const report = await loadFile(client, 'oig-leie', content, { asOf: '2026-11-22' });
  expect(report.rejected).toEqual([]);
  expect(await flagsOf(client)).toEqual([`oig-leie Ada entered-in-error 2024-01-15.. ${byBirth}`]);
});
