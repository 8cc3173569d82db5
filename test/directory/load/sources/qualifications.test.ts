import type { Practitioner } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { licenceStatuses } from '../../../../src/directory/load/sources/licenceStatuses.ts';
import { generatedNpi } from '../../../support/generatedLists.ts';
import { loadResources, today } from '../support.ts';
import {
  ada,
  ben,
  directory,
  factsOf,
  group,
  type Line,
  list,
  loadFile,
  openDirectory,
  practitioner,
  stranger,
} from './support.ts';

const asOf = today;
const named = (number: string) => `licence-status/MEDICALBOARDOFCALIFORNIA/${number}`;
const licence = (status: string, period: object) => ({
  code: 'MD',
  status,
  period,
  asOf,
  name: named('A12345'),
});
const inForce = { start: '2015-07-01', end: '2027-06-30' };
const enrolled = (number: string, period: object) => ({
  name: `medi-cal-enrolled/${number}|1|1|026|`,
  code: 'medi-cal-enrolled',
  status: undefined,
  period,
  asOf,
});

describe('what a list states of a professional', () => {
  it.for<[kind: string, change: Line, facts: readonly object[]]>([
    ['medi-cal-enrolled', {}, [enrolled('1', { start: '2024-01-15' })]],
    ['medi-cal-enrolled', { Enroll_Status_Eff_DT: '' }, [{ ...enrolled('1', {}), period: undefined }]],
    ['medi-cal-enrolled', { NPI: stranger }, []],
    ['medi-cal-enrolled', { NPI: group }, []],
    ['licence-status', {}, [licence('active', inForce)]],
    ['licence-status', { 'License Number': 'a-12345' }, [licence('active', inForce)]],
    ['licence-status', { 'Agency Name': 'Board of Nursing' }, []],
    ['licence-status', { 'License Number': 'A54321' }, []],
    ['licence-status', { 'License Number': 'A0012345' }, [{ ...licence('active', inForce), name: named('A0012345') }]],
    ...['12345', '00012345'].map((number): [string, Line, object[]] => [
      'licence-status',
      { 'License Number': number, 'License Type': 'Physician and Surgeon A' },
      [{ ...licence('active', inForce), name: named(number) }],
    ]),
    ['licence-status', { 'License Number': '12345', 'License Type': 'Physician and Surgeon G' }, []],
    ['licence-status', { 'License Number': '12345', 'License Type': 'Physician and Surgeon' }, []],
    ['licence-status', { 'License Status': 'License Renewed & Current' }, [licence('active', inForce)]],
    ['licence-status', { 'License Status': 'License Revoked' }, [licence('revoked', inForce)]],
    ...[...licenceStatuses].map(([word, status]): [string, Line, object[]] => [
      'licence-status',
      { 'License Status': word },
      [licence(status, inForce)],
    ]),
  ])('%s with %j: %j', async ([kind, change, facts]) => {
    const client = await openDirectory();
    const report = await loadFile(client, kind, list(kind, change));
    expect(report.rejected).toEqual([]);
    expect(await factsOf(client, ada)).toEqual(facts);
  });

  it('reads the boards’ own form: tabs, dates with hyphens, physicians’ numbers without their letter', async () => {
    const client = await openDirectory();
    const line = {
      'License Type': 'Physician and Surgeon A',
      'License Number': '12345',
      'Org/Last Name': '"NUNEZ-ORTEGA", SAY SOME',
      'Original Issue Date': '07-01-2015',
      'Expiration Date': '06-30-2027',
      'License Status': 'Delinquent',
    };
    const tabbed = list('licence-status', line).replaceAll(/"((?:[^"]|"")*)"|,/g, (all, quoted?: string) =>
      quoted === undefined ? all.replace(',', '\t') : quoted.replaceAll('""', '"'),
    );
    const report = await loadFile(client, 'licence-status', tabbed);
    expect(report.rejected).toEqual([]);
    expect(await factsOf(client, ada)).toEqual([{ ...licence('inactive', inForce), name: named('12345') }]);
    const [stated] = (await practitioner(client, ada))?.qualification?.slice(1) ?? [];
    expect(stated?.identifier).toContainEqual(expect.objectContaining({ value: 'A 12345' }));
  });

  it('takes the licensee’s name, too, where the record leaves out the letter of a physician’s number', async () => {
    const client = await openDirectory();
    const [of] = directory.filter((resource) => resource.resourceType === 'Practitioner');
    const [licensed] = of?.qualification ?? [];
    if (!of || !licensed) throw new Error('No licence');
    await loadResources(client, [{ ...of, qualification: [{ ...licensed, identifier: [{ value: '12345' }] }] }]);
    const of12345 = { 'License Number': '12345', 'License Type': 'Physician and Surgeon G' };
    await loadFile(client, 'licence-status', list('licence-status', { ...of12345, 'Org/Last Name': 'Other' }));
    expect(await factsOf(client, ada)).toEqual([]);
    const named = { 'Org/Last Name': 'Nunez-Ortega', 'First Name': 'Ada' };
    await loadFile(client, 'licence-status', list('licence-status', { ...of12345, ...named }));
    expect(await factsOf(client, ada)).toMatchObject([{ code: 'MD', status: 'active' }]);
  });

  it('takes the licensee’s name where the record does not name the board', async () => {
    const client = await openDirectory();
    const board = { 'Agency Name': 'Board of Psychology', 'License Number': 'PSY 900' };
    await loadFile(
      client,
      'licence-status',
      list('licence-status', { ...board, 'Org/Last Name': 'Other', 'First Name': 'Ben' }),
    );
    expect(await factsOf(client, ben)).toEqual([]);
    await loadFile(
      client,
      'licence-status',
      list('licence-status', { ...board, 'Org/Last Name': 'SAMPLE', 'First Name': 'BEN' }),
    );
    expect(await factsOf(client, ben)).toMatchObject([{ code: 'PSY', status: 'active' }]);
  });

  it('is kept when the plan’s own data are loaded again, and leaves those as they were', async () => {
    const client = await openDirectory();
    const before = (await practitioner(client, ada))?.qualification;
    await loadFile(client, 'medi-cal-enrolled', list('medi-cal-enrolled', {}));
    await loadFile(client, 'licence-status', list('licence-status', { 'License Status': 'Revoked' }));
    const report = await loadResources(client, directory);
    expect(report).toMatchObject({ changed: 0, rejected: [] });
    expect(await factsOf(client, ada)).toMatchObject([{ code: 'medi-cal-enrolled' }, { status: 'revoked' }]);
    expect((await practitioner(client, ada))?.qualification?.slice(0, 1)).toEqual(before);
  });

  it('takes the place of what the list stated before, and ends with a snapshot when it states it no longer', async () => {
    const client = await openDirectory();
    const load = (content: string) => loadFile(client, 'medi-cal-enrolled', content, { snapshot: true });
    await load(list('medi-cal-enrolled', {}, { Provider_Number: '2' }));
    await load(list('medi-cal-enrolled', { Enroll_Status_Eff_DT: '2/1/2024' }));
    const ended = enrolled('2', { start: '2024-01-15', end: today });
    expect(await factsOf(client, ada)).toEqual([enrolled('1', { start: '2024-02-01' }), ended]);
    await load(list('medi-cal-enrolled', { NPI: stranger }));
    expect(await factsOf(client, ada)).toEqual([enrolled('1', { start: '2024-02-01', end: today }), ended]);
  });
});

describe('NPPES', () => {
  const columns = (place: number, code: string, primary: string): Line => ({
    [`Healthcare Provider Taxonomy Code_${place}`]: code,
    [`Healthcare Provider Primary Taxonomy Switch_${place}`]: primary,
  });
  const textsOf = (found: Practitioner | undefined) =>
    (found?.qualification ?? [])
      .filter(({ code }) => code.text)
      .map(({ code }) => `${code.coding?.[0]?.code} ${code.text}`);

  it('keeps up to 15 taxonomies, as self-reported and of unknown status, and which is primary', async () => {
    const client = await openDirectory();
    await loadFile(
      client,
      'nppes',
      list('nppes', { ...columns(1, '207RC0000X', 'N'), ...columns(15, '207RI0011X', 'Y') }),
    );
    expect(textsOf(await practitioner(client, ada))).toEqual([
      '207RC0000X Self-reported to NPPES',
      '207RI0011X Self-reported to NPPES, primary',
    ]);
    expect((await factsOf(client, ada)).map(({ status }) => status)).toEqual(['unknown', 'unknown']);
  });

  it.for<[change: Line, period: object]>([
    [{}, { start: '2006-05-23' }],
    [{ 'NPI Deactivation Date': '03/01/2026' }, { start: '2006-05-23', end: '2026-03-01' }],
    [{ 'NPI Deactivation Date': '03/01/2026', 'NPI Reactivation Date': '04/01/2026' }, { start: '2026-04-01' }],
    [
      { 'Entity Type Code': '', 'Provider Enumeration Date': '', 'NPI Deactivation Date': '03/01/2026' },
      { end: '2026-03-01' },
    ],
  ])('with %j the NPI is in force %j', async ([change, period]) => {
    const client = await openDirectory();
    const report = await loadFile(client, 'nppes', list('nppes', change));
    expect(report.rejected).toEqual([]);
    expect((await practitioner(client, ada))?.identifier?.find(({ value }) => value === ada)?.period).toEqual(period);
  });

  it('passes over who is not of record, and takes them up with --all', async () => {
    const client = await openDirectory();
    const content = list('nppes', { NPI: stranger });
    expect(await loadFile(client, 'nppes', content)).toMatchObject({ created: 0, notOfRecord: 1, lines: 1 });
    expect(await loadFile(client, 'nppes', content, { all: true })).toMatchObject({ created: 1, notOfRecord: 0 });
    const created = await practitioner(client, stranger);
    expect(created).toMatchObject({ active: true, name: [{ family: 'NUNEZ-ORTEGA', given: ['ADA'] }] });
    expect(await loadFile(client, 'nppes', content, { all: true })).toMatchObject({
      created: 0,
      changed: 0,
      unchanged: 1,
    });
  });

  it('reports a person under an NPI that is an organization’s of record', async () => {
    const report = await loadFile(await openDirectory(), 'nppes', list('nppes', { NPI: group }));
    expect(JSON.stringify(report.rejected)).toMatch(/entity.*a person; of record the NPI is an organization/);
    expect(report).toMatchObject({ created: 0, changed: 0 });
  });

  it('states of a professional that their NPI is an organization’s, until it says otherwise', async () => {
    const client = await openDirectory();
    const kind = async () =>
      (await practitioner(client, ada))?.identifier?.find(({ value }) => value === ada)?.type?.text;
    const load = (entity: string) => loadFile(client, 'nppes', list('nppes', { 'Entity Type Code': entity }));
    expect(await load('2')).toMatchObject({ changed: 1, rejected: [] });
    expect(await kind()).toBe('NPI of an organization');
    await load('1');
    expect(await kind()).toBe('NPI of a person');
  });

  it('is written as it is read, when all are asked for', { timeout: 60_000 }, async () => {
    const client = await openDirectory();
    const count = 2100;
    const everybody = Array.from({ length: count }, (_, n) => ({ NPI: generatedNpi(n) }));
    const content = list('nppes', ...everybody, { NPI: '1' });
    const report = await loadFile(client, 'nppes', content, { all: true });
    expect(report).toMatchObject({ lines: count + 1, created: count, rejected: [{ line: count + 2 }] });
  });

  it('takes back a deactivation when the NPI is in force again', async () => {
    const client = await openDirectory();
    const deactivated = { 'NPI Deactivation Date': '03/01/2026' };
    await loadFile(client, 'nppes', list('nppes', deactivated));
    await loadFile(client, 'nppes', list('nppes', { ...deactivated, 'NPI Reactivation Date': '04/01/2026' }));
    expect((await practitioner(client, ada))?.identifier?.[0]?.period).toEqual({ start: '2026-04-01' });
  });

  it('refuses --snapshot: no entry ever leaves it', async () => {
    const loading = loadFile(await openDirectory(), 'nppes', list('nppes', {}), { snapshot: true });
    await expect(loading).rejects.toThrow(/never drops an entry/);
  });
});
