import type { ClaimResponse, ServiceRequest } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { ofType, searchAll } from '../../../src/directory/searchAll.ts';
import { reviewActionOf } from '../../../src/pas/response/decidedItems.ts';
import { serviceRequest, storedClaim } from '../storedClaims.ts';
import {
  claimResponseOf,
  type DecisionService,
  decideBy,
  decisionServiceForTest,
  parametersOf,
  people,
} from './support.ts';

interface Row {
  readonly what: string;
  /** @returns its reference */
  readonly write: (service: DecisionService) => Promise<string>;
  /** What the answer says that it answers. */
  readonly answers: (origin: string) => ClaimResponse['request'];
}

const rows: readonly Row[] = [
  {
    what: 'a Claim written straight into the store',
    write: async ({ store }) => `Claim/${(await storedClaim(store.client, '10-network-alternative')).id}`,
    // It is referred to where it can be read.
    answers: (origin) => ({ reference: `http://localhost/fhir/${origin}` }),
  },
  {
    what: 'a ServiceRequest written into the store',
    write: async ({ store }) => {
      const created = await store.client.createResource<ServiceRequest>(serviceRequest('urgent-psychiatry'));
      return `ServiceRequest/${created.id}`;
    },
    // What was never a Claim of the sender has none to refer to, and says so.
    answers: () => ({
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'not-applicable' }],
    }),
  },
];

test.each(rows)('$what is decided like any other, and answered with a Bundle', async ({ write, answers }) => {
  const service = await decisionServiceForTest(true);
  const origin = await write(service);
  await service.store.idle();
  service.setNow(Temporal.Now.instant());
  const found = await searchAll(service.store.client, 'Task', { 'based-on': origin });
  const [review, ...others] = ofType(found.resources, 'Task');
  expect(others).toEqual([]);
  const said = { decision: 'deny', reviewer: people.physician, reason: 'Criterion VI.B is not met.' };
  const reply = await decideBy(service, review?.id ?? '', parametersOf(said));
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  const response = claimResponseOf(reply.body);
  expect((response.item ?? []).map(reviewActionOf)).toEqual(['A3']);
  expect(response.request).toEqual(answers(origin));
  await service.store.idle();
  const after = await searchAll(service.store.client, 'Task', { 'based-on': origin });
  expect(
    ofType(after.resources, 'Task')
      .map(({ code, status }) => `${code?.coding?.[0]?.code} ${status}`)
      .sort(),
  ).toEqual(['notify-member requested', 'notify-provider requested', 'review completed']);
});
