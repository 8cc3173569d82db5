import type { MedplumClient } from '@medplum/core';
import type { Bundle, Claim, ClaimResponse, Communication, Extension } from '@medplum/fhirtypes';
import { expect, it, onTestFinished } from 'vitest';
import { toBase64 } from '../../../src/fhir/base64.ts';
import { concept, extensionOf } from '../../../src/fhir/elements.ts';
import { x12 } from '../../../src/fhir/systems.ts';
import { answerClaim, answerServiceRequest } from '../../../src/intake/storedRequests.ts';
import { pasExtension } from '../../../src/pas/codes.ts';
import { caseOf } from '../../intake/cases.ts';
import { answerTo, encode, later, message, type OpenIntake, openEmbedded } from '../../intake/harness.ts';
import { serviceRequest, storedClaim } from '../../intake/storedClaims.ts';
import { actionsOf } from '../../support/fhirHttp.ts';
import { ask, askFor, firstOf, only } from './asking.ts';
import type { Asked } from './inquiries.ts';

const pended = '10-network-alternative';

async function opened(): Promise<OpenIntake> {
  const intake = await openEmbedded();
  onTestFinished(() => intake.close());
  return intake;
}

function referenceNumber(response: ClaimResponse): string {
  const [item] = response.item ?? [];
  return extensionOf(item, pasExtension.administrationReferenceNumber)?.valueString ?? '';
}

function byNumber(number: string): Asked {
  const extension: Extension[] = [{ url: pasExtension.administrationReferenceNumber, valueString: number }];
  return { items: [{ extension }] };
}

/** As a person's approval leaves the answer: another action, a certification number, no reference number. */
async function certify(client: MedplumClient, id: string | undefined): Promise<ClaimResponse> {
  const response = await client.readResource('ClaimResponse', id ?? '');
  const review: Extension = {
    url: pasExtension.reviewAction,
    extension: [
      { url: 'number', valueString: 'AUTH-BY-HAND' },
      { url: pasExtension.reviewActionCode, valueCodeableConcept: concept(x12(306), 'A1') },
    ],
  };
  const item = response.item?.map((one) => ({
    ...one,
    extension: one.extension?.filter(({ url }) => url !== pasExtension.administrationReferenceNumber),
    adjudication: one.adjudication.map((adjudication) => ({ ...adjudication, extension: [review] })),
  }));
  return client.updateResource<ClaimResponse>({ ...response, item });
}

it('what was pended and is certified is found as it now stands, by its old number and by its new one', async () => {
  const { client, context } = await opened();
  const before = await answerTo(context, message(pended));
  const number = referenceNumber(before);
  expect(actionsOf(only(await askFor(context, byNumber(number))))).toEqual([{ sequence: 1, action: 'A4' }]);
  const { meta } = await certify(client, before.id);
  for (const known of [number, 'AUTH-BY-HAND']) {
    const now = only(await askFor(context, byNumber(known)));
    expect(now).toMatchObject({ id: before.id, meta: { versionId: meta?.versionId } });
    expect(actionsOf(now)).toEqual([{ sequence: 1, action: 'A1' }]);
  }
});

it('two cases of one member: both, and each by its own number', async () => {
  const { context } = await opened();
  const first = await answerTo(context, message(pended));
  const second = await answerTo(context, message('10-not-enrolled'));
  expect((await askFor(context, {})).map(({ id }) => id).toSorted()).toEqual([first.id, second.id].toSorted());
  for (const { id, item } of [first, second]) {
    const asked = byNumber(referenceNumber({ item } as ClaimResponse));
    expect(only(await askFor(context, asked)).id).toBe(id);
  }
});

it.for([200, 2000])('a pended case is found %i days later', async (days) => {
  const { context } = await opened();
  const { id } = await answerTo(context, message(pended));
  const [bundle] = await ask(later(context, { hours: days * 24 }), {});
  expect(firstOf(bundle).id).toBe(id);
  const passed = Date.parse(bundle?.timestamp ?? '') - Date.now();
  expect(Math.round(passed / 86_400_000)).toBe(days);
});

it('a request that failed for a business error opened no case, and its answer is found beside the cases in the order of receipt', async () => {
  const { context } = await opened();
  const first = await answerTo(context, message(pended));
  const { id, outcome } = await answerTo(context, message('1-71-birth-date-contradicts'));
  const last = await answerTo(context, message('10-not-enrolled'));
  expect(outcome).toBe('error');
  expect((await askFor(context, { npi: '1800000147' })).map((found) => found.id)).toEqual([last.id, id, first.id]);
});

it('a Claim written into the store that failed is found by its parties, and by nobody else', async () => {
  const { client, context } = await opened();
  const claim = await storedClaim(client, '1-79-other-payer');
  await answerClaim(context, claim);
  const found = only(await askFor(context, {}));
  expect(found).toMatchObject({
    outcome: 'error',
    request: { reference: expect.stringContaining(`Claim/${claim.id}`) },
  });
  expect(await askFor(context, { npi: '1800000139' })).toEqual([]);
});

it("a member's own request, which the plan itself sends, is found by who is to perform, not by the plan's NPI", async () => {
  const { context } = await opened();
  const { id, requestor } = await answerTo(context, message('6-member-asks'));
  expect(requestor).toEqual({ reference: expect.stringMatching(/^urn:uuid:/) });
  expect(await askFor(context, { npi: '1800000014', member: 'RC100010' })).toEqual([]);
  expect(only(await askFor(context, { npi: '1900000138', member: 'RC100010' })).id).toBe(id);
});

it('a case with another payer is not found', async () => {
  const { client, context } = await opened();
  const { id } = await answerTo(context, message(pended));
  const stored = await client.readResource('ClaimResponse', id ?? '');
  const other = await client.createResource({ resourceType: 'Organization', name: 'Another payer' });
  await client.updateResource<ClaimResponse>({ ...stored, insurer: { reference: `Organization/${other.id}` } });
  expect(await askFor(context, {})).toEqual([]);
});

it('what documents the sender was asked for is not repeated to others', async () => {
  const { client, context } = await opened();
  const { id } = await answerTo(context, message(pended));
  const stored = await client.readResource('ClaimResponse', id ?? '');
  const communicationRequest: ClaimResponse['communicationRequest'] = [{ display: 'Operative note' }];
  await client.updateResource<ClaimResponse>({ ...stored, communicationRequest });
  const found = only(await askFor(context, {}));
  expect(found.id).toBe(id);
  expect(found).not.toHaveProperty('communicationRequest');
});

/** An update of a request: the same member and requestor, and the Claim before it. */
function update(body: Uint8Array, how: 'included' | 'by identifier'): Uint8Array {
  const before: Bundle = JSON.parse(new TextDecoder().decode(body));
  const [first] = before.entry ?? [];
  const prior = first?.resource as Claim;
  return message(pended, (bundle) => {
    const claim = bundle.entry?.[0]?.resource as Claim;
    if (bundle.entry?.[0]) bundle.entry[0].fullUrl = 'urn:uuid:0b0c8a6e-6f0e-4d34-9f0e-3d1d8f7f2aff';
    const named =
      how === 'included' ? { reference: before.entry?.[0]?.fullUrl } : { identifier: prior.identifier?.[0] };
    claim.related = [
      {
        claim: named,
        relationship: concept('http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship', 'prior'),
      },
    ];
    for (const item of claim.item ?? []) item.quantity = { value: 2, unit: 'visits' };
    if (how === 'included') bundle.entry?.push({ fullUrl: before.entry?.[0]?.fullUrl ?? '', resource: prior });
  });
}

it.for(['included', 'by identifier'] as const)(
  'the number of a request that was updated, its Claim %s: the update',
  async (how) => {
    const { context } = await opened();
    const body = message(pended);
    const other = await answerTo(context, message('10-not-enrolled'));
    const replaced = await answerTo(context, body);
    const current = await answerTo(context, update(body, how));
    expect(referenceNumber(current)).not.toBe(referenceNumber(replaced));
    expect(only(await askFor(context, byNumber(referenceNumber(replaced)))).id).toBe(current.id);
    expect((await askFor(context, {})).map(({ id }) => id).toSorted()).toEqual([other.id, current.id].toSorted());
  },
);

it('a Claim written straight into the store is found by its parties', async () => {
  const { client, context } = await opened();
  const claim = await storedClaim(client, pended);
  await answerClaim(context, claim);
  const found = only(await askFor(context, { npi: '1900000443' }));
  expect(found.request).toEqual({ reference: expect.stringMatching(new RegExp(`/fhir/Claim/${claim.id}$`)) });
});

it('a ServiceRequest is found by who ordered; that there was no Claim is said', async () => {
  const { client, context } = await opened();
  await answerServiceRequest(context, await client.createResource(serviceRequest('out-of-network-heart-failure')));
  const found = only(await askFor(context, { npi: '1900000260' }));
  const url = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';
  expect(found.request).toEqual({ extension: [{ url, valueCode: 'not-applicable' }] });
  expect(await askFor(context, { npi: '1800000014' })).toEqual([]);
});

it('a message that the rules now in force refuse: the stored Claim tells the parties', async () => {
  const { client, context } = await opened();
  const body = message(pended);
  const { id } = await answerTo(context, body);
  const [receipt] = (await caseOf(client, body)).receipts;
  const payload: Communication['payload'] = [{ contentAttachment: { data: toBase64(encode({})) } }];
  await client.updateResource({ ...receipt, resourceType: 'Communication', status: 'completed', payload });
  expect(only(await askFor(context, { npi: '1900000443' })).id).toBe(id);
  expect(await askFor(context, { npi: '1800000139' })).toEqual([]);
});
