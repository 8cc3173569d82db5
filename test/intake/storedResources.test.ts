import { createHash } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extensionOf } from '../../src/fhir/elements.ts';
import { taskSystem } from '../../src/fhir/systems.ts';
import { receivedBytes } from '../../src/intake/receive.ts';
import { objectsWithin } from '../../src/pas/reading/walkElements.ts';
import { expectations } from '../examples/examples.ts';
import { caseOf, keyOf, type StoredCase } from './cases.ts';
import { answerTo, intakeStores, message, type OpenIntake, openForTest } from './harness.ts';

const answeredExamples = expectations
  .filter(({ status }) => status === 200)
  .map(({ file }) => file.replace(/^requests\/(.*)\.json$/, '$1'));

function everything(stored: StoredCase): readonly Resource[] {
  return Object.values(stored).flat();
}

/** Every literal reference anywhere in the resources, each once. */
function references(resources: readonly Resource[]): readonly string[] {
  const found = resources.flatMap((resource) =>
    objectsWithin(resource, '').flatMap(({ value }) => (typeof value.reference === 'string' ? [value.reference] : [])),
  );
  return [...new Set(found)];
}

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`what is stored in ${store.name}`, () => {
    let intake: OpenIntake;
    beforeAll(async () => {
      intake = await store.open();
    });
    afterAll(() => intake?.close());

    test.each(answeredExamples)('of %s claims no profile, and its references lead to records', async (example) => {
      const body = message(example);
      await answerTo(intake.context, body);
      const resources = everything(await caseOf(intake.client, body));
      expect(resources.map(({ meta }) => meta?.profile)).toEqual(resources.map(() => undefined));
      const found = references(resources);
      expect(found.filter((reference) => !/^[A-Z][A-Za-z]+\/[0-9a-f-]{36}$/.test(reference))).toEqual([]);
      const read = await Promise.all(found.map((reference) => intake.client.readReference({ reference })));
      expect(read.map(({ resourceType, id }) => `${resourceType}/${id}`)).toEqual(found);
    });

    test('of somebody the plan has no record of is a logical reference', async () => {
      const body = message('1-75-member-not-found');
      await answerTo(intake.context, body);
      const { claims, responses } = await caseOf(intake.client, body);
      const patients = [claims[0]?.patient, responses[0]?.patient];
      expect(patients.map((patient) => patient?.reference)).toEqual([undefined, undefined]);
      expect(patients.map((patient) => [patient?.type, typeof patient?.identifier?.value])).toEqual([
        ['Patient', 'string'],
        ['Patient', 'string'],
      ]);
    });

    test('of a member leads to the record of the number given, not to what was sent', async () => {
      const body = message('6-network-cardiologist');
      await answerTo(intake.context, body);
      const { claims, responses } = await caseOf(intake.client, body);
      const [member] = await intake.client.searchResources('Patient', 'identifier=RC100001');
      expect([claims[0]?.patient.reference, responses[0]?.patient.reference]).toEqual([
        `Patient/${member?.id}`,
        `Patient/${member?.id}`,
      ]);
    });

    const bodies = [
      { title: 'as sent', change: (text: string) => text },
      {
        title: 'indented, with line ends of both kinds',
        change: (text: string) => `\n${text.replaceAll('","', '",\r\n "')}\n`,
      },
      { title: 'with letters outside ASCII', change: (text: string) => text.replaceAll('Achebe', 'Achébé 漢字 😀') },
      { title: 'of 700 000 bytes', change: (text: string) => padded(text, 700_000) },
      { title: 'of 700 001 bytes', change: (text: string) => padded(text, 700_001) },
      { title: 'of 1 500 000 bytes', change: (text: string) => padded(text, 1_500_000) },
    ];

    test.each(bodies)('of a message $title: its exact bytes, and their SHA-256', async ({ change }) => {
      const body = new TextEncoder().encode(change(new TextDecoder().decode(message())));
      await answerTo(intake.context, body);
      const { receipts } = await caseOf(intake.client, body);
      const [receipt] = receipts;
      if (!receipt) throw new Error('no receipt');
      const attachment = receipt.payload?.[0]?.contentAttachment;
      expect(Buffer.compare(await receivedBytes(intake.client, receipt), body)).toBe(0);
      expect(attachment?.size).toBe(body.length);
      expect(extensionOf(attachment, 'https://w3id.org/second-opinion/StructureDefinition/sha-256')?.valueString).toBe(
        createHash('sha256').update(body).digest('hex'),
      );
      const kept = attachment?.data === undefined ? 'Binary' : 'inline';
      expect(kept).toBe(body.length > 700_000 ? 'Binary' : 'inline');
    });

    test('of a large message sent twice: one answer', async () => {
      const body = encodePadded(800_000);
      const [first, second] = [await answerTo(intake.context, body), await answerTo(intake.context, body)];
      expect(second.id).toBe(first.id);
    });

    test('on a receipt: key, channel, sender, instant', async () => {
      const body = message();
      const received = Temporal.Instant.from('2026-11-25T16:30:00.123-08:00');
      const { id } = await answerTo(intake.context, body, received);
      expect((await caseOf(intake.client, body)).receipts).toEqual([
        expect.objectContaining({
          identifier: [{ system: 'https://w3id.org/second-opinion/receipt', value: keyOf(body) }],
          status: 'completed',
          category: [{ coding: [expect.objectContaining({ code: 'submission' })] }],
          medium: [{ coding: [expect.objectContaining({ code: 'pas-submit' })] }],
          sender: { identifier: { system: 'https://w3id.org/second-opinion/client', value: 'anonymous' } },
          received: '2026-11-26T00:30:00.123Z',
          about: [{ reference: `ClaimResponse/${id}` }],
        }),
      ]);
    });

    test('under numbers derived from the key: the same bytes get the same numbers in another store', async () => {
      const other = await openForTest(store);
      const body = message('3-test-beside-approved-opinion');
      await answerTo(intake.context, body);
      await answerTo(other.context, body);
      const [here, there] = [await caseOf(intake.client, body), await caseOf(other.client, body)];
      expect(numbers(here)).toEqual(numbers(there));
      expect(numbers(here).filter((number) => /^(AUTH|REF)[0-9A-HJKMNP-TV-Z]{12}$/.test(number))).toHaveLength(2);
      const third = message('3-test-beside-approved-opinion');
      await answerTo(intake.context, third);
      const shared = numbers(await caseOf(intake.client, third)).filter((number) => numbers(here).includes(number));
      expect(shared).toEqual([]);
    });
  });
}

function padded(text: string, length: number): string {
  return text + ' '.repeat(length - new TextEncoder().encode(text).length);
}

function encodePadded(length: number): Uint8Array {
  return new TextEncoder().encode(padded(new TextDecoder().decode(message()), length));
}

/** Numbers under which items are certified or pended, and the Tasks' own. */
function numbers({ responses, tasks }: StoredCase): readonly string[] {
  const texts = responses
    .flatMap(({ item }) => objectsWithin(item, ''))
    .flatMap(({ value }) => Object.values(value))
    .filter((part) => typeof part === 'string' && /^(AUTH|REF)/.test(part));
  return [
    ...texts.map(String),
    ...tasks.flatMap(({ identifier = [] }) =>
      identifier.flatMap(({ system, value = '' }) => (system === taskSystem ? [value] : [])),
    ),
  ].sort();
}
