import type { Organization, Patient, Practitioner } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { sourceIdSystem } from '../../../src/directory/load/index.ts';
import { recordTypes } from '../../../src/directory/load/recordTypes.ts';
import { all, countsOf, loadResources, npiSystem, only, openStore, plan, versions, wholePlan } from './support.ts';

const size = wholePlan.length;

describe('a load again', () => {
  it('creates everything once, then changes nothing and writes no version', async () => {
    const client = await openStore();
    const first = await loadResources(client, wholePlan);
    expect(first.rejected).toEqual([]);
    expect(countsOf(first)).toEqual({ created: size, changed: 0, unchanged: 0, ended: 0, rejected: 0 });
    const before = await versions(client, recordTypes);
    const again = await loadResources(client, wholePlan);
    expect(countsOf(again)).toEqual({ created: 0, changed: 0, unchanged: size, ended: 0, rejected: 0 });
    expect(await versions(client, recordTypes)).toEqual(before);
  });

  it('changes what the file changed, and only that', async () => {
    const client = await openStore();
    await loadResources(client, wholePlan);
    const renamed = { ...plan.group, name: 'Heart Group' };
    const again = await loadResources(
      client,
      wholePlan.map((record) => (record === plan.group ? renamed : record)),
    );
    expect(countsOf(again)).toEqual({ created: 0, changed: 1, unchanged: size - 1, ended: 0, rejected: 0 });
    expect((await all(client, 'Organization')).map(({ name }) => name)).toContain('Heart Group');
  });

  it('drops from its own record what the file no longer says', async () => {
    const client = await openStore();
    await loadResources(client, [plan.practitioner]);
    const { qualification: _gone, ...rest } = plan.practitioner;
    await loadResources(client, [rest]);
    expect((await only(client, 'Practitioner')).qualification).toBeUndefined();
  });

  it('keeps records of two sources apart though their ids are the same', async () => {
    const client = await openStore();
    const location = { resourceType: 'Location', id: 'same', status: 'active' } as const;
    await loadResources(client, [location], { source: 'north' });
    await loadResources(client, [location], { source: 'south' });
    const values = (await all(client, 'Location')).map(({ identifier }) => identifier?.[0]?.value);
    expect(values.sort()).toEqual(['north/Location/same', 'south/Location/same']);
  });
});

const member: Patient = plan.member;
const { identifier: _number, ...anonymous } = plan.member;

describe('a record known by its NPI or member number', () => {
  it.for<[string, Practitioner | Patient | Organization, Practitioner | Patient | Organization, number]>([
    ['NPI', plan.practitioner, { ...plan.practitioner, id: 'other' }, 1],
    ['another NPI', plan.practitioner, npi({ ...plan.practitioner, id: 'other' }, '1000000020'), 2],
    ['NPI', plan.group, { ...plan.group, id: 'other' }, 1],
    ['another NPI', plan.group, npi({ ...plan.group, id: 'other' }, '1000000020'), 2],
    ['member number', member, { ...member, id: 'other' }, 1],
    ['no number', anonymous, { ...anonymous, id: 'other' }, 2],
  ])('%s, %o then %o from another source: %i of record', async ([, first, second, count]) => {
    const client = await openStore();
    await loadResources(client, [first]);
    const report = await loadResources(client, [second], { source: 'other' });
    expect(report.rejected).toEqual([]);
    expect(await all(client, first.resourceType)).toHaveLength(count);
  });

  it('keeps both sources’ identifiers, fills in what was absent and overrides nothing', async () => {
    const client = await openStore();
    await loadResources(client, [plan.practitioner]);
    const state: Practitioner = {
      resourceType: 'Practitioner',
      id: 's-1',
      gender: 'female',
      name: [{ family: 'Other' }],
      identifier: [
        { system: npiSystem, value: '1000000012' },
        { system: 'https://state.example/ids', value: 'S1' },
      ],
      qualification: [{ code: { text: 'medi-cal-enrolled' } }],
    };
    await loadResources(client, [state], { source: 'state' });
    const merged = await only(client, 'Practitioner');
    expect(merged.name?.[0]?.family).toBe('Example');
    expect(merged.gender).toBe('female');
    expect(merged.qualification?.map(({ code }) => code.text)).toEqual(['MD', 'medi-cal-enrolled']);
    expect(merged.identifier).toEqual([
      { system: npiSystem, value: '1000000012' },
      { system: sourceIdSystem, value: 'plan/Practitioner/practitioner' },
      { system: 'https://state.example/ids', value: 'S1' },
      { system: sourceIdSystem, value: 'state/Practitioner/s-1', use: 'secondary' },
    ]);

    const before = await versions(client, ['Practitioner']);
    await loadResources(client, [plan.practitioner]);
    await loadResources(client, [state], { source: 'state' });
    expect(await versions(client, ['Practitioner'])).toEqual(before);

    const period = { end: '2026-12-31' };
    await loadResources(client, [{ ...state, qualification: [{ code: { text: 'medi-cal-enrolled' }, period }] }], {
      source: 'state',
    });
    expect((await only(client, 'Practitioner')).qualification).toEqual([
      plan.practitioner.qualification[0],
      { code: { text: 'medi-cal-enrolled' }, period },
    ]);
  });

  it('joins a record that was made by hand, twice without another version', async () => {
    const client = await openStore();
    const { id: _none, ...byHand } = plan.practitioner;
    const made = await client.createResource<Practitioner>({ ...byHand, birthDate: '1970-01-01' });
    await loadResources(client, [plan.practitioner]);
    const joined = await only(client, 'Practitioner');
    expect([joined.id, joined.birthDate]).toEqual([made.id, '1970-01-01']);
    const before = await versions(client, ['Practitioner']);
    await loadResources(client, [plan.practitioner]);
    expect(await versions(client, ['Practitioner'])).toEqual(before);
  });

  it('is one record though two lines of one load have it, and refers to both', async () => {
    const client = await openStore();
    const twin = { ...plan.practitioner, id: 'twin', gender: 'female' } as const;
    const role = { ...plan.role, id: 'twin-role', practitioner: { reference: 'Practitioner/twin' } };
    const records = [...wholePlan, twin, role];
    const report = await loadResources(client, records);
    expect(report.rejected).toEqual([]);
    const { id } = await only(client, 'Practitioner');
    const roles = await all(client, 'PractitionerRole');
    expect(roles.map(({ practitioner }) => practitioner?.reference)).toEqual([
      `Practitioner/${id}`,
      `Practitioner/${id}`,
    ]);
    const before = await versions(client, recordTypes);
    const again = await loadResources(client, records);
    expect(countsOf(again)).toMatchObject({ created: 0, changed: 0, unchanged: records.length });
    expect(await versions(client, recordTypes)).toEqual(before);
  });

  it('keeps two organizations of one load apart that share an NPI', async () => {
    const client = await openStore();
    const unit = { ...plan.group, id: 'unit', name: 'Unit', partOf: { reference: 'Organization/group' } };
    await loadResources(client, [plan.group, unit]);
    expect((await all(client, 'Organization')).map(({ name }) => name).sort()).toEqual(['Cardiology Group', 'Unit']);
    const again = await loadResources(client, [plan.group, unit]);
    expect(countsOf(again)).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
  });

  it('recognizes an organization whose id in the file changed', async () => {
    const client = await openStore();
    await loadResources(client, [plan.group]);
    await loadResources(client, [{ ...plan.group, id: 'renamed', name: 'Heart Group' }]);
    expect((await only(client, 'Organization')).name).toBe('Heart Group');
  });

  it('is rejected when its identifier names two records of record', async () => {
    const client = await openStore();
    const { id: _none, ...byHand } = plan.practitioner;
    await client.createResource<Practitioner>(byHand);
    await client.createResource<Practitioner>(byHand);
    const report = await loadResources(client, [plan.practitioner]);
    expect(report.rejected).toEqual([
      {
        file: 'Bundle',
        entry: 0,
        faults: [{ expression: 'Practitioner.identifier', reason: expect.stringContaining('names 2 records') }],
      },
    ]);
  });
});

function npi<T extends Practitioner | Organization>(record: T, value: string): T {
  return { ...record, identifier: [{ system: npiSystem, value }] };
}
