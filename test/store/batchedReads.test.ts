import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { batchedReads } from '../../src/store/medplum/batchedReads.ts';

const base = 'https://medplum.example/fhir/R4/';

/** A server that notes what it is asked, and answers a batch with one Patient a read. */
function server(reply: (sent: Bundle) => Response = answered): {
  readonly send: typeof fetch;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const send: typeof fetch = async (input, init) => {
    asked.push(`${init?.method ?? 'GET'} ${String(input)}`);
    return init?.method === 'POST' ? reply(JSON.parse(String(init.body))) : Response.json({ alone: true });
  };
  return { send, asked };
}

function answered({ entry = [] }: Bundle): Response {
  const answers = entry.map(({ request }, index) =>
    request?.url?.startsWith('Bad')
      ? { response: { status: '400', outcome: { resourceType: 'OperationOutcome', issue: [] } } }
      : { resource: { resourceType: 'Patient', id: `${index}` }, response: { status: '200' } },
  );
  return Response.json({ resourceType: 'Bundle', type: 'batch-response', entry: answers });
}

describe('searches of one moment', () => {
  it('go out as one batch, and each gets its own answer', async () => {
    const { send, asked } = server();
    const read = batchedReads(send, base, 1);
    const replies = await Promise.all(['Patient?a=1', 'Bad?b=2', 'Patient?c=3'].map((path) => read(base + path)));
    expect(asked).toEqual([`POST ${base.slice(0, -1)}`]);
    expect(replies.map(({ status }) => status)).toEqual([200, 400, 200]);
    expect(await replies[2]?.json()).toMatchObject({ id: '2' });
  });

  it('one alone goes as it is, and so does what is no search of the server', async () => {
    const { send, asked } = server();
    const read = batchedReads(send, base, 1);
    await read(`${base}Patient?a=1`);
    await Promise.all([
      read(`${base}Patient/1`),
      read('https://medplum.example/auth/me'),
      read(`${base}Task`, { method: 'POST', body: '{}' }),
    ]);
    expect(asked.filter((call) => call.startsWith('POST'))).toEqual([`POST ${base}Task`]);
    expect(asked).toHaveLength(4);
  });

  it.for([401, 429, 502])('all get the %i that the batch got', async (status) => {
    const { send } = server(() => new Response('{"resourceType":"OperationOutcome","issue":[]}', { status }));
    const read = batchedReads(send, base, 1);
    const replies = await Promise.all(['A?a=1', 'B?b=2'].map((path) => read(base + path)));
    expect(replies.map((reply) => reply.status)).toEqual([status, status]);
  });

  it('all fail when the batch does, and none is left waiting', async () => {
    const read = batchedReads(() => Promise.reject(new TypeError('fetch failed')), base, 1);
    const outcomes = await Promise.allSettled(['A?a=1', 'B?b=2'].map((path) => read(base + path)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
