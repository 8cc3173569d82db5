import type { Bundle, ClaimItem, ClaimResponse, Extension } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concept, extensionOf } from '../../src/fhir/elements.ts';
import { cptCodes, x12 } from '../../src/fhir/systems.ts';
import { pasExtension } from '../../src/pas/codes.ts';
import { exampleBundle } from '../intake/harness.ts';
import { type Asked, anything, inquiry } from '../pas/inquiry/inquiries.ts';
import { hasPackage, readPackage } from '../support/packages.ts';
import { answerOf, inquired, post, submitted } from './inquiries.ts';
import { damaged } from './mutations.ts';
import { openService } from './service.ts';

const PACKAGE = 'hl7.fhir.us.davinci-pas-2.2.1';
const extensions = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';
const today = Temporal.Now.plainDateISO('America/Los_Angeles');
const inDays = (days: number) => today.add({ days }).toString();

/** A request a name; the names are those of the requests in the tables below. */
const files = {
  approved: '9-advanced-heart-failure',
  pended: '10-network-alternative',
  unneeded: '6-network-cardiologist',
  hepatology: '9-transplant-hepatology',
} as const;
type Name = keyof typeof files;

let service: Awaited<ReturnType<typeof openService>>;
const answers = new Map<Name, ClaimResponse>();

beforeAll(async () => {
  service = await openService();
  for (const name of Object.keys(files) as Name[]) answers.set(name, await submitted(service, requestOf(name)));
});
afterAll(() => service.store.close());

function requestOf(name: Name): Bundle {
  const bundle = exampleBundle(`requests/${files[name]}.json`);
  const claim = bundle.entry?.[0]?.resource;
  if (name !== 'unneeded' || claim?.resourceType !== 'Claim') return bundle;
  claim.item = claim.item?.map((item): ClaimItem => ({ ...item, servicedDate: inDays(200) }));
  return bundle;
}

function answered(name: Name): ClaimResponse {
  const answer = answers.get(name);
  if (!answer) throw new Error(`${name} is not answered`);
  return answer;
}

/** The number under which the request's item was certified or pended. */
function numberOf(name: Name): string {
  const [item] = answered(name).item ?? [];
  const review = extensionOf(item?.adjudication[0], pasExtension.reviewAction);
  const number = extensionOf(review, 'number') ?? extensionOf(item, pasExtension.administrationReferenceNumber);
  return number?.valueString ?? '';
}

async function found(asked: Asked): Promise<readonly Name[]> {
  const ids = (await inquired(service, asked)).map((bundle) => answerOf(bundle).id);
  return [...answers].filter(([, { id }]) => ids.includes(id)).map(([name]) => name);
}

const text = (name: string, valueString: string): Extension => ({
  url: `${extensions}/extension-${name}`,
  valueString,
});
const date = (name: string, value: Pick<Extension, 'valueDate' | 'valuePeriod'>): Partial<ClaimItem> => ({
  extension: [{ url: `${extensions}/extension-itemCertification${name}Date`, ...value }],
});
const action = (code: string): Partial<ClaimItem> => ({
  extension: [{ url: pasExtension.reviewActionCode, valueCodeableConcept: concept(x12(306), code) }],
});
const service3 = concept(x12(1365), '3');
const three: readonly Name[] = ['approved', 'pended', 'unneeded'];

describe('who is told of what', () => {
  const rows: readonly (readonly [who: string, asked: Asked, told: readonly Name[]])[] = [
    ['the requestor', { npi: '1800000147' }, three],
    ['the professional who ordered', { npi: '1900000260' }, three],
    ['the professional who is to perform', { npi: '1900000385' }, ['approved']],
    ['another one who is to perform', { npi: '1900000443' }, ['pended']],
    ['the clinic where it is to be performed', { npi: '1800000113' }, ['unneeded']],
    ['somebody else, who names a party in the care team', { npi: '1800000139', careTeam: '1900000385' }, ['approved']],
    ['an organization that is no party', { npi: '1800000139' }, []],
    ["another member's requestor", { npi: '1800000121' }, []],
    ['that requestor about that member', { npi: '1800000121', member: 'RC100010' }, ['hepatology']],
    ['this requestor about that member', { npi: '1800000147', member: 'RC100010' }, []],
    ['whoever gives the NPI of the payer', { npi: '1800000014' }, []],
    ['the requestor about a number of nobody', { member: 'RC999999' }, []],
    ['the requestor with the date of birth of record', { birthDate: '1968-04-12' }, three],
    ['the requestor with another date of birth', { birthDate: '1968-04-13' }, []],
    ['the requestor asking another payer', { payer: '1800000121' }, []],
  ];
  it.for(rows)('%s, asking by %o: %j', async ([, asked, told]) => {
    expect(await found(asked)).toEqual(told);
  });

  it.for(rows.filter(([, , told]) => told.length === 0))(
    '%s gets the very same bytes as no match',
    async ([, asked]) => {
      const response = await post(service, 'Claim/$inquire', inquiry(asked));
      expect([response.status, await response.text()]).toEqual([200, '{"resourceType":"Parameters"}']);
    },
  );
});

describe('by example', () => {
  const rows: readonly (readonly [example: string, asked: Asked, told: readonly Name[]])[] = [
    ['nothing', {}, three],
    ['items that do not matter', { items: [{}, {}] }, three],
    ['a diagnosis', { diagnoses: ['I50.22'] }, ['approved', 'unneeded']],
    ['a diagnosis without its dot', { diagnoses: ['I2510'] }, ['pended']],
    ['either of two diagnoses', { diagnoses: ['I50.22', 'I25.10'] }, three],
    ['a diagnosis of theirs or of none', { diagnoses: ['Z99.9', 'I25.10'] }, ['pended']],
    ['a diagnosis of none', { diagnoses: ['Z99.9'] }, []],
    ['a service type', { items: [{ category: service3 }] }, three],
    ['another service type', { items: [{ category: concept(x12(1365), '42') }] }, []],
    ['a service', { items: [{ productOrService: service3 }] }, three],
    ['the same code of another system', { items: [{ productOrService: concept(cptCodes, '3') }] }, []],
    ['any service', { items: [{ productOrService: anything }] }, three],
    ['the date of a service', { items: [{ servicedDate: inDays(200) }] }, ['unneeded']],
    ['a period of service', { items: [{ servicedPeriod: { start: inDays(150), end: inDays(250) } }] }, ['unneeded']],
    [
      'the day of receipt, of requests without a date',
      { items: [{ servicedDate: inDays(0) }] },
      ['approved', 'pended'],
    ],
    ['a day that is authorized', { items: [{ servicedDate: inDays(60) }] }, ['approved']],
    ['a day before', { items: [{ servicedDate: inDays(-1) }] }, []],
    ['a billable period', { claim: { billablePeriod: { start: inDays(150) } } }, ['unneeded']],
    ['the date of issue', { items: [date('Issue', { valueDate: inDays(0) })] }, ['approved']],
    ['another date of issue', { items: [date('Issue', { valueDate: inDays(1) })] }, []],
    ['the first day', { items: [date('Effective', { valueDate: inDays(0) })] }, ['approved']],
    ['the last day, between', { items: [date('Expiration', { valuePeriod: { start: inDays(1) } })] }, ['approved']],
    ['another last day', { items: [date('Expiration', { valueDate: inDays(1) })] }, []],
    ['certified', { items: [action('A1')] }, ['approved']],
    ['pended', { items: [action('A4')] }, ['pended']],
    ['no action needed', { items: [action('NA')] }, ['unneeded']],
    ['denied', { items: [action('A3')] }, []],
    ['certified, and an item that is pended', { items: [action('A1'), action('A4')] }, []],
    ['pended on a day that another is for', { items: [{ ...action('A4'), servicedDate: inDays(200) }] }, []],
    ['pended, and this diagnosis', { items: [action('A4')], diagnoses: ['I25.10'] }, ['pended']],
    ['pended, and the diagnosis of another', { items: [action('A4')], diagnoses: ['I50.22'] }, []],
    ['a number of nothing', { items: [{ extension: [text('authorizationNumber', 'AUTH000000000000')] }] }, []],
  ];
  it.for(rows)('%s, %o: %j', async ([, asked, told]) => {
    expect(await found(asked)).toEqual(told);
  });

  const numbers = [
    ['authorizationNumber', 'approved'],
    ['administrationReferenceNumber', 'approved'],
    ['authorizationNumber', 'pended'],
    ['administrationReferenceNumber', 'pended'],
  ] as const;
  it.for(numbers)('%s as %s told it: that case, on the Claim and on an item', async ([name, of]) => {
    expect(numberOf(of)).toMatch(/^(AUTH|REF)\w{12}$/);
    const extension = [text(name, numberOf(of))];
    expect(await found({ items: [{ extension }] })).toEqual([of]);
    expect(await found({ claim: { extension } })).toEqual([of]);
  });

  it('a number of a case that the inquirer is no party to: nothing', async () => {
    const extension = [text('authorizationNumber', numberOf('hepatology'))];
    expect(await found({ items: [{ extension }] })).toEqual([]);
  });

  it("the inquiry's own trace number is not matched on", async () => {
    const identifier = answered('pended').identifier?.slice(0, 1);
    expect(await found({ claim: { identifier } })).toEqual(three);
  });
});

describe('POST Claim/$inquire', () => {
  const json = 'application/fhir+json';
  const empty = { ...inquiry(), entry: [] };
  const rows: readonly (readonly [what: string, init: RequestInit, status: number])[] = [
    ['an inquiry', { method: 'POST', body: JSON.stringify(inquiry()) }, 200],
    ['a Bundle with an empty list of entries', { method: 'POST', body: JSON.stringify(empty) }, 400],
    ['no JSON', { method: 'POST', body: '{' }, 400],
    ['no body', { method: 'POST' }, 400],
    ['an inquiry without an NPI', { method: 'POST', body: JSON.stringify(inquiry({ npi: null })) }, 422],
    ['an inquiry without a member number', { method: 'POST', body: JSON.stringify(inquiry({ member: null })) }, 422],
    ['XML', { method: 'POST', body: '<Bundle/>', headers: { 'content-type': 'application/fhir+xml' } }, 415],
    ['by GET', { method: 'GET' }, 405],
  ];
  it.for(rows.map(([what, init, status]) => [what, status, init] as const))('%s: %i', async ([, status, init]) => {
    const response = await service.app.request('/fhir/Claim/$inquire', { headers: { 'content-type': json }, ...init });
    expect(response.status).toBe(status);
    const body = (await response.json()) as { resourceType: string };
    expect(body.resourceType).toBe(status === 200 ? 'Parameters' : 'OperationOutcome');
    expect(response.headers.get('allow')).toBe(status === 405 ? 'POST' : null);
    expect(response.headers.get('content-type')).toContain(json);
  });

  it.skipIf(!hasPackage(PACKAGE))(
    `the official example of ${PACKAGE}: nothing found, as its payer is not ours`,
    async () => {
      const file = readPackage(PACKAGE).get('package/example/Bundle-PASClaimInquiryBundleExample.json');
      const response = await post(service, 'Claim/$inquire', String(file));
      expect([response.status, await response.json()]).toEqual([200, { resourceType: 'Parameters' }]);
    },
  );

  it('3,200 damaged inquiries: never a 5xx, nothing written, nothing of others', { timeout: 300_000 }, async () => {
    const asked: Asked = {
      careTeam: '1900000385',
      diagnoses: ['I50.22', 'I25.10'],
      items: [{ ...action('A1'), servicedDate: inDays(0) }, date('Issue', { valuePeriod: { start: inDays(-9) } })],
      claim: { billablePeriod: { start: inDays(-9), end: inDays(300) } },
    };
    const before = await counts();
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(damaged(JSON.stringify(inquiry(asked))), async (body) => {
        const response = await post(service, 'Claim/$inquire', body);
        const text = await response.text();
        seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
        expect([200, 400, 422], text).toContain(response.status);
        const { resourceType, issue = [] }: { resourceType: string; issue?: unknown[] } = JSON.parse(text);
        expect(resourceType).toBe(response.status === 200 ? 'Parameters' : 'OperationOutcome');
        expect(issue.length > 0).toBe(response.status !== 200);
        expect(text).not.toContain(answered('hepatology').id);
      }),
      { numRuns: 3200, seed: 20261123 },
    );
    expect([...seen.keys()].toSorted()).toEqual([200, 400, 422]);
    expect(seen.get(200)).toBeGreaterThan(100);
    expect(before.every((count) => count > 0)).toBe(true);
    expect(await counts()).toEqual(before);
  });
});

/** How much of each type there is. */
async function counts(): Promise<readonly number[]> {
  const types = ['Communication', 'Claim', 'ClaimResponse', 'Task', 'Patient', 'Provenance'];
  const totals = types.map(async (type) => {
    const page = (await (await service.app.request(`/fhir/${type}?_summary=count`)).json()) as Bundle;
    return page.total ?? Number.NaN;
  });
  return Promise.all(totals);
}
