import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { describeRejection } from '../../../../src/directory/load/index.ts';
import { recordTypes } from '../../../../src/directory/load/recordTypes.ts';
import { listSources } from '../../../../src/directory/load/sources/kinds.ts';
import { all, versions } from '../support.ts';
import { ben, csv, headers, kinds, type Line, lines, list, loadFile, openDirectory } from './support.ts';

const textsOf = (rejected: Parameters<typeof describeRejection>[0][]) =>
  rejected.flatMap(describeRejection).map((text) => text.replace(/^.*?list\.csv/, ''));

describe('a line that cannot be read is reported with its place, and the rest is loaded', () => {
  it.for<[kind: string, change: Line, reason: RegExp]>([
    ['oig-leie', { NPI: '1234567890' }, /^:3 npi: "1234567890" is no NPI/],
    ['oig-leie', { EXCLDATE: '20240230' }, /^:3 excluded: "20240230" is no date/],
    ['oig-leie', { EXCLDATE: '' }, /^:3 excluded: is missing/],
    ['oig-leie', { REINDATE: '20230101' }, /^:3 reinstated: 2023-01-01 is before excluded, 2024-01-15/],
    ['oig-leie', { LASTNAME: '' }, /^:3 family: is missing, and so is business/],
    ['oig-leie', {}, /^:3: says the same as .*list\.csv:2/],
    // Its header is two lines long.
    ['medi-cal-suspended', { 'Date of Suspension': '' }, /^:4 suspended: is missing/],
    ['medi-cal-suspended', { 'Last Name': '' }, /^:4 family: is missing/],
    ['sam', { 'Active Date': '13/13/2024' }, /^:3 start: "13\/13\/2024" is no date/],
    ['restricted-provider', { NPI: '12' }, /^:3 npi: "12" is no NPI/],
    ['medi-cal-enrolled', { NPI: '1234567890' }, /^:3 npi/],
    ['medi-cal-enrolled', { Enroll_Status_Eff_DT: '2024-13-01' }, /^:3 start/],
    ['medi-cal-enrolled', {}, /^:3: says the same as/],
    [
      'licence-status',
      { 'License Status': 'Splendid' },
      /^:3 status: "splendid" is not a known status; known: active, clear/,
    ],
    ['licence-status', { 'Agency Name': '' }, /^:3 board: is missing/],
    ['licence-status', { 'Expiration Date': '06/30/2014' }, /^:3 end: 2014-06-30 is before start/],
    ['nppes', { NPI: '' }, /^:3 npi: is missing/],
    ['nppes', { 'Entity Type Code': '3' }, /^:3 entity: "3" is neither/],
    ['nppes', { 'NPI Deactivation Date': '01/01/2001' }, /^:3 deactivated: 2001-01-01 is before enumerated/],
    ['nppes', {}, /^:3: says the same as/],
  ])('%s, second line with %j: %s', async ([kind, change, reason]) => {
    const client = await openDirectory();
    const report = await loadFile(client, kind, list(kind, {}, change));
    expect(textsOf([...report.rejected])).toEqual([expect.stringMatching(reason)]);
    expect(report.created + report.changed).toBe(1);
    expect((await all(client, 'Basic')).map(({ created }) => created)).toEqual([undefined]);
  });

  it('says all that is wrong with a line', async () => {
    const bad = list('oig-leie', { NPI: '1', EXCLDATE: '2', DOB: '3' });
    const { rejected } = await loadFile(await openDirectory(), 'oig-leie', bad);
    expect(rejected).toHaveLength(1);
    expect(textsOf([...rejected])).toHaveLength(3);
  });
});

const encoded = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding);
const good = list('oig-leie', {});

describe('files', () => {
  it.for<[title: string, content: string | Uint8Array, reasons: readonly RegExp[], created: number]>([
    ['UTF-8 with a byte order mark', `\uFEFF${good}`, [], 1],
    ['Windows line ends', good.replaceAll('\n', '\r\n'), [], 1],
    ['empty lines', `${good}\n\n`, [], 1],
    ['a value with commas and line breaks', list('oig-leie', { ADDRESS: '1, Main St\n"Suite" 2' }), [], 1],
    [
      'one line in Latin-1',
      Buffer.concat([
        encoded(good, 'utf8'),
        encoded(list('oig-leie', { LASTNAME: 'NÚÑEZ' }).split('\n')[1] ?? '', 'latin1'),
      ]),
      [/^:3: is not UTF-8 \(it may be Latin-1/],
      1,
    ],
    ['cut off in a line', `${good}NUNEZ,AD`, [/^:3: has 2 values, the header 18; the file may have been cut off/], 1],
    ['cut off in quotes', `${good}NUNEZ,"AD`, [/^:3: has a quote that is never closed/], 1],
    [
      'a quote that opens and never closes',
      `${good}"NUNEZ\n${'line,of,no,end\n'.repeat(30_000)}`,
      [/^:3: has a quote that is never closed; nothing after it was read/],
      1,
    ],
    [
      'UTF-16',
      Buffer.concat([Buffer.from([0xff, 0xfe]), encoded(good, 'utf16le')]),
      [/^: is UTF-16; save it as UTF-8; nothing/],
      0,
    ],
    ['UTF-16 without a mark', encoded(good, 'utf16le'), [/^: is UTF-16/], 0],
    ['compressed', gzipSync(good), [/^: is compressed; unpack it first/], 0],
    [
      'a spreadsheet',
      Buffer.from('504b0304140000000800', 'hex'),
      [/^: is compressed; unpack it first, or save a spreadsheet as CSV/],
      0,
    ],
    ['empty', '', [/^: is empty; nothing was written/], 0],
    ['a header alone', good.split('\n')[0] ?? '', [/^: holds no line but its header/], 0],
    [
      'the wrong header',
      list('sam', {}),
      [/^: has no column LASTNAME.*nothing was written\. Found: Classification.*Expected: LASTNAME/],
      0,
    ],
  ])('%s', async ([, content, reasons, created]) => {
    const client = await openDirectory();
    const before = await versions(client, recordTypes);
    const report = await loadFile(client, 'oig-leie', content);
    expect(textsOf([...report.rejected])).toEqual(reasons.map((reason) => expect.stringMatching(reason)));
    expect(report.created).toBe(created);
    if (created === 0) expect(await versions(client, [...recordTypes, 'Basic'])).toEqual(before);
  });
});

describe('columns', () => {
  it.for(kinds)('%s: each column is missed by name that is required, and no other', async (kind) => {
    const client = await openDirectory();
    const columns = Object.values(listSources.find((source) => source.kind === kind)?.columns ?? {});
    const known = (header: string) => columns.find((column) => column.headers.includes(header));
    const all = headers[kind] ?? [];
    expect(columns.filter((column) => column.required && !column.headers.some((one) => all.includes(one)))).toEqual([]);
    for (const header of all) {
      const content = csv(
        all.filter((other) => other !== header),
        [lines[kind] ?? {}],
      );
      const { rejected } = await loadFile(client, kind, content, { dryRun: true });
      const isMissed = JSON.stringify(rejected).includes('has no column');
      expect([header, isMissed]).toEqual([header, known(header)?.required ?? false]);
    }
  });

  it('take other headers, or several, in any case', async () => {
    const client = await openDirectory();
    const content = list('oig-leie', {}).replace('EXCLDATE', 'excluded_on').replace('NPI', 'Npi');
    const report = await loadFile(client, 'oig-leie', content, { columns: { excluded: ['since', 'Excluded On'] } });
    expect(report).toMatchObject({ created: 1, rejected: [] });
  });

  it('say which fields there are when one is named that is not', async () => {
    const loading = loadFile(await openDirectory(), 'oig-leie', list('oig-leie', {}), { columns: { colour: 'X' } });
    await expect(loading).rejects.toThrow(/no field colour; the list has family, given/);
  });
});

it.for(kinds)('%s: the same load again changes nothing, and a dry run never writes', async (kind) => {
  const client = await openDirectory();
  const content = list(kind, {});
  const empty = await versions(client, [...recordTypes, 'Basic']);
  const tried = await loadFile(client, kind, content, { dryRun: true });
  expect(await versions(client, [...recordTypes, 'Basic'])).toEqual(empty);
  const first = await loadFile(client, kind, content);
  expect(tried).toEqual(first);
  const loaded = await versions(client, [...recordTypes, 'Basic']);
  expect(loaded).not.toEqual(empty);
  expect(await loadFile(client, kind, content)).toMatchObject({ created: 0, changed: 0, unchanged: 1 });
  expect(await versions(client, [...recordTypes, 'Basic'])).toEqual(loaded);
});

it('keeps two people of one line apart from a third', async () => {
  const client = await openDirectory();
  const report = await loadFile(client, 'sam', list('sam', {}, { NPI: ben }));
  expect(report).toMatchObject({ created: 2, rejected: [] });
});
