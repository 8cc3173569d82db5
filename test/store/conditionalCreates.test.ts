import { expect, it } from 'vitest';
import { conditionalCreatesInTurn } from '../../src/store/medplum/conditionalCreates.ts';

const condition = { method: 'POST', headers: { 'If-None-Exist': 'identifier=x' } };

/** A server that answers when told to, in the order asked, and notes how many it has open. */
function slowServer() {
  const open: { readonly url: string; readonly answer: () => void; readonly fail: () => void }[] = [];
  const send: typeof fetch = (input) =>
    new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('fetch failed'));
      open.push({ url: String(input), answer: () => resolve(new Response()), fail });
    });
  const urls = async () => {
    await new Promise(setImmediate);
    return open.map(({ url }) => url);
  };
  return { send, open, urls };
}

it('conditional creates go one after another, in order', async () => {
  const { send, open, urls } = slowServer();
  const through = conditionalCreatesInTurn(send);
  const [first, second] = ['1', '2'].map((url) => through(url, condition));
  expect(await urls()).toEqual(['1']);
  open[0]?.answer();
  await first;
  expect(await urls()).toEqual(['1', '2']);
  open[1]?.answer();
  expect((await second)?.status).toBe(200);
});

it('one that fails does not hold up the next, and only its own caller learns of it', async () => {
  const { send, open, urls } = slowServer();
  const through = conditionalCreatesInTurn(send);
  const [first, second] = ['1', '2'].map((url) => through(url, condition));
  await urls();
  open[0]?.fail();
  await expect(first).rejects.toThrow('fetch failed');
  expect(await urls()).toEqual(['1', '2']);
  open[1]?.answer();
  await expect(second).resolves.toHaveProperty('status', 200);
});

it('everything else goes at once', async () => {
  const { send, urls } = slowServer();
  const through = conditionalCreatesInTurn(send);
  for (const init of [condition, undefined, { method: 'POST' }, { method: 'PUT', headers: { 'If-Match': 'W/"1"' } }])
    through('x', init).catch(() => {});
  expect(await urls()).toHaveLength(4);
});
