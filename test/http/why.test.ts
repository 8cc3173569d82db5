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

const asking = (values: Readonly<Record<string, string>>) => `/why?${new URLSearchParams(values)}`;
const asJson = { headers: { accept: 'application/json' } };

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
    const page = await (await app.request(asking(good))).text();
    const json: WhyAnswer = JSON.parse(await (await app.request(asking(good), asJson)).text());
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
    const page = await app.request(asking(values));
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining(problem)]);
    const json = await app.request(asking(values), asJson);
    expect([json.status, await json.text()]).toEqual([400, expect.stringContaining(problem)]);
  });

  it('what was typed comes back escaped', async () => {
    const text = await (await (await pages(true)).request(asking({ ...good, member: '"><script>' }))).text();
    expect(text).not.toContain('"><script>');
    expect(text).toContain('&quot;&gt;&lt;script&gt;');
  });
});

test('without demo mode it tells of nobody', async () => {
  expect((await (await pages(false)).request(asking(good))).status).toBe(404);
});
