import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { why } from '../../src/commands/why.ts';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import type { WhyAnswer } from '../../src/intake/why.ts';
import { openEmbeddedStore } from '../../src/store/index.ts';
import { bundle, only, resources } from '../examples/examples.ts';

const plan = resources(bundle('plan.json'));
const npiOf = (id: string) => {
  const found = only(plan, 'Practitioner').find((practitioner) => practitioner.id === id);
  return found?.identifier?.find(({ system }) => system === 'http://hl7.org/fhir/sid/us-npi')?.value ?? '';
};
const memberOf = (id: string) => {
  const found = only(plan, 'Patient').find((patient) => patient.id === id);
  return found?.identifier?.[0]?.value ?? '';
};

let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'why-'));
  const store = await openEmbeddedStore({ directory, bots: [], secrets: {} });
  await loadDemoPlan(store.client);
  await store.close();
});

afterAll(() => rm(directory, { recursive: true }));

async function run(args: readonly string[], DATA_DIR = directory) {
  const written = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await why(args, { env: { DATA_DIR }, stdout: into('stdout'), stderr: into('stderr') });
  return { code, ...written };
}

const rosalind = memberOf('rosalind-achebe');
const cardiologist = npiOf('amara-lindqvist');
const outside = npiOf('helena-ostrowe');

async function asked(...args: readonly string[]): Promise<WhyAnswer> {
  const { code, stdout, stderr } = await run(args);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

describe('the findings a determination would rest on', () => {
  it('for a network cardiologist: no permission needed', async () => {
    const given = await asked('--npi', cardiologist, '--icd10', 'I50.22', '--member', rosalind);
    expect(given).toMatchObject({
      npi: cardiologist,
      icd10: 'I50.22',
      member: rosalind,
      answer: { row: 6, action: 'NA' },
    });
    expect(given.findings).toContainEqual(expect.objectContaining({ id: 'in-network', answer: 'yes' }));
    expect(given.findings).toContainEqual(
      expect.objectContaining({ id: 'related-clinical-background', answer: 'yes' }),
    );
  });

  it('for one outside: qualification, enrolment, exclusion, and the network instead', async () => {
    const given = await asked(
      '--npi',
      outside,
      '--icd10',
      'I50.22',
      '--member',
      rosalind,
      '--first-opinion',
      cardiologist,
    );
    const answers = Object.fromEntries(given.findings.map(({ id, answer }) => [id, answer]));
    expect(answers).toMatchObject({
      'in-network': 'no',
      'appropriately-qualified': 'yes',
      'medi-cal-certified': 'yes',
      'not-excluded': 'yes',
      'independent-of-first-opinion': 'yes',
      'network-professional-available': expect.any(String),
    });
  });

  it('on the date asked for', async () => {
    const given = await asked('--npi', cardiologist, '--icd10', 'I50.22', '--member', rosalind, '--date', '2020-01-01');
    expect(given).toMatchObject({ date: '2020-01-01', answer: { action: 'A4' } });
  });

  it('shows each candidate with its predicates', async () => {
    const otherOutside = npiOf('bruno-yamaguchi');
    const given = await asked('--npi', otherOutside, '--icd10', 'I25.10', '--member', rosalind);
    for (const { predicates } of given.candidates) {
      expect(predicates.map(({ id }) => id)).toEqual(expect.arrayContaining(['reachable', 'language', 'appointment']));
    }
  });
});

test('a member who is not of record: the error, and exit code 1', async () => {
  const { code, stdout } = await run(['--npi', cardiologist, '--icd10', 'I50.22', '--member', 'NOBODY']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ error: expect.stringContaining('member number'), candidates: [] });
});

describe('what cannot be read is told, all at once', () => {
  const good = { npi: cardiologist, icd10: 'I50.22', member: 'M-1' };
  type Row = readonly [Readonly<Record<string, string>>, readonly string[]];
  const rows: readonly Row[] = [
    [{}, ['npi:', 'icd10:', 'member:']],
    [{ ...good, npi: '1234567890' }, ['npi:']],
    [{ ...good, icd10: 'heart' }, ['icd10:']],
    [{ ...good, date: '2026-02-30' }, ['date:']],
    [{ ...good, 'first-opinion': '12', npi: 'x' }, ['firstOpinion:', 'npi:']],
    [{ ...good, other: '1' }, ['other']],
  ];
  test.each(rows)('%j: %j', async (values, named) => {
    const { code, stdout, stderr } = await run(Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]));
    expect([code, stdout]).toEqual([1, '']);
    for (const name of named) expect(stderr).toContain(name);
    expect(stderr).toContain('Usage: npm run -s why');
  });
});

test('a directory without a store is told, and stays as it is', async () => {
  const { code, stderr } = await run(
    ['--npi', cardiologist, '--icd10', 'I50.22', '--member', 'M-1'],
    join(directory, 'nowhere'),
  );
  expect([code, stderr]).toEqual([1, expect.stringContaining('There is no store at')]);
});
