import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { isNpi } from '../../src/fhir/npi.ts';
import { npiSystem } from '../../src/fhir/systems.ts';
import { askFor } from '../pas/inquiry/asking.ts';
import { inquiry } from '../pas/inquiry/inquiries.ts';
import { answerTo, encode, intakeStores, message, openForTest } from './harness.ts';

const requestor = '1800000147';
const orderer = '1900000260';
const stranger = '1800000139';
const npis = Array.from({ length: 700 }, (_, index) => String(1_700_000_000 + index)).filter(isNpi);
const [strangers, others] = [npis.slice(0, 30), npis.slice(30, 60)];

/** A message with this member number in place of its own. */
function numbered(example: string, own: string, number: string): Uint8Array {
  return message(example, (bundle: Bundle) => {
    const changed: Bundle = JSON.parse(JSON.stringify(bundle).replaceAll(own, number));
    bundle.entry = changed.entry;
  });
}

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`requests that failed, on ${store.name}`, () => {
    test.each([
      // What a search could take for its own syntax is a number like others.
      { what: 'a plain number', number: () => `X${crypto.randomUUID()}` },
      { what: 'a number with |, comma and $', number: () => `X|${crypto.randomUUID()},$1` },
    ])('$what: its parties find it, others do not', async ({ number }) => {
      const { context } = await openForTest(store);
      const [own, other] = [number(), number()];
      const failed = await answerTo(context, numbered('1-75-member-not-found', 'RC999999', own));
      const beside = await answerTo(context, numbered('1-75-member-not-found', 'RC999999', other));
      const idsFor = async (member: string, npi: string) =>
        (await askFor(context, { member, npi })).map(({ id }) => id);
      expect([failed.outcome, beside.outcome]).toEqual(['error', 'error']);
      expect(await idsFor(own, requestor)).toEqual([failed.id]);
      expect(await idsFor(own, orderer)).toEqual([failed.id]);
      expect(await idsFor(other, requestor)).toEqual([beside.id]);
      expect(await idsFor(own, stranger)).toEqual([]);
      expect(await idsFor(`${own}0`, requestor)).toEqual([]);
    });

    test('more parties than one search asks for: each of them finds it, and who names many finds it too', async () => {
      const { context } = await openForTest(store);
      const number = `X${crypto.randomUUID()}`;
      const request = numbered('1-75-member-not-found', 'RC999999', number);
      const failed = await answerTo(context, withTeam(request, strangers));
      for (const npi of [strangers[0], strangers.at(-1)])
        expect((await askFor(context, { member: number, npi })).map(({ id }) => id)).toEqual([failed.id]);
      const naming = (last: string) =>
        withTeam(encode(inquiry({ member: number, npi: stranger, careTeam: stranger })), [...others, last]);
      const idsFor = async (last: string) =>
        (await askFor(context, JSON.parse(new TextDecoder().decode(naming(last))))).map(({ id }) => id);
      expect(await idsFor(orderer)).toEqual([failed.id]);
      expect(await idsFor(stranger)).toEqual([]);
    });
  });
}

/** The message with further clinics in the careTeam. */
function withTeam(body: Uint8Array, npis: readonly string[]): Uint8Array {
  const bundle: Bundle = JSON.parse(new TextDecoder().decode(body));
  const claim = bundle.entry?.[0]?.resource;
  const [member] = (claim?.resourceType === 'Claim' && claim.careTeam) || [];
  if (claim?.resourceType !== 'Claim' || !member) throw new Error('The message has no careTeam');
  for (const [index, value] of npis.entries()) {
    const fullUrl = `urn:uuid:${crypto.randomUUID()}`;
    claim.careTeam?.push({ ...member, sequence: index + 2, provider: { reference: fullUrl } });
    const identifier = [{ system: npiSystem, value }];
    bundle.entry?.push({ fullUrl, resource: { resourceType: 'Organization', identifier, active: true, name: value } });
  }
  return encode(bundle);
}
