import { createHash } from 'node:crypto';
import type { Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extensionOf } from '../../src/fhir/elements.ts';
import { evidenceUrl } from '../../src/fhir/evidence.ts';
import type { Evidence } from '../../src/intake/evidence.ts';
import { answerClaim } from '../../src/intake/storedRequests.ts';
import { storedCase } from './cases.ts';
import { intakeStores, message, type OpenIntake, openEmbedded, send } from './harness.ts';
import { answeredCase, answeredExamples, bytesOf, documentOf, evidenceOf, received, replayed } from './replays.ts';
import { storedClaim } from './storedClaims.ts';

const ownBase = 'https://w3id.org/second-opinion';

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`evidence in ${store.name}`, () => {
    let intake: OpenIntake;
    beforeAll(async () => {
      intake = await store.open();
    });
    afterAll(() => intake?.close());

    test.each([
      '6-network-cardiologist',
      '9-advanced-heart-failure',
      '10-network-alternative',
      '5-nobody-requested',
      '1-75-member-not-found',
    ])('of %s is linked with its answer, every Task and the Provenance', async (example) => {
      const stored = await answeredCase(intake, example);
      const document = documentOf(stored);
      const own = `DocumentReference/${document.id}`;
      const [response] = stored.responses;
      expect(extensionOf(response, evidenceUrl)?.valueReference).toEqual({ reference: own });
      expect(document.context?.related).toEqual([{ reference: `ClaimResponse/${response?.id}` }]);
      const inTasks = stored.tasks.map(({ input = [] }) =>
        input
          .filter(({ type }) => type.coding?.[0]?.code === 'evidence')
          .map(({ valueReference }) => valueReference?.reference),
      );
      expect(inTasks).toEqual(stored.tasks.map(() => [own]));
      const entities = stored.provenances.flatMap(({ entity = [] }) => entity.map(({ what }) => what.reference));
      expect(entities).toEqual([`Communication/${stored.receipts[0]?.id}`, own]);
    });

    test('says what it is, of whom, from when, and under which digest', async () => {
      const stored = await answeredCase(intake, '10-network-alternative');
      const document = documentOf(stored);
      expect(document).toMatchObject({
        status: 'current',
        docStatus: 'final',
        type: { coding: [{ system: `${ownBase}/CodeSystem/document-type`, code: 'determination-evidence' }] },
        subject: stored.responses[0]?.patient,
        date: '2026-11-26T00:30:00.000Z',
        content: [{ attachment: { contentType: 'application/json', creation: '2026-11-26T00:30:00.000Z' } }],
      });
      const attachment = document.content[0]?.attachment;
      const bytes = await bytesOf(intake.client, document);
      expect(attachment?.size).toBe(bytes.length);
      expect(extensionOf(attachment, `${ownBase}/StructureDefinition/sha-256`)?.valueString).toBe(
        createHash('sha256').update(bytes).digest('hex'),
      );
    });

    test('is found by case key and by the number of every item certified or pended', async () => {
      const stored = await answeredCase(intake, '3-test-beside-approved-opinion');
      const [key, ...numbers] = documentOf(stored).identifier ?? [];
      expect(key).toEqual({ system: `${ownBase}/case`, value: stored.tasks[0]?.groupIdentifier?.value });
      const said = JSON.stringify(stored.responses).match(/(AUTH|REF)[0-9A-Z]{12}/g) ?? [];
      expect(numbers.map(({ value }) => value).sort()).toEqual([...new Set(said)].sort());
      expect(numbers.length).toBe(2);
    });

    test('is kept of a Claim that was written straight into the store', async () => {
      const { context, client } = intake;
      const created = await storedClaim(client, '10-network-alternative');
      await answerClaim(context, created);
      const key = `claim|${created.id}`;
      expect((await evidenceOf(client, documentOf(await storedCase(client, key)))).caseKey).toBe(key);
    });
  });
}

describe('of every example', () => {
  let intake: OpenIntake;
  const evidence = new Map<string, Evidence>();
  const members = new Map<string, Patient | undefined>();

  beforeAll(async () => {
    intake = await openEmbedded();
    for (const example of answeredExamples) {
      const stored = await answeredCase(intake, example);
      evidence.set(example, await evidenceOf(intake.client, documentOf(stored)));
      const [, id] = stored.responses[0]?.patient.reference?.split('/') ?? [];
      members.set(example, id ? await intake.client.readResource('Patient', id) : undefined);
    }
  });
  afterAll(() => intake?.close());

  function of(example: string): Evidence {
    const found = evidence.get(example);
    if (!found) throw new Error(`No evidence of ${example}`);
    return found;
  }

  test.each(answeredExamples)('%s: neither name, number nor date of birth of the member', (example) => {
    // A child's coverage begins on the day of birth, and is a fact that decides.
    const text = JSON.stringify(of(example), (name, value) => (name === 'coverage' ? undefined : value));
    const { name = [], identifier = [], birthDate } = members.get(example) ?? {};
    const words = [...name.flatMap(({ family, given = [] }) => [family, ...given]), birthDate];
    const told = [...words, ...identifier.map(({ value }) => value)].filter((word) => word !== undefined);
    expect(told.filter((word) => new RegExp(`\\b${word}\\b`).test(text))).toEqual([]);
    expect(text).not.toContain('birthDate');
  });

  test('at least forty examples have a member of record whose name could be told', () => {
    expect([...members.values()].filter((member) => member?.name?.[0]?.family).length).toBeGreaterThan(40);
  });

  test('facts, who was considered, and dates for which they stand, are in it', () => {
    const { facts, answer, settings, calendar, rules } = of('10-network-alternative');
    expect(facts.items[0]?.requested[0]?.network).toMatchObject({ known: true, asOf: expect.any(String) });
    expect(facts.items[0]?.alternatives.candidates.length).toBeGreaterThan(0);
    expect(answer.items[0]?.considered.map(({ role }) => role).sort()).toEqual(
      facts.items[0]?.alternatives.candidates.map(({ role }) => role).sort(),
    );
    expect(answer.policy).toEqual({ number: 'MPUP3078', approved: '2025-11-12' });
    expect(rules).toMatchObject({
      diagnosisMap: expect.any(String),
      taxonomy: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(calendar).toEqual({ name: 'state-and-federal' });
    expect(settings).toEqual({
      autoApprove: true,
      authorizationDays: 90,
      products: ['medi-cal'],
      timeZone: 'America/Los_Angeles',
    });
  });

  test('a plan calendar is kept in full', async () => {
    const plan = {
      version: 'plan-2026',
      from: '2026-01-01',
      to: '2027-12-31',
      closures: [{ date: '2026-11-26', name: 'Thanksgiving' }],
    };
    const { timeZone } = of('10-network-alternative').settings;
    const context = { ...intake.context, settings: { ...intake.context.settings, calendar: { timeZone, plan } } };
    const stored = await answeredCase({ ...intake, context }, '10-network-alternative');
    const evidence = await evidenceOf(intake.client, documentOf(stored));
    expect(evidence.calendar).toEqual({ name: 'plan-2026', plan });
    expect((await replayed(evidence)).differences).toEqual([]);
    const emptied = { ...evidence, calendar: { name: 'plan-2026', plan: { ...plan, closures: [] } } };
    expect((await replayed(emptied)).differences.map(({ path }) => path)).toContain('deadlines.clocks[0].due');
  });
});

test('the same case written twice has the same bytes', async () => {
  const body = message('10-network-alternative');
  const [first, second] = await Promise.all(
    [1, 2].map(async () => {
      const intake = await openEmbedded();
      await send(intake.context, body, received);
      const [document] = await intake.client.searchResources('DocumentReference');
      const text = new TextDecoder().decode(document ? await bytesOf(intake.client, document) : undefined);
      await intake.close();
      return text.replaceAll(/PractitionerRole\/[0-9a-f-]{36}/g, 'PractitionerRole/id');
    }),
  );
  expect(first?.length).toBeGreaterThan(1000);
  expect(second).toBe(first);
});
