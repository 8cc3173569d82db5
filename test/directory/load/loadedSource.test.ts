import { expect, it } from 'vitest';
import { loadCodeSystem, loadedSourceSystem } from '../../../src/directory/load/index.ts';
import { all, loadResources, only, openStore, plan, versions } from './support.ts';

const bad = { ...plan.flag, id: 'bad', colour: 'red' };
const good = [plan.practitioner, plan.flag];

it('keeps one Basic a source, with the date as of which its data stand', async () => {
  const client = await openStore();
  await loadResources(client, good, { source: 'sam', asOf: '2026-11-01' });
  expect(await only(client, 'Basic')).toMatchObject({
    identifier: [{ system: loadedSourceSystem, value: 'sam' }],
    code: { coding: [{ system: loadCodeSystem, code: 'source' }] },
    created: '2026-11-01',
  });
  const before = await versions(client, ['Basic']);
  await loadResources(client, good, { source: 'sam', asOf: '2026-11-01' });
  expect(await versions(client, ['Basic'])).toEqual(before);
});

it.for<[loads: [object, boolean][], kept: (string | undefined)[]]>([
  [[[{}, true]], []],
  [[[{ source: 'sam' }, true]], ['2026-11-23']],
  [
    [
      [{ source: 'sam', asOf: '2026-10-01' }, true],
      [{ source: 'sam', asOf: '2026-11-01' }, true],
    ],
    ['2026-11-01'],
  ],
  [
    [
      [{ source: 'sam', asOf: '2026-10-01' }, true],
      [{ source: 'sam', asOf: '2026-11-01' }, false],
    ],
    ['2026-10-01'],
  ],
  [[[{ source: 'sam', asOf: '2026-10-01' }, false]], [undefined]],
  [
    [
      [{ source: 'sam', asOf: '2026-10-01' }, true],
      [{ source: 'oig-leie', asOf: '2026-11-01' }, true],
    ],
    ['2026-10-01', '2026-11-01'],
  ],
])('loads %j (options, complete) keep the dates %j', async ([loads, kept]) => {
  const client = await openStore();
  for (const [options, isComplete] of loads) await loadResources(client, isComplete ? good : [...good, bad], options);
  expect((await all(client, 'Basic')).map(({ created }) => created)).toEqual(kept);
});
