import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { endRecord } from '../../../src/directory/load/endRecord.ts';
import { type RecordResource, recordTypes } from '../../../src/directory/load/recordTypes.ts';
import {
  all,
  bundleOf,
  countsOf,
  loadPlanData,
  loadResources,
  only,
  openStore,
  plan,
  today,
  versions,
  wholePlan,
  writeFiles,
} from './support.ts';

const without = (...records: RecordResource[]): Resource[] => wholePlan.filter((record) => !records.includes(record));

it('ends what the source no longer holds, once, and takes it up again', async () => {
  const client = await openStore();
  await loadResources(client, wholePlan);
  const report = await loadResources(client, without(plan.role, plan.coverage, plan.flag), { snapshot: true });
  expect(countsOf(report)).toEqual({ created: 0, changed: 0, unchanged: wholePlan.length - 3, ended: 3, rejected: 0 });
  expect(await only(client, 'PractitionerRole')).toMatchObject({
    active: false,
    period: { start: '2024-01-01', end: today },
  });
  expect(await only(client, 'Coverage')).toMatchObject({
    status: 'cancelled',
    period: { start: '2024-01-01', end: today },
  });
  expect(await only(client, 'Flag')).toMatchObject({ status: 'inactive', period: { start: '2025-01-01', end: today } });

  const before = await versions(client, recordTypes);
  await loadResources(client, without(plan.role, plan.coverage, plan.flag), { snapshot: true, today: '2026-12-01' });
  expect(await versions(client, recordTypes)).toEqual(before);

  await loadResources(client, wholePlan, { snapshot: true });
  const role = await only(client, 'PractitionerRole');
  expect([role.active, role.period]).toEqual([true, { start: '2024-01-01' }]);
});

it('ends nothing without --snapshot', async () => {
  const client = await openStore();
  await loadResources(client, wholePlan);
  const before = await versions(client, recordTypes);
  expect((await loadResources(client, without(plan.role))).ended).toBe(0);
  expect(await versions(client, recordTypes)).toEqual(before);
});

it('leaves other sources’ records alone, and keeps what another source holds too', async () => {
  const client = await openStore();
  await loadResources(client, wholePlan);
  const list = { ...plan.flag, id: 'listed' };
  await loadResources(client, [plan.practitioner, list], { source: 'sam' });
  const location = { resourceType: 'Location', id: 'l', status: 'active' } as const;
  const report = await loadResources(client, [location], { source: 'sam', snapshot: true });
  expect(report.ended).toBe(2);
  expect((await only(client, 'Practitioner')).active).toBe(true);
  expect((await all(client, 'Flag')).map(({ status }) => status).sort()).toEqual(['active', 'inactive']);
  expect((await only(client, 'PractitionerRole')).active).toBe(true);
});

it('hands a record its owner no longer holds to the next source', async () => {
  const client = await openStore();
  await loadResources(client, wholePlan);
  await loadResources(client, [plan.practitioner], { source: 'state' });
  await loadResources(client, without(plan.practitioner, plan.role, plan.flag), { snapshot: true });
  expect((await only(client, 'Practitioner')).active).toBe(true);
  const renamed = { ...plan.practitioner, name: [{ family: 'Renamed' }] };
  await loadResources(client, [renamed], { source: 'state' });
  expect((await only(client, 'Practitioner')).name).toEqual([{ family: 'Renamed' }]);
});

describe('a snapshot with rejected lines', () => {
  it('does not end what a rejected line names', async () => {
    const client = await openStore();
    await loadResources(client, wholePlan);
    const bad = { ...plan.flag, colour: 'red' };
    const report = await loadResources(client, [...without(plan.flag), bad], { snapshot: true });
    expect(countsOf(report)).toMatchObject({ ended: 0, rejected: 1 });
    expect((await only(client, 'Flag')).status).toBe('active');
  });

  it.for([
    ['a truncated line', `${JSON.stringify(plan.plan)}\n{"resourceType":"Fl`],
    ['no record', ''],
  ] as const)('ends nothing when it holds %s', async ([, content]) => {
    const client = await openStore();
    await loadPlanData(client, [bundleOf(wholePlan)], { today });
    const files = await writeFiles({ 'plan.ndjson': content });
    const report = await loadPlanData(client, files, { today, snapshot: true });
    expect(report.ended).toBe(0);
    expect(report.rejected.at(-1)).toMatchObject({
      file: 'snapshot',
      faults: [{ reason: expect.stringMatching(/^ended nothing/) }],
    });
    expect((await only(client, 'Flag')).status).toBe('active');
  });
});

const insurancePlan: RecordResource = { resourceType: 'InsurancePlan', status: 'active' };
const endpoint: RecordResource = {
  resourceType: 'Endpoint',
  status: 'active',
  connectionType: { code: 'x' },
  payloadType: [],
  address: 'https://plan.example',
};

it.for<[RecordResource, object]>([
  [plan.group, { active: false }],
  [plan.practitioner, { active: false }],
  [plan.member, { active: false }],
  [{ resourceType: 'HealthcareService' }, { active: false }],
  [{ resourceType: 'Location' }, { status: 'inactive' }],
  [plan.affiliation, { active: false, period: { start: '2024-01-01', end: today } }],
  [
    { resourceType: 'RelatedPerson', patient: {} },
    { active: false, period: { end: today } },
  ],
  [insurancePlan, { status: 'retired', period: { end: today } }],
  [endpoint, { status: 'off', period: { end: today } }],
  [{ ...plan.role, period: { end: '2025-06-30' } }, { period: { end: '2025-06-30' } }],
  [{ ...plan.role, period: { end: '2027-06-30' } }, { period: { end: today } }],
  [{ ...plan.role, period: { start: '2027-01-01' } }, { period: { start: '2027-01-01', end: '2027-01-01' } }],
  [{ ...plan.role, period: { start: today } }, { period: { start: today, end: today } }],
])('%j ends as %j', ([record, expected]) => {
  expect(endRecord(record, today)).toMatchObject(expected);
});
