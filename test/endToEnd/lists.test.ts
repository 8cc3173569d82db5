import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { load } from '../../src/commands/load.ts';
import { why } from '../../src/commands/why.ts';
import { headers, lines } from '../directory/load/sources/support.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../support/server.ts';

/** Advanced heart failure, outside the network; in the demo plan everything about her is shown. */
const npi = '1900000385';
const listed = { LASTNAME: 'OSTROWE', FIRSTNAME: 'HELENA', NPI: npi };
const planNet = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification';

const directory = temporaryDirectory();
let server: RunningServer;

beforeAll(async () => {
  server = await startServer(directory.path);
});
afterAll(async () => {
  await server.stop();
  directory.remove();
});

async function run(command: typeof load, ...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const exitCode = await command(args, {
    env: { DATA_DIR: directory.path },
    stdout: { write: (chunk) => (written.stdout += chunk) },
    stderr: { write: (chunk) => (written.stderr += chunk) },
  });
  return { exitCode, ...written };
}

async function loadList(kind: string, ...changes: Readonly<Record<string, string>>[]) {
  const file = join(directory.path, 'list.csv');
  const names = headers[kind] ?? [];
  const rows = changes.map((change) => names.map((name) => ({ ...lines[kind], ...change })[name] ?? ''));
  await writeFile(file, [names, ...rows].map((row) => row.join(',')).join('\n'));
  const { exitCode, stdout, stderr } = await run(load, file, '--source', kind, '--snapshot');
  return { exitCode, stderr, report: JSON.parse(stdout || '{}') };
}

async function asked(of: string) {
  const { stdout } = await run(
    why,
    '--npi',
    of,
    '--icd10',
    'I50.22',
    '--member',
    'RC100001',
    '--first-opinion',
    '1900000112',
  );
  const { answer, findings } = JSON.parse(stdout);
  return { row: answer.row, excluded: findings.find(({ id }: { id: string }) => id === 'not-excluded') };
}

const qualification = (code: { system: string; code: string }, more: object = {}) => ({
  code: { coding: [code] },
  period: { start: '2012-01-01' },
  ...more,
});
const newcomer = [
  {
    resourceType: 'Practitioner',
    id: 'newcomer',
    active: true,
    identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1003000126' }],
    name: [{ family: 'Doe', given: ['Jane'] }],
    qualification: [
      qualification(
        { system: 'http://terminology.hl7.org/CodeSystem/v2-0360', code: 'MD' },
        {
          identifier: [{ value: 'A999999' }],
          extension: [{ url: planNet, extension: [{ url: 'status', valueCode: 'active' }] }],
        },
      ),
      qualification({ system: 'http://nucc.org/provider-taxonomy', code: '207RA0001X' }),
      qualification({
        system: 'https://w3id.org/second-opinion/CodeSystem/provider-standing',
        code: 'medi-cal-enrolled',
      }),
    ],
  },
  {
    resourceType: 'PractitionerRole',
    id: 'newcomer',
    active: true,
    practitioner: { reference: 'Practitioner/newcomer' },
    specialty: [{ coding: [{ system: 'http://nucc.org/provider-taxonomy', code: '207RA0001X' }] }],
    period: { start: '2020-01-01' },
  },
];

test('lists that are loaded through the running service decide what it answers', async () => {
  expect(await asked(npi)).toMatchObject({ row: 9, excluded: { answer: 'yes' } });

  expect(await loadList('oig-leie', listed)).toMatchObject({ exitCode: 0, report: { created: 1 } });
  expect(await asked(npi)).toMatchObject({ row: 10, excluded: { answer: 'no' } });

  const reinstated = { ...listed, REINDATE: '20250101' };
  expect(await loadList('oig-leie', reinstated)).toMatchObject({ exitCode: 0, stderr: '', report: { changed: 1 } });
  expect(await asked(npi)).toMatchObject({ row: 9, excluded: { answer: 'yes' } });

  const file = join(directory.path, 'new.ndjson');
  await writeFile(file, newcomer.map((resource) => JSON.stringify(resource)).join('\n'));
  expect(await run(load, file)).toMatchObject({ exitCode: 0 });
  expect(await asked('1003000126')).toMatchObject({ row: 10, excluded: { answer: 'unknown' } });
  expect(await loadList('oig-leie', reinstated)).toMatchObject({ exitCode: 0, stderr: '', report: { unchanged: 1 } });
  expect(await asked('1003000126')).toMatchObject({ row: 9, excluded: { answer: 'yes' } });
});

test('plan data are changed, tagged and ended through the running service', async () => {
  const network = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/network-reference';
  const group = { resourceType: 'Organization', id: 'g', name: 'A group' };
  const inNetwork = { extension: [{ url: network, valueReference: { reference: 'Organization/n' } }] };
  const role = { ...newcomer[1], id: 'r', practitioner: { reference: 'Practitioner/p' } };
  const person = {
    ...newcomer[0],
    id: 'p',
    identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '2234567891' }],
  };
  const net = {
    resourceType: 'Organization',
    id: 'n',
    name: 'A network',
    identifier: [{ system: 'urn:n', value: 'n' }],
  };
  const loadAll = async (...resources: object[]) => {
    const file = join(directory.path, 'other.ndjson');
    await writeFile(file, resources.map((resource) => JSON.stringify(resource)).join('\n'));
    const { stdout, stderr } = await run(load, file, '--source', 'other', '--snapshot');
    return [JSON.parse(stdout), stderr];
  };
  const counts = { created: 0, changed: 0, unchanged: 0, ended: 0, rejected: 0 };
  expect(await loadAll(group, net, person, role)).toEqual([{ ...counts, created: 4 }, '']);
  const changed = [
    { ...group, name: 'Another' },
    net,
    { ...person, birthDate: '1970-01-02' },
    { ...role, ...inNetwork },
  ];
  expect(await loadAll(...changed)).toEqual([{ ...counts, changed: 3, unchanged: 1 }, '']);
  expect(await loadAll(...changed)).toEqual([{ ...counts, unchanged: 4 }, '']);
  expect(await loadAll(net, person)).toEqual([{ ...counts, changed: 1, unchanged: 1, ended: 2 }, '']);
  expect(await loadAll(net, person)).toEqual([{ ...counts, unchanged: 2 }, '']);
});
