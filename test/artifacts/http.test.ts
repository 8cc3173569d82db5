import { readFileSync } from 'node:fs';
import type { Bundle, CapabilityStatement, OperationOutcome } from '@medplum/fhirtypes';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { artifactTypes } from '../../src/artifacts/artifact.ts';
import { artifacts } from '../../src/http/artifacts.ts';
import { held, ofType, ownBase } from './held.ts';

const passedOn = 418;
const app = new Hono().route('/fhir', artifacts()).all('*', (c) => c.text('passed on', passedOn));
const origin = 'https://plan.example';

async function get<T>(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly body: T }> {
  const reply = await app.request(`${origin}/fhir/${path}`, init);
  return { status: reply.status, body: JSON.parse(await reply.text()) };
}

function idsIn({ entry = [] }: Bundle): readonly (string | undefined)[] {
  return entry.map(({ resource }) => resource?.id);
}

describe('reading an artifact', () => {
  it.each(held.all.map((resource) => [`${resource.resourceType}/${resource.id}`, resource] as const))(
    '%s',
    async (path, resource) => {
      expect(await get(path)).toEqual({ status: 200, body: resource });
    },
  );

  it.each(artifactTypes)('%s of an unknown id is a 404 that says where to look', async (type) => {
    const { status, body } = await get<OperationOutcome>(`${type}/nothing`);
    expect(status).toBe(404);
    expect(body.issue[0]).toMatchObject({
      code: 'not-found',
      details: { text: expect.stringContaining(`${origin}/fhir/${type}`) },
    });
  });
});

const task = `${ownBase}/CodeSystem/task`;
const queue = `${ownBase}/CodeSystem/queue`;
const searches: readonly (readonly [query: string, ids: readonly string[]])[] = [
  [`CodeSystem?url=${task}`, ['task']],
  [`CodeSystem?url=${encodeURIComponent(`${task}|0.1.0`)}`, ['task']],
  [`CodeSystem?url=${task}|0.0.9`, []],
  [`CodeSystem?url=${ownBase}/CodeSystem/ta`, []],
  [`CodeSystem?url=${task},${queue}`, ['queue', 'task']],
  [`CodeSystem?url=${task}&url=${queue}`, []],
  [`ValueSet?url=${task}`, []],
  ['PlanDefinition?_id=MPUP3078', ['MPUP3078']],
  ['PlanDefinition?_id=MPUP3078,other', ['MPUP3078']],
  ['PlanDefinition?name=secondmedical', ['MPUP3078']],
  ['PlanDefinition?name=Opinions', []],
  ['Questionnaire?_format=json&_pretty=true', ['second-opinion']],
];

describe('searching artifacts', () => {
  it.each(searches)('%s finds %j', async (query, ids) => {
    const { status, body } = await get<Bundle>(query);
    expect({ status, type: body.type, total: body.total, ids: idsIn(body) }).toEqual({
      status: 200,
      type: 'searchset',
      total: ids.length,
      ids,
    });
  });

  it.each(artifactTypes)('%s without parameters finds them all, with full URLs and a self link', async (type) => {
    const { body } = await get<Bundle>(type);
    expect(idsIn(body)).toEqual(ofType(type).map(({ id }) => id));
    expect(idsIn(body)).not.toHaveLength(0);
    expect(body.link).toEqual([{ relation: 'self', url: `${origin}/fhir/${type}` }]);
    expect(body.entry?.map(({ fullUrl }) => fullUrl)).toEqual(
      ofType(type).map(({ id }) => `${origin}/fhir/${type}/${id}`),
    );
  });

  it('gives pages by _count, and leads through all of them', async () => {
    const found: (string | undefined)[] = [];
    let next: string | undefined = 'CodeSystem?_count=4';
    for (let page = 0; next !== undefined && page < 50; page += 1) {
      const { body }: { body: Bundle } = await get<Bundle>(next);
      expect(body.total).toBe(ofType('CodeSystem').length);
      expect(body.entry?.length).toBeLessThanOrEqual(4);
      found.push(...idsIn(body));
      next = body.link?.find(({ relation }) => relation === 'next')?.url.slice(`${origin}/fhir/`.length);
    }
    expect(found).toEqual(ofType('CodeSystem').map(({ id }) => id));
  });

  it('counts without entries for _count=0', async () => {
    const { body } = await get<Bundle>('CodeSystem?_count=0');
    expect(body).toMatchObject({ total: ofType('CodeSystem').length, entry: [], link: [{ relation: 'self' }] });
  });

  it.each([
    [
      'CodeSystem?colour=blue',
      ['Unknown search parameter "colour". Supported: _id, name, url, _count, _offset, _format, _pretty.'],
    ],
    [
      'CodeSystem?url:below=https',
      ['Unknown search parameter "url:below". Supported: _id, name, url, _count, _offset, _format, _pretty.'],
    ],
    [
      'CodeSystem?_count=some&_offset=-1',
      ['"_count" must be a whole number, zero or more.', '"_offset" must be a whole number, zero or more.'],
    ],
  ])('%s is refused: %j', async (query, texts) => {
    const { status, body } = await get<OperationOutcome>(query);
    expect(status).toBe(400);
    expect(body.issue.map(({ details }) => details?.text)).toEqual(texts);
  });

  it('takes a search by POST as well, from the form and the URL', async () => {
    const form = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `url=${task}`,
    };
    expect(idsIn((await get<Bundle>('CodeSystem/_search', form)).body)).toEqual(['task']);
    expect(idsIn((await get<Bundle>('CodeSystem/_search?_id=queue', form)).body)).toEqual([]);
  });
});

describe('what is not its own goes on', () => {
  it.each([
    ['GET', 'Task'],
    ['GET', 'Task/1'],
    ['POST', 'Task/_search'],
    ['GET', 'Colour/1'],
    ['GET', 'CodeSystem/task/_history'],
    ['GET', 'ValueSet/$expand'],
    ['POST', 'CodeSystem'],
    ['PUT', 'CodeSystem/task'],
    ['DELETE', 'CodeSystem/task'],
    ['POST', 'metadata'],
    ['GET', ''],
  ])('%s %s', async (method, path) => {
    const reply = await app.request(`${origin}/fhir/${path}`, { method });
    expect(reply.status).toBe(passedOn);
  });
});

describe('GET /fhir/metadata', () => {
  it.each(['https://plan.example', 'http://127.0.0.1:8080'])('tells the base it is asked under: %s', async (base) => {
    const reply = await app.request(`${base}/fhir/metadata`);
    const body: CapabilityStatement = JSON.parse(await reply.text());
    expect(reply.headers.get('content-type')).toMatch(/^application\/fhir\+json/);
    expect(body).toMatchObject({
      resourceType: 'CapabilityStatement',
      kind: 'instance',
      implementation: { url: `${base}/fhir` },
    });
  });

  it('tells the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const { body } = await get<CapabilityStatement>('metadata');
    expect(body.software).toEqual({ name: 'second-opinion', version });
  });

  it('answers HEAD without a body', async () => {
    const reply = await app.request(`${origin}/fhir/metadata`, { method: 'HEAD' });
    expect({ status: reply.status, text: await reply.text() }).toEqual({ status: 200, text: '' });
  });
});
