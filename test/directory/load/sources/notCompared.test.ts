import type { Practitioner } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { listSourceOf } from '../../../../src/directory/load/index.ts';
import { notExcluded } from '../../../../src/policy/clauses/notExcluded.ts';
import type { EmbeddedStore } from '../../../../src/store/index.ts';
import {
  gatherFrom,
  item,
  load,
  onlyItem,
  onlyProfessional,
  professional,
  storeWith,
  submitted,
} from '../../support.ts';
import { all, loadList, npiSystem, today, writeFiles } from '../support.ts';
import { list } from './support.ts';

const newNpi = '1558598797';
const newcomer: Practitioner = {
  resourceType: 'Practitioner',
  id: 'newcomer',
  active: true,
  identifier: [{ system: npiSystem, value: newNpi }],
  name: [{ family: 'Sample', given: ['Ben'] }],
};
/** About nobody of record, until the newcomer is. */
const aboutNewcomer = list('oig-leie', { NPI: newNpi, LASTNAME: 'SAMPLE', FIRSTNAME: 'BEN' });
const aboutNobody = list('oig-leie', { NPI: '2234567891' });

async function loadOig({ client }: EmbeddedStore, content: string, kind = 'oig-leie', asOf = today) {
  const files = await writeFiles({ 'list.csv': content });
  const source = listSourceOf(kind, files);
  if (!source) throw new Error(`No list ${kind}`);
  return loadList(client, source, files, { today, asOf });
}

async function ask(store: EmbeddedStore) {
  const request = submitted({ items: [item({ requested: [professional({ npi: newNpi })] })] });
  const { standing } = onlyProfessional(onlyItem(await gatherFrom(store, request)));
  return notExcluded(standing.exclusions, today);
}

describe('a professional who comes of record after an exclusion list was loaded', () => {
  it('is not shown to be off the list, until it is loaded again', async () => {
    const store = await storeWith({});
    await loadOig(store, aboutNewcomer);
    await load(store, [newcomer]);
    expect(await ask(store)).toMatchObject({
      answer: 'unknown',
      because: expect.stringMatching(/Not compared with the OIG List .* since .* Load the list again/),
    });
    await loadOig(store, aboutNewcomer);
    expect(await ask(store)).toMatchObject({ answer: 'no' });
  });

  it('is shown to be off it once it was compared', async () => {
    const store = await storeWith({});
    await loadOig(store, aboutNobody);
    await load(store, [newcomer]);
    await loadOig(store, aboutNobody);
    expect(await ask(store)).toMatchObject({ answer: 'yes' });
  });

  it('waits for each list that was loaded, and for none that was not', async () => {
    const store = await storeWith({});
    await loadOig(store, aboutNobody);
    await loadOig(store, list('sam', { NPI: '2234567891' }), 'sam');
    await load(store, [newcomer]);
    await loadOig(store, aboutNobody);
    expect(await ask(store)).toMatchObject({ answer: 'unknown', because: expect.stringMatching(/System for Award/) });
    await loadOig(store, list('sam', { NPI: '2234567891' }), 'sam');
    expect(await ask(store)).toMatchObject({ answer: 'yes' });
  });

  it('is still not compared after a list of which a line could not be read', async () => {
    const store = await storeWith({});
    await loadOig(store, aboutNobody);
    await load(store, [newcomer]);
    await loadOig(store, list('oig-leie', { NPI: '1234567890' }));
    expect(await ask(store)).toMatchObject({ answer: 'unknown' });
  });
});

describe('a professional of record whom a list was compared with', () => {
  it.for<[title: string, change: Partial<Practitioner>, answer: 'yes' | 'unknown']>([
    ['loaded again as they were', {}, 'yes'],
    ['with another telephone', { telecom: [{ system: 'phone', value: '707-555-0100' }] }, 'yes'],
    ['under another name', { name: [{ family: 'Other', given: ['Ben'] }] }, 'unknown'],
    ['with another date of birth', { birthDate: '1970-01-02' }, 'unknown'],
    ['with another licence', { qualification: [{ identifier: [{ value: 'A1' }], code: { text: 'MD' } }] }, 'unknown'],
  ])('%s: %s', async ([, change, answer]) => {
    const store = await storeWith({});
    await load(store, [newcomer]);
    await loadOig(store, aboutNobody);
    await load(store, [{ ...newcomer, ...change }]);
    expect(await ask(store)).toMatchObject({ answer });
  });

  it('stays so when the plan’s data are loaded twice, and the mark goes with the list', async () => {
    const store = await storeWith({});
    await loadOig(store, aboutNobody);
    await load(store, [newcomer]);
    const versionsOf = async () => (await all(store.client, 'Practitioner')).map(({ meta }) => meta?.versionId).sort();
    const before = await versionsOf();
    await load(store, [newcomer]);
    expect(await versionsOf()).toEqual(before);
    await loadOig(store, aboutNobody);
    const left = (await all(store.client, 'Practitioner')).flatMap(({ meta }) => meta?.tag ?? []);
    expect(left.filter(({ system }) => system?.endsWith('/not-compared'))).toEqual([]);
    await load(store, [newcomer]);
    expect(await ask(store)).toMatchObject({ answer: 'yes' });
  });
});

describe('a professional who is written past the loads', () => {
  /** The record as a client of the store sees it, written anew with changes. */
  async function put({ client }: EmbeddedStore, change: (practitioner: Practitioner) => Practitioner) {
    const [found] = (await all(client, 'Practitioner')).filter(({ identifier }) =>
      identifier?.some(({ value }) => value === newNpi),
    );
    if (!found) throw new Error('The newcomer is not of record');
    await client.updateResource(change(found));
  }
  const role = { resourceType: 'PractitionerRole', active: true } as const;
  const create = async ({ client }: EmbeddedStore) => {
    const { id: _id, ...content } = newcomer;
    const created = await client.createResource(content);
    await client.createResource({ ...role, practitioner: { reference: `Practitioner/${created.id}` } });
  };

  it('is shown to be off no list, until each is loaded again', async () => {
    const store = await storeWith({});
    await loadOig(store, aboutNobody);
    await loadOig(store, list('sam', { NPI: '2234567891' }), 'sam');
    await create(store);
    expect(await ask(store)).toMatchObject({
      answer: 'unknown',
      because: expect.stringMatching(/Not compared with the OIG List.*, nor the System for Award/),
    });
    await loadOig(store, aboutNobody);
    expect(await ask(store)).toMatchObject({
      answer: 'unknown',
      because: expect.stringMatching(/Not compared with the System for Award/),
    });
    await loadOig(store, list('sam', { NPI: '2234567891' }), 'sam');
    expect(await ask(store)).toMatchObject({ answer: 'yes' });
  });

  it('is found on the list when it is loaded again', async () => {
    const store = await storeWith({});
    await loadOig(store, aboutNewcomer);
    await create(store);
    await loadOig(store, aboutNewcomer);
    expect(await ask(store)).toMatchObject({ answer: 'no' });
  });

  it('before any list was loaded, is compared by the first', async () => {
    const store = await storeWith({});
    await create(store);
    expect(await ask(store)).toMatchObject({ answer: 'yes' });
    await loadOig(store, aboutNobody);
    expect(await ask(store)).toMatchObject({ answer: 'yes' });
  });

  it.for<[title: string, change: (practitioner: Practitioner) => Practitioner, answer: 'yes' | 'unknown']>([
    ['with another telephone', (one) => ({ ...one, telecom: [{ system: 'phone', value: '707-555-0100' }] }), 'yes'],
    ['under another name', (one) => ({ ...one, name: [{ family: 'Other', given: ['Ben'] }] }), 'unknown'],
    ['without the tags', ({ meta: _meta, ...one }) => one, 'unknown'],
  ])('over what a list was compared with, %s: %s', async ([, change, answer]) => {
    const store = await storeWith({});
    await load(store, [newcomer]);
    await loadOig(store, aboutNobody);
    await put(store, change);
    expect(await ask(store)).toMatchObject({ answer });
    await loadOig(store, aboutNobody);
    expect(await ask(store)).toMatchObject({ answer: 'yes' });
  });

  it('does not lose the mark with the tags', async () => {
    const store = await storeWith({});
    await loadOig(store, aboutNewcomer);
    await load(store, [newcomer]);
    await put(store, ({ meta: _meta, ...one }) => one);
    expect(await ask(store)).toMatchObject({ answer: 'unknown' });
    await load(store, [newcomer]);
    expect(await ask(store)).toMatchObject({ answer: 'unknown' });
    await loadOig(store, aboutNewcomer);
    expect(await ask(store)).toMatchObject({ answer: 'no' });
  });
});
