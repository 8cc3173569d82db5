import { describe, expect, test } from 'vitest';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { readRequest } from '../../src/pas/reading/readRequest.ts';
import { readSubmission } from '../../src/pas/request/readSubmission.ts';
import { openEmbeddedStore } from '../../src/store/index.ts';
import { expectations, text } from '../examples/examples.ts';
import { versions } from './load/support.ts';
import { gatherFrom, isRead, timeZone } from './support.ts';

const types = [
  'Patient',
  'Coverage',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Flag',
  'InsurancePlan',
  'Basic',
] as const;

test('gathering for every example reads and searches, and changes nothing', async () => {
  const store = await openEmbeddedStore({ directory: ':memory:', bots: [], secrets: {} });
  await loadDemoPlan(store.client);
  const before = await versions(store.client, types);
  const gathered = [];
  for (const { file } of expectations.filter(({ status }) => status === 200)) {
    const reading = readSubmission(new TextEncoder().encode(text(file)));
    if (!reading.ok) throw new Error(`${file} is refused`);
    gathered.push(await gatherFrom(store, readRequest(reading.submission, timeZone)));
  }
  expect(await versions(store.client, types)).toEqual(before);
  expect(gathered.some(({ facts }) => facts.items.length > 0)).toBe(true);
  await store.close();
});

describe('what counts as a read', () => {
  const rows = [
    ['GET', 'Patient?identifier=1', true],
    ['POST', 'Patient/_search', true],
    ['POST', '_search?x=1', true],
    ['POST', 'Patient', false],
    ['POST', '', false],
    ['PUT', 'Patient/1', false],
    ['PATCH', 'Patient/1', false],
    ['DELETE', 'Patient/_search', false],
  ] as const;
  test.each(rows)('%s %s: %s', (method, path, expected) => {
    expect(isRead({ method, path })).toBe(expected);
  });
});
