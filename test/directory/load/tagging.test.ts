import type { PractitionerRole } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import type { RecordResource } from '../../../src/directory/load/recordTypes.ts';
import { areaTagSystem, networkTagSystem, taxonomyCodes } from '../../../src/fhir/systems.ts';
import { all, countsOf, loadResources, networkReference, only, openStore, plan, wholePlan } from './support.ts';

const coast: RecordResource = {
  ...plan.network,
  id: 'coast',
  identifier: [{ system: 'https://plan.example/networks', value: 'coast' }],
};
const own: PractitionerRole = {
  ...plan.role,
  extension: [{ url: networkReference, valueReference: { reference: 'Organization/coast' } }],
};

const codes = ({ meta }: PractitionerRole) =>
  (meta?.tag ?? []).filter(({ system }) => system === networkTagSystem).map(({ code }) => code);

const areas = ({ meta }: PractitionerRole) =>
  (meta?.tag ?? []).filter(({ system }) => system === areaTagSystem).map(({ code }) => code);

const replaced = (role: PractitionerRole) => [...wholePlan.filter((record) => record !== plan.role), coast, role];

it.for<[why: string, records: readonly RecordResource[], tags: string[]]>([
  ['its group is affiliated', wholePlan, ['valley']],
  ['its own reference outranks its group’s', replaced(own), ['coast']],
  ['neither', wholePlan.filter((record) => record !== plan.affiliation), []],
])('a role is tagged when written, in its first version: %s', async ([, records, tags]) => {
  const client = await openStore();
  expect((await loadResources(client, records)).rejected).toEqual([]);
  const role = await only(client, 'PractitionerRole');
  expect(codes(role)).toEqual(tags);
  const history = await client.readHistory('PractitionerRole', role.id ?? '');
  expect(history.entry).toHaveLength(1);
  const found = await client.searchResources('PractitionerRole', { _tag: `${networkTagSystem}|valley` });
  expect(found).toHaveLength(tags.includes('valley') ? 1 : 0);
});

it('tags roles of record when their group is affiliated later, moved, and affiliated no more', async () => {
  const client = await openStore();
  const rest = wholePlan.filter((record) => record !== plan.affiliation);
  await loadResources(client, [...rest, coast]);
  expect(codes(await only(client, 'PractitionerRole'))).toEqual([]);
  await loadResources(client, [plan.affiliation]);
  expect(codes(await only(client, 'PractitionerRole'))).toEqual(['valley']);
  await loadResources(client, [{ ...plan.affiliation, network: [{ reference: 'Organization/coast' }] }]);
  expect(codes(await only(client, 'PractitionerRole'))).toEqual(['coast']);
  await loadResources(client, [...rest, coast], { snapshot: true });
  expect(codes(await only(client, 'PractitionerRole'))).toEqual([]);
});

it('follows a network that is given another identifier', async () => {
  const client = await openStore();
  await loadResources(client, wholePlan);
  const identifier = [{ system: 'https://plan.example/networks', value: 'v & w, + x' }];
  await loadResources(client, [{ ...plan.network, identifier }]);
  expect(codes(await only(client, 'PractitionerRole'))).toEqual(['v & w, + x']);
  await loadResources(client, [plan.network]);
  expect(codes(await only(client, 'PractitionerRole'))).toEqual(['valley']);
});

it('restores tags that an update without meta wiped, and keeps tags that others set', async () => {
  const client = await openStore();
  await loadResources(client, wholePlan);
  const { meta: _wiped, ...role } = await only(client, 'PractitionerRole');
  const other = { system: 'https://plan.example/tags', code: 'kept' };
  await client.updateResource<PractitionerRole>({ ...role, meta: { tag: [other] } });
  const report = await loadResources(client, wholePlan);
  expect(countsOf(report)).toMatchObject({ changed: 1, unchanged: wholePlan.length - 1 });
  const [restored] = await all(client, 'PractitionerRole');
  expect(restored && codes(restored)).toEqual(['valley']);
  expect(restored?.meta?.tag).toContainEqual(other);
});

it('tags a role that its own group refers to', async () => {
  const client = await openStore();
  const url = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/via-intermediary';
  const extension = [{ url, valueReference: { reference: 'PractitionerRole/role' } }];
  const group = { ...plan.group, telecom: [{ extension }] };
  const records = wholePlan.map((record) => (record === plan.group ? group : record));
  expect((await loadResources(client, records)).rejected).toEqual([]);
  expect(codes(await only(client, 'PractitionerRole'))).toEqual(['valley']);
  expect(await loadResources(client, records)).toMatchObject({ changed: 0, unchanged: records.length });
});

it('tags a role with its specialties in the areas of its locations, and follows a location that moves', async () => {
  const client = await openStore();
  const at = (postalCode: string): RecordResource => ({
    resourceType: 'Location',
    id: 'clinic',
    address: { postalCode, city: 'Ukiah' },
  });
  const role: PractitionerRole = {
    ...plan.role,
    specialty: [{ coding: [{ system: taxonomyCodes, code: '207RC0000X' }] }],
    location: [{ reference: 'Location/clinic' }],
  };
  const records = [...wholePlan.filter((record) => record !== plan.role), at('95482'), role];
  await loadResources(client, records);
  expect(areas(await only(client, 'PractitionerRole'))).toEqual(['207RC0000X@95482', '207RC0000X@ukiah']);
  await loadResources(client, [at('95490')]);
  expect(areas(await only(client, 'PractitionerRole'))).toEqual(['207RC0000X@95490', '207RC0000X@ukiah']);
  expect(await loadResources(client, [at('95490'), role])).toMatchObject({ changed: 0, created: 0 });
});
