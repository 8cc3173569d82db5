import { expect, it } from 'vitest';
import { uncompressed } from '../../src/store/medplum/uncompressed.ts';

it('asks for the answer as it is, and changes nothing else about the request', async () => {
  const sent: RequestInit[] = [];
  const through = uncompressed(async (_input, init) => {
    sent.push(init ?? {});
    return new Response();
  });
  await through('x', { method: 'POST', headers: { 'If-None-Exist': 'a' }, body: '{}' });
  await through('x');
  expect(sent.map(({ headers }) => Object.fromEntries(new Headers(headers)))).toEqual([
    { 'accept-encoding': 'identity', 'if-none-exist': 'a' },
    { 'accept-encoding': 'identity' },
  ]);
  expect(sent[0]).toMatchObject({ method: 'POST', body: '{}' });
});
