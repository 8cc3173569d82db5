import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { openReadMemory } from '../../src/store/medplum/rememberedReads.ts';

const base = 'https://medplum.example/fhir/R4/';
const plan = `${base}InsurancePlan?identifier=x&_include=InsurancePlan%3Aowned-by`;
const roles = `${base}PractitionerRole?specialty=y`;

/** A memory over a server that numbers its answers, with a clock that stands until it is moved. */
function memoryOver(status: () => number = () => 200) {
  const asked: string[] = [];
  let milliseconds = 0;
  const send: typeof fetch = async (input, init) => {
    asked.push(`${init?.method ?? 'GET'} ${String(input).slice(base.length)}`);
    const type = String(input).includes('InsurancePlan') ? 'Organization' : 'Practitioner';
    const bundle = { resourceType: 'Bundle', total: asked.length, entry: [{ resource: { resourceType: type } }] };
    return Response.json(bundle, { status: status() });
  };
  const through = openReadMemory(base, () => milliseconds).over(send);
  const get = async (url: string, cacheControl?: string) => {
    const reply = await through(url, { headers: cacheControl ? { 'Cache-Control': cacheControl } : {} });
    const { total } = (await reply.json()) as Bundle;
    return total;
  };
  const pass = (seconds: number) => {
    milliseconds += seconds * 1000;
  };
  return { asked, get, pass, through };
}

describe('a search that may be answered from memory', () => {
  const ages = [
    ['at once', 0, 1],
    ['just within the age', 4.999, 1],
    ['at the age', 5, 1],
    ['past the age', 5.001, 2],
  ] as const;
  it.for(ages)('the same again %s: after %d s it is answer number %d', async ([, seconds, expected]) => {
    const { get, pass } = memoryOver();
    expect(await get(plan, 'max-age=5')).toBe(1);
    pass(seconds);
    expect(await get(plan, 'max-age=5')).toBe(expected);
  });

  it('the age is the one the asker allows, and counts from when it was asked for', async () => {
    const { get, pass } = memoryOver();
    await get(plan, 'max-age=60');
    pass(4);
    expect(await get(plan, 'max-age=60')).toBe(1);
    expect(await get(plan, 'max-age=3')).toBe(2);
    pass(4);
    expect(await get(plan, 'max-age=5')).toBe(2);
  });

  it('several at once are asked as one, and each can read its answer', async () => {
    const { get, asked } = memoryOver();
    expect(await Promise.all([1, 2, 3].map(() => get(plan, 'max-age=5')))).toEqual([1, 1, 1]);
    expect(asked).toHaveLength(1);
  });

  it('another search is another answer', async () => {
    const { get } = memoryOver();
    expect([await get(plan, 'max-age=5'), await get(roles, 'max-age=5')]).toEqual([1, 2]);
  });

  it('beyond two hundred the oldest goes', async () => {
    const { get, asked } = memoryOver();
    for (let index = 0; index <= 200; index += 1) await get(`${roles}${index}`, 'max-age=5');
    await get(`${roles}1`, 'max-age=5');
    expect(asked).toHaveLength(201);
    await get(`${roles}0`, 'max-age=5');
    expect(asked).toHaveLength(202);
  });
});

describe('what is always sent', () => {
  const rows = [
    ['no header', undefined],
    ['max-age=0', 'max-age=0'],
    ['no-cache', 'no-cache'],
  ] as const;
  it.for(rows)('%s, even where an answer is remembered', async ([, cacheControl]) => {
    const { get } = memoryOver();
    await get(plan, 'max-age=5');
    expect(await get(plan, cacheControl)).toBe(2);
  });

  it.for([401, 404, 429, 500])('again what was answered with %i', async (status) => {
    const { get, asked } = memoryOver(() => status);
    await get(plan, 'max-age=5');
    await get(plan, 'max-age=5');
    expect(asked).toHaveLength(2);
  });

  it('again what did not come back, and who waited for it learns of it', async () => {
    let calls = 0;
    const send: typeof fetch = async () => {
      calls += 1;
      throw new TypeError('fetch failed');
    };
    const through = openReadMemory(base).over(send);
    const ask = () => through(plan, { headers: { 'cache-control': 'max-age=5' } });
    const outcomes = await Promise.allSettled([ask(), ask()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(ask()).rejects.toThrow('fetch failed');
    expect(calls).toBe(2);
  });
});

describe('a write through the memory', () => {
  const transaction = (method: string, url: string) =>
    JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [{ request: { method, url } }] });
  const rows = [
    ['a create of the type', 'POST', `${base}InsurancePlan`, '{}', false],
    ['an update of the type', 'PUT', `${base}InsurancePlan/1`, '{}', false],
    ['a delete of the type', 'DELETE', `${base}InsurancePlan/1`, undefined, false],
    ['an update of what was included', 'PUT', `${base}Organization/1`, '{}', false],
    ['a transaction with the type', 'POST', base.slice(0, -1), transaction('PUT', 'InsurancePlan/1'), false],
    ['a batch with a conditional write', 'POST', base, transaction('PUT', 'InsurancePlan?identifier=x'), false],
    ['a transaction that reads the type', 'POST', base, transaction('GET', 'InsurancePlan/1'), true],
    ['a write of another type', 'POST', `${base}Communication`, '{}', true],
    ['a transaction of other types', 'POST', base, transaction('POST', 'ClaimResponse'), true],
    ['a request elsewhere', 'POST', 'https://medplum.example/oauth2/token', 'grant_type=x', true],
  ] as const;
  it.for(rows)('%s: %s %s keeps the answer remembered: %5$s', async ([, method, url, body, kept]) => {
    const { get, asked, through } = memoryOver();
    await get(plan, 'max-age=5');
    await through(url, { method, body });
    const before = asked.length;
    await get(plan, 'max-age=5');
    expect(asked.length === before).toBe(kept);
  });
});
