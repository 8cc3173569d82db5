import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { type Batching, batches } from '../../src/store/medplum/batches.ts';
import { conditionalCreates, searches } from '../../src/store/medplum/batching.ts';

const base = 'https://medplum.example/fhir/R4/';

/** A server that answers when it is told to, in the order asked: a batch with one resource an entry. */
function server(reply: (sent: Bundle) => Response = answered) {
  const open: { readonly call: string; readonly answer: () => void; readonly fail: () => void }[] = [];
  const send: typeof fetch = (input, init) =>
    new Promise((resolve, reject) => {
      const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
      const isBatch = body?.resourceType === 'Bundle';
      open.push({
        call: `${init?.method ?? 'GET'} ${String(input).slice(base.length - 1)}${isBatch ? body.entry.length : ''}`,
        answer: () => resolve(isBatch ? reply(body) : Response.json({ alone: true })),
        fail: () => reject(new TypeError('fetch failed')),
      });
    });
  const calls = async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return open.map(({ call }) => call);
  };
  return { send, open, calls };
}

function answered({ entry = [] }: Bundle): Response {
  const answers = entry.map(({ request, resource }, index) => {
    if (request?.url?.startsWith('Bad'))
      return { response: { status: '400', outcome: { resourceType: 'OperationOutcome', issue: [] } } };
    const meta = { versionId: `v${index}` };
    return resource
      ? { resource: { ...resource, id: `${index}`, meta }, response: { status: '201', location: `Basic/${index}` } }
      : { resource: { resourceType: 'Patient', id: `${index}` }, response: { status: '200' } };
  });
  return Response.json({ resourceType: 'Bundle', type: 'batch-response', entry: answers });
}

const create = (identifier: string, text = ''): RequestInit => ({
  method: 'POST',
  headers: { 'If-None-Exist': `identifier=${identifier}` },
  body: JSON.stringify({ resourceType: 'Basic', code: { text } }),
});

describe('searches', () => {
  it('of one moment go out as one batch, and each gets its own answer', async () => {
    const { send, open, calls } = server();
    const read = batches(send, base, searches);
    const replies = ['Patient?a=1', 'Bad?b=2', 'Patient?c=3'].map((path) => read(base + path));
    expect(await calls()).toEqual(['POST 3']);
    open[0]?.answer();
    const [first, second, third] = await Promise.all(replies);
    expect([first?.status, second?.status, third?.status]).toEqual([200, 400, 200]);
    expect(await third?.json()).toMatchObject({ id: '2' });
  });

  it('one alone goes as it is, and so does what is no search of the server', async () => {
    const { send, calls } = server();
    const read = batches(send, base, searches);
    void read(`${base}Patient?a=1`);
    void read(`${base}Patient/1`);
    void read('https://medplum.example/auth/me?x=1');
    void read(`${base}Task`, { method: 'POST', body: '{}' });
    const sent = await calls();
    expect(sent.filter((call) => call.startsWith('POST'))).toEqual(['POST /Task']);
    expect(sent).toHaveLength(4);
  });

  it('that come while two lots are under way are the next lot', async () => {
    const { send, open, calls } = server();
    const read = batches(send, base, searches);
    const sent: Promise<Response>[] = [];
    for (const path of ['A?a', 'B?b', 'C?c', 'D?d', 'E?e']) {
      sent.push(read(base + path));
      await calls();
    }
    expect(await calls()).toEqual(['GET /A?a', 'GET /B?b']);
    open[0]?.answer();
    expect(await calls()).toEqual(['GET /A?a', 'GET /B?b', 'POST 3']);
    open[1]?.answer();
    open[2]?.answer();
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  it.for([401, 429, 502])('all get the %i that the batch got', async (status) => {
    const { send, open, calls } = server(
      () => new Response('{"resourceType":"OperationOutcome","issue":[]}', { status }),
    );
    const read = batches(send, base, searches);
    const sent = Promise.all(['A?a=1', 'B?b=2'].map((path) => read(base + path)));
    await calls();
    open[0]?.answer();
    expect((await sent).map((reply) => reply.status)).toEqual([status, status]);
  });

  it('all fail when the batch does, none is left waiting, and the next go out', async () => {
    const { send, open, calls } = server();
    const read = batches(send, base, searches);
    const sent = Promise.allSettled(['A?a=1', 'B?b=2'].map((path) => read(base + path)));
    await calls();
    open[0]?.fail();
    expect((await sent).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    void read(`${base}C?c=3`);
    expect(await calls()).toEqual(['POST 2', 'GET /C?c=3']);
  });
});

describe('conditional creates', () => {
  it('the first goes at once, those that come meanwhile together, each with its own answer', async () => {
    const { send, open, calls } = server();
    const write = batches(send, base, conditionalCreates);
    const sent = ['1', '2', '3'].map((identifier) => write(`${base}Basic`, create(identifier)));
    expect(await calls()).toEqual(['POST /Basic']);
    open[0]?.answer();
    expect(await calls()).toEqual(['POST /Basic', 'POST 2']);
    open[1]?.answer();
    const [, second, third] = await Promise.all(sent);
    expect([second?.status, third?.status]).toEqual([201, 201]);
    expect(third?.headers.get('location')).toBe(`${base}Basic/1`);
    expect(third?.headers.get('etag')).toBe('W/"v1"');
  });

  it('say in the batch what they said alone', async () => {
    const asked: Bundle[] = [];
    const { send, open, calls } = server((sent) => {
      asked.push(sent);
      return answered(sent);
    });
    const write = batches(send, base, conditionalCreates);
    for (const identifier of ['1', '2', '3']) void write(`${base}Basic`, create(identifier));
    await calls();
    open[0]?.answer();
    await calls();
    open[1]?.answer();
    await calls();
    const [second, third] = asked[0]?.entry ?? [];
    expect(asked[0]?.type).toBe('batch');
    expect(second?.request).toEqual({ method: 'POST', url: 'Basic', ifNoneExist: 'identifier=2' });
    expect(third?.request?.ifNoneExist).toBe('identifier=3');
    expect(second?.resource?.resourceType).toBe('Basic');
  });

  it('that fail fail their own callers only, and the next go out', async () => {
    const { send, open, calls } = server();
    const write = batches(send, base, conditionalCreates);
    const [first, second] = ['1', '2'].map((identifier) => write(`${base}Basic`, create(identifier)));
    await calls();
    open[0]?.fail();
    await expect(first).rejects.toThrow('fetch failed');
    expect(await calls()).toEqual(['POST /Basic', 'POST /Basic']);
    open[1]?.answer();
    expect((await second)?.status).toBe(200);
  });

  it('stay within the size of a body', async () => {
    const { send, open, calls } = server();
    const write = batches(send, base, conditionalCreates);
    for (const identifier of ['1', '2', '3', '4']) void write(`${base}Basic`, create(identifier, 'x'.repeat(300_000)));
    await calls();
    open[0]?.answer();
    expect(await calls()).toEqual(['POST /Basic', 'POST 2']);
  });

  it('everything else goes at once', async () => {
    const { send, calls } = server();
    const write = batches(send, base, conditionalCreates);
    void write(`${base}Basic`, create('1'));
    void write(`${base}Basic`, { method: 'POST', body: '{}' });
    void write(`${base}Basic/1`, { method: 'PUT', headers: { 'If-Match': 'W/"1"' }, body: '{}' });
    expect(await calls()).toHaveLength(3);
  });
});

it('a lot is no larger than it may be', async () => {
  const { send, open, calls } = server();
  const small: Batching = { ...searches, mostEntries: 2 };
  const read = batches(send, base, small);
  for (const path of ['A?a', 'B?b', 'C?c', 'D?d', 'E?e']) void read(base + path);
  expect(await calls()).toEqual(['POST 2', 'POST 2']);
  open[0]?.answer();
  expect(await calls()).toEqual(['POST 2', 'POST 2', 'GET /E?e']);
});
