import { Hono } from 'hono';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { why } from '../../src/http/why.ts';
import type { WhyAnswer } from '../../src/intake/why.ts';
import { openEmbeddedStore } from '../../src/store/index.ts';
import { bundle, only, resources } from '../examples/examples.ts';

const plan = resources(bundle('plan.json'));
const npi = only(plan, 'Practitioner')[0]?.identifier?.[0]?.value ?? '';
const member = only(plan, 'Patient')[0]?.identifier?.[0]?.value ?? '';
const good = { npi, icd10: 'I50.22', member };

async function pages(demo: boolean): Promise<Hono> {
  const store = await openEmbeddedStore({ directory: ':memory:', bots: [], secrets: {} });
  onTestFinished(() => store.close());
  await loadDemoPlan(store.client);
  const settings = {
    calendar: { timeZone: 'America/Los_Angeles' },
    autoApprove: true,
    authorizationDays: 90,
    products: ['medi-cal'],
  };
  const now = () => Temporal.Instant.from('2026-11-23T18:00:00Z');
  const intake = { client: store.client, settings, now };
  return new Hono().route('/', why({ store, intake, log: () => {}, localSecret: 'secret', demo }));
}

type Values = Readonly<Record<string, string>>;
const asForm = (values: Values) => ({ method: 'POST', body: new URLSearchParams(values) });
const asJson = (values: Values) => ({
  method: 'POST',
  headers: { accept: 'application/json', 'content-type': 'application/json' },
  body: JSON.stringify(values),
});

describe('in demo mode', () => {
  it('the page without a question has a form and no findings', async () => {
    const reply = await (await pages(true)).request('/why');
    const text = await reply.text();
    expect(reply.status).toBe(200);
    expect(text).toContain('name="icd10"');
    expect(text).not.toContain('<caption>');
  });

  it('the page and the JSON show the same findings', async () => {
    const app = await pages(true);
    const page = await (await app.request('/why', asForm(good))).text();
    const json: WhyAnswer = JSON.parse(await (await app.request('/why', asJson(good))).text());
    expect(json).toMatchObject({ ...good, date: '2026-11-23', answer: { row: expect.any(Number) } });
    expect(json.findings.length).toBeGreaterThan(5);
    expect(page.match(/<tr><th scope="row">/g)?.length).toBeGreaterThanOrEqual(json.findings.length);
  });

  const wrong = [
    [{ ...good, npi: '12' }, 'npi: Give an NPI'],
    [{ ...good, icd10: '<b>' }, 'icd10: Give an ICD-10-CM code'],
    [{ npi }, 'member: Give a member number'],
  ] as const;
  test.each(wrong)('%j is refused: %s', async (values, problem) => {
    const app = await pages(true);
    const page = await app.request('/why', asForm(values));
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining(problem)]);
    const json = await app.request('/why', asJson(values));
    expect([json.status, await json.text()]).toEqual([400, expect.stringContaining(problem)]);
  });

  it('a form may ask for JSON, and JSON for the page', async () => {
    const app = await pages(true);
    const json = await app.request('/why', { ...asForm(good), headers: { accept: 'application/json' } });
    expect(await json.json()).toMatchObject(good);
    const page = await app.request('/why', { ...asJson(good), headers: { 'content-type': 'application/json' } });
    expect(await page.text()).toContain('<caption>Findings</caption>');
  });

  it('a question in the URL is not answered: it would stand in logs', async () => {
    const app = await pages(true);
    const url = `/why?${new URLSearchParams(good)}`;
    const page = await app.request(url);
    const text = await page.text();
    expect([page.status, text]).toEqual([400, expect.stringContaining('Ask by POST')]);
    expect(text).not.toContain(member);
    const json = await app.request(url, { headers: { accept: 'application/json' } });
    expect([json.status, await json.json()]).toMatchObject([400, { resourceType: 'OperationOutcome' }]);
  });

  it('the form is sent in the body', async () => {
    const text = await (await (await pages(true)).request('/why')).text();
    expect(text).toContain('<form method="post" action="/why">');
  });

  test.each([
    ['text/plain', 'x', 415],
    ['application/json', '{', 400],
    ['application/json', '[]', 400],
    ['application/json', '{"npi":1}', 400],
    ['application/x-www-form-urlencoded', '', 400],
  ])('%s %j is refused with %i', async (type, body, status) => {
    const headers = { 'content-type': type, accept: 'application/json' };
    const reply = await (await pages(true)).request('/why', { method: 'POST', headers, body });
    expect([reply.status, await reply.json()]).toMatchObject([status, { resourceType: 'OperationOutcome' }]);
  });

  it('what was typed comes back escaped', async () => {
    const text = await (await (await pages(true)).request('/why', asForm({ ...good, member: '"><script>' }))).text();
    expect(text).not.toContain('"><script>');
    expect(text).toContain('&quot;&gt;&lt;script&gt;');
  });
});

test('without demo mode it tells of nobody', async () => {
  expect((await (await pages(false)).request('/why', asForm(good))).status).toBe(404);
});
