import type { Flag, Practitioner } from '@medplum/fhirtypes';
import { describe, expect, it, test } from 'vitest';
import { gatherFacts } from '../../src/directory/gatherFacts.ts';
import { createClient } from '../../src/store/embedded/client.ts';
import type { EmbeddedStore, RestReply } from '../../src/store/index.ts';
import {
  coded,
  doctorNpi,
  load,
  networkReference,
  npi,
  onlyItem,
  onlyProfessional,
  type Records,
  role,
  storeWith,
  submitted,
  timeZone,
  today,
} from './support.ts';

const mayBeOld = /^(InsurancePlan|Basic|Organization)\?|^PractitionerRole\?.*specialty=/;
const ofCandidates = /^(Flag|OrganizationAffiliation)\?|^(Practitioner|Location|HealthcareService)\?.*\b_id=/;

/** The requested cardiologist practises outside the network. */
const outside = role('outside', { extension: [networkReference('net-x')] });
const colleague: Practitioner = {
  resourceType: 'Practitioner',
  id: 'colleague',
  active: true,
  identifier: [npi('1558598797')],
  name: [{ family: 'Colleague' }],
};
const candidate = role('candidate', { practitioner: { reference: 'Practitioner/colleague' } });
const listed: Flag = {
  resourceType: 'Flag',
  id: 'listed',
  status: 'active',
  code: coded('https://w3id.org/second-opinion/CodeSystem/exclusion-list', 'oig-leie'),
  subject: { reference: 'Practitioner/doctor' },
};

/** Gathers over a store that remembers for ever what it is allowed to, and notes what it is asked for. */
async function remembering(records: Records) {
  const store: EmbeddedStore = await storeWith({ outside, ...records });
  const replies = new Map<string, RestReply>();
  const asked: { readonly path: string; readonly cacheControl: string | undefined }[] = [];
  const client = createClient(async (request) => {
    const cacheControl = request.headers?.['cache-control'];
    asked.push({ path: request.path, cacheControl });
    const isOld = cacheControl !== undefined && cacheControl !== 'max-age=0';
    const found = isOld ? replies.get(request.path) : undefined;
    const reply = found ?? (await store.request(request));
    if (cacheControl !== undefined) replies.set(request.path, reply);
    return reply;
  });
  const gather = async (maxAge?: number) => {
    asked.length = 0;
    const options = {
      receivedOn: today,
      timeZone,
      products: ['medi-cal'],
      ...(maxAge === undefined ? {} : { maxAge }),
    };
    return onlyItem(await gatherFacts(client, submitted(), options));
  };
  return { store, asked, gather };
}

describe('what may be remembered', () => {
  test('the plan’s configuration and the candidates; never the member, their coverage or whom the request names', async () => {
    const { store, asked, gather } = await remembering({ colleague, candidate });
    const doctor = await store.client.searchOne('Practitioner', `identifier=${doctorNpi}`);
    await gather(5);
    const [old, now] = [true, false].map((isOld) =>
      asked.filter(({ cacheControl }) => (cacheControl === 'max-age=5') === isOld).map(({ path }) => path),
    );
    expect(old?.filter((path) => !mayBeOld.test(path) && !ofCandidates.test(path))).toEqual([]);
    expect(old?.some((path) => path.includes('specialty='))).toBe(true);
    expect(old?.filter((path) => path.includes(doctor?.id ?? 'nobody'))).toEqual([]);
    expect(now?.map((path) => path.split('?')[0]).sort()).toEqual(['Patient', 'Practitioner']);
  });

  it.for([[undefined], [0]])(
    'nothing with a maxAge of %s; the plan’s configuration may be shared',
    async ([maxAge]) => {
      const { asked, gather } = await remembering({ colleague, candidate });
      await gather(maxAge);
      expect(asked.filter(({ cacheControl }) => ![undefined, 'max-age=0'].includes(cacheControl))).toEqual([]);
      const shared = asked.filter(({ cacheControl }) => cacheControl === 'max-age=0').map(({ path }) => path);
      expect(shared.filter((path) => !mayBeOld.test(path))).toEqual([]);
      expect(shared.length).toBeGreaterThan(0);
      expect(asked.length).toBeGreaterThan(shared.length);
    },
  );

  test('the second time only the member and whom the request names are read', async () => {
    const { asked, gather } = await remembering({ colleague, candidate });
    const first = await gather(5);
    const again = await gather(5);
    expect(again).toEqual(first);
    expect(asked.filter(({ cacheControl }) => cacheControl === undefined)).toHaveLength(2);
  });
});

describe('what has changed since', () => {
  test('a flag on the requested professional counts at once', async () => {
    const { store, gather } = await remembering({ colleague, candidate });
    const exclusions = async () => onlyProfessional(await gather(5)).standing.exclusions;
    expect(await exclusions()).toMatchObject({ known: true, value: [] });
    await load(store, [listed]);
    expect(await exclusions()).toMatchObject({ value: [{ list: 'oig-leie' }] });
  });

  test('somebody who has come into the network is found before it is said that nobody is there', async () => {
    const { store, gather } = await remembering({});
    expect((await gather(5)).alternatives.candidates).toEqual([]);
    await load(store, [colleague, candidate]);
    expect((await gather(5)).alternatives.candidates).toMatchObject([{ npi: '1558598797' }]);
  });

  test('that all who are there have come to be barred is read anew', async () => {
    const barred: Flag = { ...listed, subject: { reference: 'Practitioner/colleague' } };
    const { store, gather } = await remembering({ colleague, candidate, barred });
    expect((await gather(5)).alternatives.candidates).toHaveLength(1);
    await load(store, [{ ...barred, status: 'inactive' }]);
    const [found] = (await gather(5)).alternatives.candidates;
    expect(found?.standing.exclusions).toMatchObject({ known: true, value: [] });
  });

  test('somebody who has left stays a candidate for a while: that makes an answer only more careful', async () => {
    const { store, gather } = await remembering({ colleague, candidate });
    await gather(5);
    await load(store, [{ ...candidate, active: false }]);
    expect((await gather(5)).alternatives.candidates).toHaveLength(1);
    expect((await gather()).alternatives.candidates).toHaveLength(0);
  });
});
