import type { OperationOutcome, Subscription } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { backport, subscriptionSystem } from '../../src/notifications/codes.ts';
import { changeSubscription } from '../../src/notifications/subscription/store.ts';
import { type Notifying, openNotifying, subscribe, subscriptionFor } from './support.ts';

type Parts = ReturnType<typeof subscriptionFor>;
const endpoint = 'https://93.184.215.14/notify';
const good = () => subscriptionFor(endpoint);
const withChannel = (channel: Record<string, unknown>): unknown => ({
  ...good(),
  channel: { ...good().channel, ...channel },
});
const withFilter = (...filters: string[]): unknown => ({
  ...good(),
  _criteria: { extension: filters.map((valueString) => ({ url: backport.filterCriteria, valueString })) },
});
const { reason: _reason, ...withoutReason } = good();
const { _criteria, ...withoutFilter } = good();

const filterAt = `Subscription.criteria.extension('${backport.filterCriteria}')`;
const refusals: readonly (readonly [what: string, body: unknown, status: number, at: string])[] = [
  ['an empty body', '', 400, 'Subscription'],
  ['no JSON', '{', 400, 'Subscription'],
  ['another resource', { resourceType: 'Patient' }, 400, 'Subscription'],
  ['a wrong JSON type', { ...good(), criteria: 7 }, 400, 'Subscription.criteria'],
  ['an end that is no instant', { ...good(), end: 'tomorrow' }, 400, 'Subscription.end'],
  ['another status', { ...good(), status: 'active' }, 422, 'Subscription.status'],
  ['no reason', withoutReason, 422, 'Subscription.reason'],
  ['another topic', { ...good(), criteria: 'Observation?code=1' }, 422, 'Subscription.criteria'],
  ['no filter', withoutFilter, 422, filterAt],
  ['two filters', withFilter('org-identifier=1', 'org-identifier=2'), 422, filterAt],
  ['an unknown filter', withFilter('patient=1'), 422, filterAt],
  ['a filter that names nobody', withFilter('org-identifier= , '), 422, filterAt],
  ['another channel', withChannel({ type: 'email' }), 422, 'Subscription.channel.type'],
  ['no endpoint', withChannel({ endpoint: undefined }), 422, 'Subscription.channel.endpoint'],
  [
    'an endpoint of another kind',
    withChannel({ endpoint: 'mailto:a@example.org' }),
    422,
    'Subscription.channel.endpoint',
  ],
  ['an endpoint without TLS', withChannel({ endpoint: 'http://93.184.215.14/' }), 422, 'Subscription.channel.endpoint'],
  ['an endpoint on loopback', withChannel({ endpoint: 'https://127.0.0.1/' }), 422, 'Subscription.channel.endpoint'],
  ['loopback as a number', withChannel({ endpoint: 'https://2130706433/' }), 422, 'Subscription.channel.endpoint'],
  ['loopback by IPv6', withChannel({ endpoint: 'https://[::ffff:127.0.0.1]/' }), 422, 'Subscription.channel.endpoint'],
  ['localhost', withChannel({ endpoint: 'https://localhost/' }), 422, 'Subscription.channel.endpoint'],
  ['localhost, rooted', withChannel({ endpoint: 'https://localhost./' }), 422, 'Subscription.channel.endpoint'],
  [
    'a name within',
    withChannel({ endpoint: 'https://metadata.google.internal/' }),
    422,
    'Subscription.channel.endpoint',
  ],
  ['link-local IPv6', withChannel({ endpoint: 'https://[fe80::1]/' }), 422, 'Subscription.channel.endpoint'],
  ['metadata by IPv6', withChannel({ endpoint: 'https://[fd00:ec2::254]/' }), 422, 'Subscription.channel.endpoint'],
  ['metadata of a cloud', withChannel({ endpoint: 'https://169.254.169.254/' }), 422, 'Subscription.channel.endpoint'],
  [
    'a password in the URL',
    withChannel({ endpoint: 'https://a:b@example.org/' }),
    422,
    'Subscription.channel.endpoint',
  ],
  ['another payload', withChannel({ payload: 'application/fhir+xml' }), 422, 'Subscription.channel.payload'],
  [
    'no content',
    withChannel({ _payload: undefined }),
    422,
    `Subscription.channel.payload.extension('${backport.payloadContent}')`,
  ],
  ['a header without a name', withChannel({ header: ['A: b', 'secret'] }), 422, 'Subscription.channel.header[1]'],
  ['a header with a line break', withChannel({ header: ['A: b\r\nC: d'] }), 422, 'Subscription.channel.header[0]'],
  ['a header of the connection', withChannel({ header: ['Host: other'] }), 422, 'Subscription.channel.header[0]'],
  ['21 headers', withChannel({ header: Array.from({ length: 21 }, () => 'A: b') }), 422, 'Subscription.channel.header'],
  [
    'a heartbeat each second',
    withChannel({ extension: [{ url: backport.heartbeatPeriod, valueUnsignedInt: 1 }] }),
    422,
    `Subscription.channel.extension('${backport.heartbeatPeriod}')`,
  ],
];

describe('POST /fhir/Subscription', () => {
  it.for(refusals)('%s is refused, and the place is named', async ([, body, status, at]) => {
    const service = await openNotifying({ demo: false });
    const reply = await service.request('POST', 'Subscription', body);
    expect(reply.status, JSON.stringify(reply.body)).toBe(status);
    const { issue } = reply.body as OperationOutcome;
    expect(issue.map(({ expression }) => expression?.[0])).toEqual([at]);
    expect((await service.request('GET', 'Subscription')).body).toMatchObject({ total: 0 });
    expect(JSON.stringify(reply.body)).not.toContain('secret');
  });

  it('tells every problem at once', async () => {
    const { request } = await openNotifying({ demo: false });
    const body = { ...withoutReason, status: 'off', channel: { type: 'sms', header: ['x'] } };
    const { issue } = (await request('POST', 'Subscription', body)).body as OperationOutcome;
    expect(issue.length).toBeGreaterThanOrEqual(6);
  });

  it('takes only JSON', async () => {
    const { request } = await openNotifying();
    expect((await request('POST', 'Subscription', '<x/>', { 'content-type': 'text/xml' })).status).toBe(415);
  });

  it('answers 201 with status requested, and what was sent', async () => {
    const { request } = await openNotifying({ demo: false });
    const sent = {
      ...subscriptionFor(endpoint, { header: ['Authorization: Bearer x'], end: '2020-12-31T00:00:00Z' }),
      id: 'mine',
    };
    const { status, headers, body } = await request('POST', 'Subscription', sent);
    expect(status).toBe(201);
    const { id, meta, ...content } = body as Subscription;
    const { id: _mine, ...expected } = sent;
    expect(content).toEqual(expected);
    expect(id).not.toBe('mine');
    expect(meta).toMatchObject({ versionId: '1' });
    expect(headers.get('location')).toBe(`https://plan.example/fhir/Subscription/${id}`);
    expect(headers.get('etag')).toBe('W/"1"');
    expect((await request('GET', `Subscription/${id}`)).body).toEqual(body);
    expect((await request('GET', 'Subscription')).body).toMatchObject({ total: 1, entry: [{ resource: { id } }] });
  });
});

describe('in demo mode', () => {
  it.for([
    ['http://127.0.0.1:9/', 201],
    ['http://127.8.8.8:9/', 201],
    ['http://[::1]:9/', 201],
    ['http://localhost:9/', 201],
    ['http://93.184.215.14/', 201],
    ['http://169.254.169.254/latest/meta-data', 422],
    ['https://169.254.169.254/', 422],
    ['http://2852039166/', 422],
    ['http://[::ffff:169.254.169.254]/', 422],
    ['http://[fe80::1]/', 422],
    ['http://10.0.0.1/', 422],
    ['http://172.16.0.1/', 422],
    ['http://192.168.1.1/', 422],
    ['http://100.64.0.1/', 422],
    ['http://0.0.0.0/', 422],
    ['http://[::]/', 422],
    ['http://[fd00:ec2::254]/', 422],
    ['http://metadata.google.internal/', 422],
    ['http://printer.local/', 422],
    ['http://intranet/', 422],
  ] as const)('http and loopback are allowed, no other special address: %s is %i', async ([endpoint, status]) => {
    const { request } = await openNotifying();
    const reply = await request('POST', 'Subscription', subscriptionFor(endpoint));
    expect(reply.status, JSON.stringify(reply.body)).toBe(status);
  });
});

describe('its owner', () => {
  it.for(['active', 'error'] as const)(
    'may send back the status %s as it was read: it is confirmed anew',
    async (status) => {
      const service = await openNotifying();
      const id = await subscribe(service, 'http://127.0.0.1:9/');
      const path = `Subscription/${id}`;
      const other = status === 'active' ? 'error' : 'active';
      await changeSubscription(service.client, id, ({ subscription }) => ({
        subscription: { ...subscription, status },
      }));
      const { body: read } = await service.request('GET', path);
      expect(read).toMatchObject({ status });
      expect((await service.request('PUT', path, { ...read, status: other })).status).toBe(422);
      const written = await service.request('PUT', path, { ...read, reason: 'Another' });
      expect(written).toMatchObject({ status: 200, body: { status: 'requested', reason: 'Another' } });
      expect((await service.request('PUT', path, { ...read, status })).status).toBe(422);
    },
  );

  it('updates it, on the version that was read', async () => {
    const service = await openNotifying();
    const id = await subscribe(service, 'http://127.0.0.1:9/');
    const changed: Parts = { ...subscriptionFor('http://127.0.0.1:10/'), reason: 'Another' };
    const put = (match?: string) =>
      service.request('PUT', `Subscription/${id}`, changed, match === undefined ? {} : { 'if-match': match });
    expect((await put('3')).status).toBe(400);
    expect((await put('W/"2"')).status).toBe(412);
    const { status, body, headers } = await put('W/"1"');
    expect({ status, etag: headers.get('etag') }).toEqual({ status: 200, etag: 'W/"2"' });
    expect(body).toMatchObject({
      id,
      reason: 'Another',
      status: 'requested',
      channel: { endpoint: 'http://127.0.0.1:10/' },
    });
    expect((await service.request('PUT', `Subscription/${id}`, { ...changed, status: 'error' })).status).toBe(422);
  });

  it('deletes it, on the version that was read', async () => {
    const service = await openNotifying();
    const id = await subscribe(service, 'http://127.0.0.1:9/');
    const remove = (match?: string) =>
      service.request('DELETE', `Subscription/${id}`, undefined, match === undefined ? {} : { 'if-match': match });
    expect((await remove('W/"2"')).status).toBe(412);
    expect((await remove('W/"1"')).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await service.request('PUT', `Subscription/${id}`, good())).status).toBe(404);
  });

  it('alone sees it', async () => {
    const service = await openNotifying();
    const id = await subscribe(service, 'http://127.0.0.1:9/', { header: ['X-Secret: of-the-owner'] });
    await changeSubscription(service.client, id, ({ state }) => ({ state: { ...state, owner: 'somebody else' } }));
    const paths = ['', '/$status', '/$events', '/_history', '/_history/1'];
    const replies = await Promise.all(paths.map((path) => service.request('GET', `Subscription/${id}${path}`)));
    expect(replies.map(({ status }) => status)).toEqual(paths.map(() => 404));
    expect((await service.request('PUT', `Subscription/${id}`, subscriptionFor('http://127.0.0.1:9/'))).status).toBe(
      404,
    );
    expect((await service.request('DELETE', `Subscription/${id}`)).status).toBe(404);
    expect((await service.request('POST', `Subscription/${id}/$resend?eventsSinceNumber=1`)).status).toBe(404);
    for (const list of [
      'Subscription',
      `Subscription?_id=${id}`,
      'Subscription/$status',
      `Subscription/$status?id=${id}`,
    ])
      expect((await service.request('GET', list)).body, list).toMatchObject({ total: 0 });
  });

  it.for([
    'Basic',
    'Basic?code=https://w3id.org/second-opinion/CodeSystem/notification|subscription',
    '?_type=Basic',
    'Patient?_revinclude=Basic:subject',
    'ClaimResponse?_revinclude=Basic:subject',
  ])('nobody reads what it keeps secret by %s', async (path) => {
    const service = await openNotifying();
    await subscribe(service, 'http://127.0.0.1:9/', { header: ['X-Secret: of-the-owner'] });
    const { body } = await service.request('GET', path);
    expect(JSON.stringify(body)).not.toContain('of-the-owner');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const [type = '', query = ''] = path.split('?');
    const posted = await service.request('POST', `${type}/_search`, query, form);
    expect(JSON.stringify(posted.body)).not.toContain('of-the-owner');
  });

  it('nobody reads what it keeps secret by the id under which it is kept', async () => {
    const service = await openNotifying();
    const id = await subscribe(service, 'http://127.0.0.1:9/', { header: ['X-Secret: of-the-owner'] });
    const kept = await service.client.searchOne('Basic', { identifier: `${subscriptionSystem}|${id}` });
    expect(JSON.stringify(kept)).toContain('of-the-owner');
    const paths = [
      `Basic/${kept?.id}`,
      `Basic/${kept?.id}/_history`,
      `Basic/${kept?.id}/_history/${kept?.meta?.versionId}`,
    ];
    for (const path of paths) expect((await service.request('GET', path)).status, path).toBe(404);
    const page = await service.app.request(`/view/Basic/${kept?.id}`);
    expect([page.status, (await page.text()).includes('of-the-owner')]).toEqual([404, false]);
  });

  it('is told what cannot be done', async () => {
    const service = await openNotifying();
    const id = await subscribe(service, 'http://127.0.0.1:9/');
    const wrong: readonly (readonly [method: string, path: string, status: number])[] = [
      ['PATCH', `Subscription/${id}`, 405],
      ['DELETE', 'Subscription', 405],
      ['GET', 'Subscription?status=active', 400],
      ['GET', `Subscription/${id}/$resend`, 405],
      ['PUT', `Subscription/${id}/$events`, 405],
      ['GET', `Subscription/${id}/$events?eventsSinceNumber=0`, 400],
      ['GET', `Subscription/${id}/$events?content=some`, 400],
      ['POST', `Subscription/${id}/$resend?eventsSinceNumber=1`, 422],
    ];
    for (const [method, path, status] of wrong) {
      expect({ path, status: (await service.request(method, path)).status }).toEqual({ path, status });
    }
  });
});

describe('many at once', () => {
  it('twenty updates of one subscription: each is a version of its own', async () => {
    const service: Notifying = await openNotifying();
    const id = await subscribe(service, 'http://127.0.0.1:9/');
    const updates = Array.from({ length: 20 }, () =>
      service.request('PUT', `Subscription/${id}`, subscriptionFor('http://127.0.0.1:9/')),
    );
    const etags = (await Promise.all(updates)).map(({ headers }) => headers.get('etag'));
    expect(new Set(etags).size).toBe(20);
  });
});
