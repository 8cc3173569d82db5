import { truncate } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { jsonFileLimit } from '../../../src/directory/load/bundleInput.ts';
import { describeRejection } from '../../../src/directory/load/index.ts';
import {
  all,
  countsOf,
  loadPlanData,
  loadResources,
  ndjson,
  openStore,
  plan,
  today,
  wholePlan,
  writeFiles,
} from './support.ts';

/** Faults of the last of some lines; the lines before it must load. */
async function faultsOfLast(...lines: string[]) {
  const client = await openStore();
  const [file = ''] = await writeFiles({ 'plan.ndjson': lines.join('\n') });
  const report = await loadPlanData(client, [file], { today });
  expect(report.rejected.map(({ line }) => line)).toEqual([lines.length]);
  expect(report.created).toBe(lines.length - 1);
  return report.rejected.flatMap(({ faults }) => faults);
}

const json = JSON.stringify;

describe('a line that cannot be loaded is reported, and the rest is loaded', () => {
  it.for<[line: string, expression: string | undefined, reason: RegExp]>([
    ['{"resourceType":"Organ', undefined, /not valid JSON/],
    ['42', 'resourceType', /is missing/],
    ['{"id":"x"}', 'resourceType', /is missing/],
    [
      json({ resourceType: 'Bundle', id: 'x', type: 'collection' }),
      'Bundle',
      /not plan data of record; accepted: Organization,/,
    ],
    [json({ resourceType: 'Claim', id: 'x' }), 'Claim', /not plan data of record/],
    [json({ resourceType: 'Location', status: 'active' }), 'Location.id', /missing or not a FHIR id/],
    [json({ resourceType: 'Flag', id: 'x', status: 'active' }), 'Flag.code', /Missing required/i],
    [json({ ...plan.group, id: 'x', colour: 'red' }), 'Organization.colour', /additional property|unknown/i],
    [
      json({ ...plan.role, id: 'x', practitioner: undefined }),
      'PractitionerRole.organization',
      /neither in the files nor of record/,
    ],
    [
      json({ ...plan.coverage, id: 'x', beneficiary: { reference: 'urn:uuid:1' }, payor: [{ display: 'us' }] }),
      'Coverage.beneficiary',
      /urn:uuid:1, which is neither/,
    ],
    [
      json({ ...plan.coverage, id: 'x', period: { start: '2026-02-30' } }),
      'Coverage.period.start',
      /Invalid dateTime value/,
    ],
    [
      json({ ...plan.coverage, id: 'x', period: { start: '2026-02-20', end: '2026-02-19' } }),
      'Coverage.period.end',
      /2026-02-19 is before start, 2026-02-20/,
    ],
    [
      json({ ...plan.group, id: 'x', identifier: [{ value: '1', period: { start: '2026-02', end: '2026-01-31' } }] }),
      'Organization.identifier[0].period.end',
      /is before start/,
    ],
    [json({ ...plan.group, id: 'x', name: 'N\uFFFDez' }), undefined, /is not UTF-8 \(it may be Latin-1/],
    [json(plan.plan), 'Organization.id', /is given before, at .*plan\.ndjson:1; one record an id/],
  ])('%s: %s %s', async ([line, expression, reason]) => {
    const faults = await faultsOfLast(json(plan.plan), line);
    expect(faults).toContainEqual({ ...(expression ? { expression } : {}), reason: expect.stringMatching(reason) });
  });

  it('tells all that is wrong with a line', async () => {
    const faults = await faultsOfLast(json({ resourceType: 'Coverage', id: 'x' }));
    const places = faults.map(({ expression }) => expression);
    expect(places).toEqual(expect.arrayContaining(['Coverage.status', 'Coverage.beneficiary', 'Coverage.payor']));
  });
});

it('rejects what refers to a rejected record, and says so', async () => {
  const client = await openStore();
  const bad = { ...plan.group, colour: 'red' };
  const report = await loadResources(
    client,
    wholePlan.map((record) => (record === plan.group ? bad : record)),
  );
  const lines = report.rejected.flatMap(describeRejection);
  expect(lines).toEqual([
    expect.stringMatching(/^Bundle entry\[2\] Organization\.colour: /),
    'Bundle entry[3] OrganizationAffiliation.participatingOrganization: refers to Organization/group, which was rejected itself',
    'Bundle entry[5] PractitionerRole.organization: refers to Organization/group, which was rejected itself',
  ]);
  expect(report.created).toBe(wholePlan.length - 3);
});

it('rejects a circle as a whole', async () => {
  const client = await openStore();
  const report = await loadResources(client, [
    { resourceType: 'Location', id: 'a', status: 'active', partOf: { reference: 'Location/b' } },
    {
      resourceType: 'Location',
      id: 'b',
      status: 'active',
      partOf: { reference: 'Location/a' },
      managingOrganization: { reference: 'Organization/gone' },
    },
  ]);
  expect(report.rejected.map(({ entry, faults }) => [entry, faults[0]?.expression])).toEqual([
    [0, undefined],
    [1, 'Location.managingOrganization'],
  ]);
  expect(await all(client, 'Location')).toEqual([]);
});

describe('forms of a file', () => {
  const pretty = JSON.stringify(
    { resourceType: 'Bundle', type: 'collection', entry: wholePlan.map((resource) => ({ resource })) },
    null,
    2,
  );
  const lines = ndjson(wholePlan);
  const entries = wholePlan.map((resource) => ({ resource, request: { method: 'PUT', url: resource.resourceType } }));

  const rows: [name: string, content: string, created: number, rejected: number][] = [
    ['plan.json', pretty, wholePlan.length, 0],
    ['plan.json', json({ resourceType: 'Bundle', type: 'transaction', entry: entries }), wholePlan.length, 0],
    ['plan.ndjson', lines, wholePlan.length, 0],
    ['plan.ndjson', `\uFEFF${lines}\r\n\n`, wholePlan.length, 0],
    ['plan.ndjson', lines.replaceAll('\n', '\r\n'), wholePlan.length, 0],
    ['plan.ndjson', lines.slice(0, -10), wholePlan.length - 1, 1],
    ['plan.txt', lines, wholePlan.length, 0],
    ['plan.json', lines, wholePlan.length, 0],
    ['plan.json', json(plan.plan), 1, 0],
    ['plan.json', JSON.stringify(plan.plan, null, 2), 1, 0],
    ['plan.json', pretty.slice(0, -10), 0, 1],
    ['plan.json', '', 0, 1],
    ['plan.json', '{"resourceType":"Bundle","type":"collection","entry":{}}', 0, 1],
    ['plan.json', '{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:x"},7]}', 0, 2],
    ['plan.json', '{"resourceType":"Bundle","type":"collection"}', 0, 0],
    [
      'plan.json',
      json({ resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'DELETE', url: 'Patient/1' } }] }),
      0,
      1,
    ],
  ];
  const forms = rows.map(([name, content, created, rejected]) => {
    const [start, end] = [content.slice(0, 40), content.slice(-15)];
    return { name, content, start, end, created, rejected };
  });

  it.for(forms)(
    '$name, $start … $end: $created created, $rejected rejected',
    async ({ name, content, created, rejected }) => {
      const client = await openStore();
      const files = await writeFiles({ [name]: content });
      const report = await loadPlanData(client, files, { today });
      expect(countsOf(report)).toEqual({ created, changed: 0, unchanged: 0, ended: 0, rejected });
    },
  );

  it('refuses JSON that is too large to be parsed in memory, and says what streams', async () => {
    const client = await openStore();
    const [file = ''] = await writeFiles({ 'plan.json': '{' });
    await truncate(file, jsonFileLimit + 1);
    const report = await loadPlanData(client, [file], { today });
    expect(report.rejected.flatMap(describeRejection)).toEqual([
      expect.stringMatching(/is larger than .* NDJSON, which streams/),
    ]);
  });

  it.for<[form: string, join: (resources: readonly unknown[]) => string]>([
    ['plan.ndjson', (resources) => resources.map((resource) => json(resource)).join('\n')],
    [
      'plan.json',
      (resources) =>
        json({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) }),
    ],
  ])('%s: a record in Latin-1 is reported, and the others are loaded', async ([form, join]) => {
    const client = await openStore();
    const content = Buffer.from(join([plan.plan, { ...plan.group, name: 'Núñez' }]), 'latin1');
    const report = await loadPlanData(client, await writeFiles({ [form]: content }), { today });
    expect(report.created).toBe(1);
    expect(report.rejected.flatMap(describeRejection)).toEqual([
      expect.stringMatching(/is not UTF-8 \(it may be Latin-1 or Windows-1252\); save the file as UTF-8$/),
    ]);
  });

  it('a record that is not UTF-8 is still held by its source: a snapshot does not end it', async () => {
    const client = await openStore();
    await loadResources(client, wholePlan);
    const content = Buffer.from(
      ndjson(wholePlan.map((one) => (one === plan.group ? { ...plan.group, name: 'é' } : one))),
      'latin1',
    );
    const report = await loadPlanData(client, await writeFiles({ 'plan.ndjson': content }), { today, snapshot: true });
    expect(report.ended).toBe(0);
  });

  it.for([
    ['plan.ndjson', gzipSync(lines)],
    ['plan.json', gzipSync(lines)],
    ['plan.ndjson.gz', gzipSync(lines)],
    ['plan.zip', Buffer.from('504b0304140000000800', 'hex')],
  ] as const)('says of %s that it is compressed', async ([name, content]) => {
    const client = await openStore();
    const report = await loadPlanData(client, await writeFiles({ [name]: content }), { today });
    expect(report.rejected.flatMap(describeRejection)).toEqual([
      expect.stringMatching(/is compressed; unpack it first/),
    ]);
  });

  it('reports a file that cannot be opened, and loads the others', async () => {
    const client = await openStore();
    const [file = ''] = await writeFiles({ 'plan.ndjson': lines });
    const report = await loadPlanData(client, ['/nowhere/plan.json', '/', file], { today });
    expect(report.created).toBe(wholePlan.length);
    expect(report.rejected.flatMap(describeRejection)).toEqual([
      expect.stringMatching(/^\/nowhere\/plan\.json: cannot be opened/),
      expect.stringMatching(/^\/: is not a regular file/),
    ]);
  });
});

it.for<[option: object, message: RegExp]>([
  [{ source: 'a/b' }, /Source "a\/b"/],
  [{ source: '' }, /Source ""/],
  [{ source: 'sam', asOf: '2026-02-30' }, /Date "2026-02-30"/],
  [{ source: 'sam', asOf: '11/23/2026' }, /YYYY-MM-DD/],
  [{ source: 'sam', asOf: '2026-11-24' }, /2026-11-24 is yet to come/],
])('options %j are refused: %s', async ([options, message]) => {
  const client = await openStore();
  await expect(loadResources(client, wholePlan, options)).rejects.toThrow(message);
  expect(await all(client, 'Organization')).toEqual([]);
});
