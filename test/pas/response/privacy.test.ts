import type { Bundle, BundleEntry, ClaimResponse, Patient } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadBundle, type OnRejected } from '../../../src/directory/load/index.ts';
import { policyFindingUrl } from '../../../src/fhir/policyFinding.ts';
import { answerIn, exampleBundle, type OpenIntake, openEmbedded, send } from '../../intake/harness.ts';

let intake: OpenIntake;
beforeAll(async () => {
  intake = await openEmbedded();
});
afterAll(() => intake.close());

const word = fc
  .array(fc.constantFrom(...'bdgkmpqvxz'), { minLength: 7, maxLength: 12 })
  .map((letters) => `Q${letters.join('')}`);
const birthDate = fc
  .tuple(fc.integer({ min: 1931, max: 2009 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join('-'));

/** A member of record, and how the request differs from it. */
const member = fc.record({
  family: word,
  given: word,
  number: word,
  birthDate,
  example: fc.constantFrom(
    '6-network-cardiologist',
    '9-advanced-heart-failure',
    '10-same-professional',
    '5-nobody-requested',
  ),
  differs: fc.constantFrom('nothing', 'name', 'birthDate', 'number', 'performer', 'requester', 'dangling'),
});
type Member = typeof member extends fc.Arbitrary<infer T> ? T : never;

async function keep({ family, given, number, birthDate: born }: Member): Promise<void> {
  const typed = {
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MB' }] },
    system: 'https://redwood-coast.example/member-number',
    value: number,
  };
  const plan = exampleBundle('plan.json');
  const coverage = plan.entry?.find(({ resource }) => resource?.resourceType === 'Coverage')?.resource;
  if (coverage?.resourceType !== 'Coverage') throw new Error('The demo plan has no Coverage');
  const patient: Patient = {
    resourceType: 'Patient',
    id: number,
    active: true,
    identifier: [typed],
    name: [{ family, given: [given] }],
    birthDate: born,
  };
  const own = { id: number, identifier: [typed], beneficiary: { reference: `Patient/${number}` } };
  const payers = (plan.entry ?? []).filter(({ resource }) => resource?.resourceType === 'Organization');
  const entry: BundleEntry[] = [...payers, { resource: patient }, { resource: { ...coverage, ...own } }];
  const onRejected: OnRejected = (rejection) => {
    throw new Error(JSON.stringify(rejection));
  };
  const bundle: Bundle = { resourceType: 'Bundle', type: 'collection', entry };
  await loadBundle(intake.client, bundle, { today: '2026-11-23', onRejected });
}

/** The example as if the member had sent it, different from the record as told. */
function request(changed: Member): Bundle {
  const bundle = exampleBundle(`requests/${changed.example}.json`);
  const { family, given, number, birthDate: born, differs } = changed;
  bundle.identifier = { system: 'urn:submissions', value: crypto.randomUUID() };
  const words = `${given} ${family}`;
  const identifier = { system: 'urn:members', value: number };
  for (const { resource } of bundle.entry ?? []) {
    if (resource?.resourceType === 'Patient') rename(resource, changed);
    if (resource?.resourceType === 'Coverage') {
      resource.identifier = resource.identifier?.map((own) => ({ ...own, value: number }));
      resource.subscriberId = number;
    }
    if (resource?.resourceType !== 'ServiceRequest') continue;
    if (differs === 'performer') resource.performer = [{ type: 'Patient', identifier, display: words }];
    if (differs === 'requester') resource.requester = { type: 'RelatedPerson', identifier, display: words };
    if (differs === 'dangling') resource.performer = [{ reference: `Practitioner/${number}`, display: words }];
    if (differs === 'name') resource.note = [{ text: `${words}, born ${born}, is in an emergency.` }];
  }
  return bundle;
}

function rename(patient: Patient, { family, given, number, birthDate: born, differs }: Member): void {
  patient.identifier = patient.identifier?.map((own) => ({
    ...own,
    value: differs === 'number' ? `${number}X` : number,
  }));
  patient.name = [{ family: differs === 'name' ? `${family}sen` : family, given: [given] }];
  patient.birthDate = differs === 'birthDate' ? '2010-01-01' : born;
}

/** What the answer says in words: notes, findings, errors. */
function wordsOf(response: ClaimResponse): string {
  const findings = [response, ...(response.item ?? [])].flatMap(({ extension = [] }) =>
    extension.filter(({ url }) => url === policyFindingUrl),
  );
  return JSON.stringify([response.processNote, findings, response.error]);
}

test('no note, finding or error names the member, whatever was sent', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(member, async (changed) => {
      await keep(changed);
      const response = answerIn(await send(intake.context, new TextEncoder().encode(JSON.stringify(request(changed)))));
      const words = wordsOf(response);
      seen.add(response.outcome ?? '');
      expect(words.length).toBeGreaterThan(100);
      for (const told of [changed.family, changed.given, changed.number, changed.birthDate])
        expect(words).not.toContain(told);
    }),
    { numRuns: 40 },
  );
  expect(seen).toEqual(new Set(['complete', 'error']));
});
