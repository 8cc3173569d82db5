import type { MedplumClient } from '@medplum/core';
import type { Coverage, Organization, Patient, Practitioner, PractitionerRole, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { failureOf, openClient, testSystem, textsOf, unique } from './harness.ts';

const npi = 'http://hl7.org/fhir/sid/us-npi';
const nucc = 'http://nucc.org/provider-taxonomy';

/** A small directory, all of it tagged with `run`, so that searches find nothing else. */
async function seed(client: MedplumClient) {
  const run = unique();
  const meta = { tag: [{ system: testSystem, code: run }] };
  const group = await client.createResource<Organization>({
    resourceType: 'Organization',
    meta,
    name: 'Álamo Heart Group',
  });
  const garcia = await client.createResource<Practitioner>({
    resourceType: 'Practitioner',
    meta,
    identifier: [{ system: npi, value: `${run}-1` }],
    name: [{ family: 'García', given: ['Ana', 'Luz'] }],
    birthDate: '1970-03-01',
  });
  const osei = await client.createResource<Practitioner>({
    resourceType: 'Practitioner',
    meta,
    identifier: [{ system: npi, value: `${run}-2` }, { value: `${run}-local` }],
    name: [{ family: 'Osei', given: ['Kofi'] }],
    gender: 'male',
    telecom: [{ system: 'email', value: 'Kofi.Osei@example.org' }],
  });
  const role = (
    of: Practitioner,
    code: string,
    period: PractitionerRole['period'],
    active = true,
  ): PractitionerRole => ({
    resourceType: 'PractitionerRole',
    meta,
    active,
    practitioner: { reference: `Practitioner/${of.id}` },
    organization: { reference: `Organization/${group.id}` },
    specialty: [{ coding: [{ system: nucc, code, display: 'A specialty' }] }],
    period,
  });
  await client.createResource(role(garcia, '207RC0000X', { start: '2026-01-01', end: '2026-06-30' }));
  await client.createResource(role(osei, '207RC0000X', { start: '2026-04-01' }));
  await client.createResource(role(osei, '2084N0400X', { start: '2025-01-01', end: '2025-12-31' }, false));
  await client.createResource<Coverage>({
    resourceType: 'Coverage',
    meta,
    status: 'active',
    beneficiary: { reference: 'Patient/00000000-0000-4000-8000-00000000000a' },
    payor: [{ identifier: { system: testSystem, value: `${run}-plan` } }],
  });
  await client.createResource<Patient>({
    resourceType: 'Patient',
    meta,
    birthDate: '2001-02',
    multipleBirthInteger: 2,
  });
  return { run, group: group.id, garcia: garcia.id, osei: osei.id };
}

type Seed = Awaited<ReturnType<typeof seed>>;

/** `found`: how many of the seeded resources of the type. */
const rows: readonly { type: Resource['resourceType']; query: string; found: number }[] = [
  { type: 'Practitioner', query: `identifier=${npi}|{run}-1`, found: 1 },
  { type: 'Practitioner', query: 'identifier={run}-1', found: 1 },
  { type: 'Practitioner', query: `identifier=|{run}-1`, found: 0 },
  { type: 'Practitioner', query: `identifier=|{run}-local`, found: 1 },
  { type: 'Practitioner', query: `identifier=${npi}|`, found: 2 },
  { type: 'Practitioner', query: `identifier=${npi}|{run}-1,${npi}|{run}-2`, found: 2 },
  { type: 'Practitioner', query: `identifier=${npi}|{run}-1&gender=male`, found: 0 },
  { type: 'Practitioner', query: 'gender:missing=true', found: 1 },
  { type: 'Practitioner', query: 'gender:missing=false', found: 1 },
  { type: 'Practitioner', query: 'gender:not=male', found: 1 },
  { type: 'Practitioner', query: '_id={garcia}', found: 1 },
  { type: 'Practitioner', query: '_id={garcia},{osei}', found: 2 },
  { type: 'Practitioner', query: '_id:not={garcia}', found: 1 },
  { type: 'Practitioner', query: 'family=garcia', found: 1 },
  { type: 'Practitioner', query: 'family=GARC', found: 1 },
  { type: 'Practitioner', query: 'name=luz', found: 1 },
  { type: 'Practitioner', query: 'family=arc', found: 0 },
  { type: 'Practitioner', query: 'family:contains=arc', found: 1 },
  { type: 'Practitioner', query: 'family:exact=García', found: 1 },
  { type: 'Practitioner', query: 'family:exact=garcía', found: 0 },
  { type: 'Practitioner', query: 'email=kofi.osei@example.org', found: 1 },
  { type: 'Practitioner', query: '_tag:not=https://example.org/other|x', found: 2 },
  { type: 'Organization', query: 'name=alamo', found: 1 },
  { type: 'PractitionerRole', query: `specialty=${nucc}|207RC0000X`, found: 2 },
  { type: 'PractitionerRole', query: `specialty=${nucc}|207RC0000X,${nucc}|2084N0400X`, found: 3 },
  { type: 'PractitionerRole', query: 'specialty=A specialty', found: 0 },
  { type: 'PractitionerRole', query: 'practitioner=Practitioner/{osei}', found: 2 },
  { type: 'PractitionerRole', query: 'practitioner={osei}', found: 2 },
  { type: 'PractitionerRole', query: 'practitioner:not=Practitioner/{osei}', found: 1 },
  { type: 'PractitionerRole', query: 'practitioner=Practitioner/{osei}&active=true', found: 1 },
  { type: 'PractitionerRole', query: 'active:not=true', found: 1 },
  { type: 'PractitionerRole', query: `practitioner.identifier=${npi}|{run}-2`, found: 2 },
  { type: 'PractitionerRole', query: 'practitioner:Practitioner.family=garcia', found: 1 },
  { type: 'PractitionerRole', query: 'organization.name=alamo', found: 3 },
  { type: 'Practitioner', query: `_has:PractitionerRole:practitioner:specialty=${nucc}|2084N0400X`, found: 1 },
  { type: 'PractitionerRole', query: 'date=2026', found: 1 },
  { type: 'PractitionerRole', query: 'date=ge2026-07-01', found: 1 },
  { type: 'PractitionerRole', query: 'date=le2025-12-31', found: 1 },
  { type: 'PractitionerRole', query: 'date=ap2026-05-01', found: 2 },
  { type: 'PractitionerRole', query: 'date=sa2026-02-01', found: 1 },
  { type: 'PractitionerRole', query: 'date=eb2026-02-01', found: 1 },
  { type: 'Patient', query: 'birthdate=2001', found: 1 },
  { type: 'Patient', query: 'birthdate=2001-02', found: 1 },
  { type: 'Patient', query: 'birthdate=2001-02-01', found: 0 },
  { type: 'Patient', query: 'birthdate=lt2001-03-01', found: 1 },
  { type: 'Patient', query: 'birthdate=gt2001-02', found: 0 },
  { type: 'Coverage', query: `payor:identifier=${testSystem}|{run}-plan`, found: 1 },
  { type: 'Coverage', query: `payor:identifier=${testSystem}|{run}-other`, found: 0 },
  { type: 'Coverage', query: 'status=active,cancelled', found: 1 },
  { type: 'Coverage', query: '_lastUpdated=gt2020-01-01', found: 1 },
  { type: 'Coverage', query: '_lastUpdated=lt2020-01-01', found: 0 },
];

/** Where a Medplum server compares dates otherwise (overlap in place of containment). */
const embeddedOnly = /date=/;

describe('search', () => {
  test.each(rows.filter(({ query }) => !process.env.MEDPLUM_TEST_BASE_URL || !embeddedOnly.test(query)))(
    '$type?$query finds $found',
    async ({ type, query, found }) => {
      const client = await openClient();
      const seeded: Seed = await seed(client);
      const filled = query.replaceAll(/\{(\w+)\}/g, (_, name: keyof Seed) => seeded[name]);
      expect(await client.searchResources(type, `${filled}&_tag=${testSystem}|${seeded.run}`)).toHaveLength(found);
    },
  );

  test('_include and _revinclude add what is referred to and what refers, once each', async () => {
    const client = await openClient();
    const { run, osei, group } = await seed(client);
    const bundle = await client.search(
      'Practitioner',
      `_id=${osei}&_revinclude=PractitionerRole:practitioner&_include:iterate=PractitionerRole:organization&_tag=${testSystem}|${run}`,
    );
    const modes = bundle.entry?.map(({ search, resource }) => `${search?.mode} ${resource?.resourceType}`).sort();
    expect(modes).toEqual([
      'include Organization',
      'include PractitionerRole',
      'include PractitionerRole',
      'match Practitioner',
    ]);
    expect(bundle.entry?.filter(({ resource }) => resource?.id === group)).toHaveLength(1);
  });

  test.each([
    { query: '', total: undefined, entries: 3 },
    { query: '&_total=accurate', total: 3, entries: 3 },
    { query: '&_total=accurate&_count=1', total: 3, entries: 1 },
    { query: '&_summary=count', total: 3, entries: 0 },
    { query: '&_count=0', total: undefined, entries: 0 },
  ])('PractitionerRole?_tag=…$query answers total $total and $entries entries', async ({ query, total, entries }) => {
    const client = await openClient();
    const { run } = await seed(client);
    const bundle = await client.search('PractitionerRole', `_tag=${testSystem}|${run}${query}`);
    expect(bundle.total).toBe(total);
    expect(bundle.entry ?? []).toHaveLength(entries);
  });

  test.each([
    { sort: 'gender', order: ['Osei', 'García'] },
    { sort: '-family', order: ['Osei', 'García'] },
    { sort: 'family', order: ['García', 'Osei'] },
    { sort: '-_lastUpdated', order: ['Osei', 'García'] },
    { sort: '_lastUpdated', order: ['García', 'Osei'] },
  ])('_sort=$sort answers $order', async ({ sort, order }) => {
    const client = await openClient();
    const { run } = await seed(client);
    const found = await client.searchResources('Practitioner', `_tag=${testSystem}|${run}&_sort=${sort}`);
    expect(found.map(({ name }) => name?.[0]?.family)).toEqual(order);
  });

  test('_elements answers those elements only, and says so', async () => {
    const client = await openClient();
    const { osei } = await seed(client);
    const [found] = await client.searchResources('Practitioner', `_id=${osei}&_elements=gender`);
    expect(found).toMatchObject({ id: osei, gender: 'male' });
    expect(found).not.toHaveProperty('name');
    expect(found?.meta?.tag).toContainEqual(expect.objectContaining({ code: 'SUBSETTED' }));
  });
});

describe('a search that is not understood is refused', () => {
  test.each([
    { query: 'colour=blue', text: 'Supported: _id, _lastUpdated,' },
    { query: 'family:above=x', text: 'it takes eq, contains, exact, missing' },
    { query: '_sort=colour', text: 'Cannot sort Practitioner by "colour"' },
    { query: '_count=many', text: '"_count" must be a whole number' },
    { query: '_offset=10001', text: 'follow the next links' },
    { query: '_cursor=invented', text: 'follow the next link' },
    { query: 'identifier=', text: 'empty value' },
    { query: 'gender:missing=maybe', text: 'true or false' },
    {
      query: '_has:PractitionerRole:colour:active=true',
      text: 'Unknown search parameter "colour" for PractitionerRole',
    },
  ])('Practitioner?$query: $text', async ({ query, text }) => {
    const client = await openClient();
    const failure = await failureOf(client.search('Practitioner', query));
    expect(failure.status).toBe(400);
    if (!process.env.MEDPLUM_TEST_BASE_URL) expect(textsOf(failure).join('\n')).toContain(text);
  });

  test('all that is wrong is said at once', async () => {
    const client = await openClient();
    const failure = await failureOf(client.search('Practitioner', 'colour=blue&shape=round&family:above=x'));
    if (process.env.MEDPLUM_TEST_BASE_URL) return;
    expect(failure.outcome.issue).toHaveLength(3);
  });
});
