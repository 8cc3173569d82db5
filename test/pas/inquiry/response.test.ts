import type { Bundle, Claim, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extensionOf } from '../../../src/fhir/elements.ts';
import { npiSystem } from '../../../src/fhir/systems.ts';
import { pasExtension } from '../../../src/pas/codes.ts';
import { hasPackages, problemsOf } from '../../conformance/responses/validate.ts';
import { expectations, npis } from '../../examples/examples.ts';
import { answerTo, base, encode, exampleBundle, type OpenIntake, openEmbedded } from '../../intake/harness.ts';
import { ask, firstOf, only } from './asking.ts';
import { type Asked, inquiry, urls } from './inquiries.ts';

const profileBase = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';
const files = expectations.filter(({ outcome }) => outcome === 'complete').map(({ file }) => file);

let intake: OpenIntake;
beforeAll(async () => {
  intake = await openEmbedded();
  for (const file of files) await answerTo(intake.context, encode(exampleBundle(file)));
});
afterAll(() => intake.close());

/** The Bundle about the request of `file`, and no other. */
async function aboutRequest(file: string, asked: Asked | Bundle): Promise<Bundle> {
  const claim = claimIn(exampleBundle(file));
  const value = claim.identifier?.[0]?.value;
  const found = await ask(intake.context, asked);
  return only(found.filter((bundle) => firstOf(bundle).identifier?.some((own) => own.value === value)));
}

function claimIn({ entry }: Bundle): Claim {
  const first = entry?.[0]?.resource;
  if (first?.resourceType === 'Claim') return first;
  throw new Error('The Claim does not come first');
}

function memberIn({ entry }: Bundle): string {
  const patient = entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource;
  return (patient?.resourceType === 'Patient' && patient.identifier?.[0]?.value) || '';
}

/** The NPI of the request's own provider. */
function requestorIn(bundle: Bundle): string {
  const url = claimIn(bundle).provider.reference;
  const provider = bundle.entry?.find(({ fullUrl }) => fullUrl === url)?.resource;
  if (provider?.resourceType !== 'PractitionerRole') return npis(provider)[0] ?? '';
  const person = bundle.entry?.find(({ fullUrl }) => fullUrl === provider.practitioner?.reference)?.resource;
  return npis(person)[0] ?? '';
}

/** Not the member's own requests: there the plan itself is the provider. */
const ofProviders = files.filter((file) => requestorIn(exampleBundle(file)) !== '1800000014');
const whoAsked = (file: string): Asked => {
  const request = exampleBundle(file);
  return { member: memberIn(request), npi: requestorIn(request) };
};

describe('who sent a request finds its answer', () => {
  it.for(ofProviders)('%s', async (file) => {
    const bundle = await aboutRequest(file, whoAsked(file));
    const response = firstOf(bundle);
    const sent = (claimIn(exampleBundle(file)).item ?? []).map(({ sequence }) => sequence);
    expect(response.item?.map(({ itemSequence }) => itemSequence)).toEqual(sent);
    expect(response.patient).toEqual({ reference: urls.patient });
    expect(response.insurer).toEqual({ reference: urls.insurer });
    expect(response.requestor?.reference ?? response.requestor?.identifier?.system).toSatisfy((named: string) =>
      [urls.requestor, npiSystem].includes(named),
    );
    expect(response.request?.reference).toMatch(new RegExp(`^${base}/Claim/`));
    expect(bundle.timestamp).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(bundle).toMatchObject({
      type: 'collection',
      meta: { profile: [`${profileBase}/profile-pas-inquiry-response-bundle`] },
    });
  });

  it('and are most of them', () => expect(ofProviders.length).toBeGreaterThan(40));
});

describe.skipIf(!hasPackages)('every answer found, after the official packages', () => {
  it.for(ofProviders)('%s', async (file) => {
    const bundle = await aboutRequest(file, whoAsked(file));
    // The inquirer's own entries are as these tests send them: without profiles.
    const { patient, insurer, requestor, ...response } = firstOf(bundle);
    const named = { patient: {}, insurer: {}, ...(requestor ? { requestor: {} } : {}) };
    expect([patient, insurer]).toEqual([expect.anything(), expect.anything()]);
    expect(problemsOf({ ...response, ...named }, 'profile-claiminquiryresponse', bundle)).toEqual([]);
  });
});

const approved = 'requests/9-advanced-heart-failure.json';

describe('the Bundle of a case', () => {
  it("holds the inquiry's own patient, insurer and requestor, and nothing else", async () => {
    const asked = inquiry();
    const { entry = [] } = await aboutRequest(approved, asked);
    const [, ...others] = entry;
    const echoed = [urls.patient, urls.insurer, urls.requestor];
    expect(others.map(({ fullUrl }) => fullUrl)).toEqual(echoed);
    expect(others).toEqual(echoed.map((url) => asked.entry?.find(({ fullUrl }) => fullUrl === url)));
  });

  it('has no reference that leads out of it but that to the Claim', async () => {
    const bundle = await aboutRequest(approved, inquiry());
    const { request: _request, ...response } = firstOf(bundle);
    const urlsIn = [...JSON.stringify(response).matchAll(/"reference":"([^"]*)"/g)].map(([, url]) => url);
    const present = bundle.entry?.map(({ fullUrl }) => fullUrl) ?? [];
    expect(urlsIn.length).toBeGreaterThanOrEqual(3);
    expect(urlsIn.filter((url) => !present.includes(url))).toEqual([]);
  });

  it('names the requestor by NPI to another party', async () => {
    const bundle = await aboutRequest(approved, { npi: '1900000260' });
    expect(firstOf(bundle).requestor).toEqual({
      type: 'Organization',
      identifier: { system: npiSystem, value: '1800000147' },
      display: 'Vallejo Family Health Center',
    });
    expect(bundle.entry?.map(({ fullUrl }) => fullUrl)).not.toContain(urls.requestor);
  });

  it('names the authorized professional by the entry of the inquiry, else by NPI', async () => {
    const providerOf = async (asked: Asked) => {
      const [item] = firstOf(await aboutRequest(approved, asked)).item ?? [];
      return extensionOf(extensionOf(item, pasExtension.itemAuthorizedProvider), 'provider')?.valueReference;
    };
    expect(await providerOf({ careTeam: '1900000385' })).toMatchObject({ reference: urls.professional });
    expect(await providerOf({})).toMatchObject({ identifier: { system: npiSystem, value: '1900000385' } });
  });

  it('names the member by the number of record, when the Patient sent has another and only the Coverage led there', async () => {
    const asked = inquiry();
    const patient = asked.entry?.[1]?.resource as Patient;
    patient.identifier = patient.identifier?.map((number) => ({ ...number, value: 'RC999999' }));
    const bundle = await aboutRequest(approved, asked);
    expect(firstOf(bundle).patient).toMatchObject({ type: 'Patient', identifier: { value: 'RC100001' } });
    expect(JSON.stringify(bundle)).not.toContain('RC999999');
  });

  it('goes back to the sender of the inquiry', async () => {
    const codes = (sender: string, receiver: string) => ({
      url: pasExtension.transmissionIdentifiers,
      extension: [
        { url: 'applicationSenderCode', valueString: sender },
        { url: 'applicationReceiverCode', valueString: receiver },
      ],
    });
    const bundle = await aboutRequest(approved, { claim: { extension: [codes('CLINIC', 'PLAN')] } });
    const parts = extensionOf(firstOf(bundle), pasExtension.transmissionIdentifiers)?.extension ?? [];
    expect(new Map(parts.map(({ url, valueString }) => [url, valueString]))).toEqual(
      new Map([
        ['applicationReceiverCode', 'CLINIC'],
        ['applicationSenderCode', 'PLAN'],
      ]),
    );
  });

  it('comes after those of newer cases', async () => {
    const created = (await ask(intake.context, {})).map((bundle) => Date.parse(firstOf(bundle).created));
    expect(created.length).toBeGreaterThan(5);
    expect(created).toEqual(created.toSorted((a, b) => b - a));
  });
});
