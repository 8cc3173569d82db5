import type { Claim, Provenance, Reference, RelatedPerson, ServiceRequest } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerServiceRequest } from '../../src/intake/storedRequests.ts';
import { caseOf, storedCase } from './cases.ts';
import { answerTo, intakeStores, message, type OpenIntake } from './harness.ts';
import { serviceRequest } from './storedClaims.ts';

const npi = (value: string) => ({ system: 'http://hl7.org/fhir/sid/us-npi', value });
const representative: RelatedPerson = {
  resourceType: 'RelatedPerson',
  id: 'r',
  patient: { display: 'The member' },
  identifier: [{ system: 'urn:test:person', value: '77' }],
  name: [{ family: 'Quillon' }],
};

/** Who asked, as the Provenance of the answer says it. */
function askersIn(provenances: readonly Provenance[]) {
  const [{ agent = [] } = {}] = provenances;
  expect(agent.some(({ who }) => who.identifier?.value === 'second-opinion')).toBe(true);
  return agent
    .filter(({ who }) => who.identifier?.value !== 'second-opinion')
    .map(({ type, role, who }) => ({ type: type?.coding?.[0]?.code, role: role?.[0]?.text, who }));
}

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`who asked, in the Provenance of a case in ${store.name}`, () => {
    let intake: OpenIntake;
    let member: string;
    beforeAll(async () => {
      intake = await store.open();
      const patient = await intake.client.searchOne('Patient', 'identifier=RC100001');
      member = `Patient/${patient?.id}`;
    });
    afterAll(() => intake?.close());

    async function ofOrder(change: Partial<ServiceRequest>): Promise<{
      readonly askers: ReturnType<typeof askersIn>;
      readonly provider: Claim['provider'] | undefined;
      readonly text: string;
    }> {
      const order = serviceRequest('out-of-network-heart-failure', change);
      const created = await intake.client.createResource(order);
      await answerServiceRequest(intake.context, created);
      const { provenances, claims } = await storedCase(intake.client, `service-request|${created.id}`);
      return {
        askers: askersIn(provenances),
        provider: claims[0]?.provider,
        text: JSON.stringify([provenances, claims]),
      };
    }

    test('the member: the record of the member, and the plan’s Organization enters it', async () => {
      const { askers, provider } = await ofOrder({ requester: { reference: member } });
      expect(askers).toMatchObject([
        { type: 'author', role: expect.stringContaining('member'), who: { reference: member } },
      ]);
      expect(provider?.reference).toMatch(/^Organization\//);
    });

    test('a representative: named, said to be not verified, and the plan’s Organization enters it', async () => {
      const contained = [representative];
      const { askers, provider, text } = await ofOrder({ contained, requester: { reference: '#r' } });
      expect(askers).toEqual([
        {
          type: 'author',
          role: expect.stringContaining('not verified'),
          who: {
            type: 'RelatedPerson',
            identifier: { system: 'urn:test:person', value: '77' },
            display: 'RelatedPerson of the request',
          },
        },
      ]);
      expect(provider?.reference).toMatch(/^Organization\//);
      expect(text).not.toContain('Quillon');
      expect(text).not.toContain('not part of the request');
    });

    test('a representative told in words alone', async () => {
      const requester: Reference<RelatedPerson> = { type: 'RelatedPerson', display: 'A daughter' };
      const { askers } = await ofOrder({ requester });
      expect(askers).toMatchObject([{ role: expect.stringContaining('not verified'), who: requester }]);
    });

    test('a professional within the order: the Claim names them, and so does the Provenance', async () => {
      const { askers, provider } = await ofOrder({
        contained: [
          {
            resourceType: 'Practitioner',
            id: 'p',
            identifier: [npi('1900000260')],
            name: [{ family: 'Vance', given: ['Ida'] }],
          },
        ],
        requester: { reference: '#p' },
      });
      const who = { type: 'Practitioner', identifier: npi('1900000260'), display: 'Ida Vance' };
      expect(provider).toEqual(who);
      expect(askers).toMatchObject([{ role: expect.stringContaining('professional'), who }]);
    });

    test('nobody, in an order without a requester: no agent but the software', async () => {
      expect((await ofOrder({ requester: undefined })).askers).toEqual([]);
    });

    test('a PAS request: who ordered, else who submits', async () => {
      const asked = message('10-network-alternative');
      await answerTo(intake.context, asked);
      expect(askersIn((await caseOf(intake.client, asked)).provenances)).toMatchObject([
        { type: 'author', role: expect.stringContaining('professional') },
      ]);
      const byMember = message('10-network-alternative', ({ entry = [] }) => {
        const of = (type: string) => entry.find(({ resource }) => resource?.resourceType === type);
        const order = of('ServiceRequest')?.resource;
        if (order?.resourceType === 'ServiceRequest') order.requester = { reference: of('Patient')?.fullUrl };
      });
      await answerTo(intake.context, byMember);
      expect(askersIn((await caseOf(intake.client, byMember)).provenances)).toMatchObject([
        { who: { reference: member } },
      ]);
    });
  });
}
