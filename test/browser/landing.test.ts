import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClaimResponse } from '@medplum/fhirtypes';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectations } from '../examples/examples.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../support/server.ts';
import { chromiumPath, openBrowser, openPage, textOf } from './chromium.ts';
import { membersDetails } from './member.ts';

const title = chromiumPath ? 'the pages in a browser' : 'the pages in a browser (Chromium is not installed)';

function dueOf(extensions: ClaimResponse['extension'], id: string): string {
  const clock = extensions?.find(({ extension }) => extension?.some(({ valueCode }) => valueCode === id));
  return clock?.extension?.find(({ url }) => url === 'due')?.valueDateTime ?? '';
}

function dateOf(instant: string): Temporal.PlainDate {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO('America/Los_Angeles');
  return local.toPlainDate();
}

describe.skipIf(chromiumPath === undefined)(title, () => {
  const data = temporaryDirectory();
  const profile = temporaryDirectory();
  const complaints: string[] = [];
  let server: RunningServer;
  let browser: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    server = await startServer(data.path);
    browser = await openBrowser(profile.path);
    page = await openPage(browser, complaints);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    profile.remove();
    data.remove();
  });
  beforeEach(() => {
    complaints.length = 0;
  });

  async function send(name: string): Promise<void> {
    await page.goto(server.url);
    await page.locator(`form[action="/examples/${name}"] button`).click();
    await page.waitForURL(/\/(cases|examples)\//);
  }

  async function claimResponse(): Promise<ClaimResponse> {
    const id = new URL(page.url()).pathname.split('/').at(-1);
    return (await (await fetch(`${server.url}/fhir/ClaimResponse/${id}`)).json()) as ClaimResponse;
  }

  it('shows what it is, the policy and every example', async () => {
    await page.goto(server.url);
    expect(await textOf(page.locator('h1'))).toContain('second opinion policy');
    expect(await page.locator('button', { hasText: 'Send' }).count()).toBe(expectations.length);
    expect(await page.locator('svg[role=img]:visible').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it.for([
    [
      '9-advanced-heart-failure.json',
      'Approved',
      ['A1', 'Certification number', 'Notify the member', 'Notify the provider'],
    ],
    ['10-network-alternative.json', 'Pended: a person decides', ['A4', 'Reference number', 'Review the request']],
    ['6-network-cardiologist.json', 'No permission needed', ['NA', 'No clock runs', 'nobody has to do anything']],
    [
      '1-75-member-not-found.json',
      'The request cannot be processed as it stands',
      ['Error 75', 'Bundle.entry', 'Resubmit'],
    ],
    ['3-test-beside-approved-opinion.json', 'Approved · Pended: a person decides', ['Item 1', 'Item 2', 'A1', 'A4']],
  ] as const)('%s, sent by a click, is answered: %s', async ([name, heading, words]) => {
    await send(name);
    expect(page.url()).toContain('/cases/');
    expect(await textOf(page.locator('h1'))).toBe(heading);
    const main = await textOf(page.locator('main'));
    for (const word of words) expect(main).toContain(word);
    expect(complaints).toEqual([]);
  });

  it('a message that is refused gets a list of its problems and where they are', async () => {
    await send('0-several-defects.json');
    expect(await textOf(page.locator('#problems'))).toBe('Refused: 4 problems');
    const problems = await page.locator('.answer tbody tr').allInnerTexts();
    expect(problems).toHaveLength(4);
    expect(problems.every((problem) => /\S.*\tBundle\./.test(problem))).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('the same example sent again is the same case', async () => {
    await send('9-advanced-heart-failure.json');
    const first = page.url();
    await send('9-advanced-heart-failure.json');
    expect(page.url()).toBe(first);
  });

  it('the timeline marks exactly the days that the clock’s explanation says are not counted', async () => {
    await send('10-network-alternative.json');
    const clock = page.locator('.clock', { hasText: 'Member notice: 5 business days' });
    const explanation = await textOf(clock.locator('> p').last());
    const told = [...(explanation.split('Not counted:')[1] ?? '').matchAll(/(\w{3} \w{3} \d+), \d{4} \(/g)].map(
      ([, day]) => day,
    );
    const shown = await clock.locator('.timeline .skipped .date').allInnerTexts();
    expect(shown).toEqual(told);
    // Sent on a Sunday, no day is skipped: every day after receipt is marked as one or the other.
    const marked = await clock.locator('.timeline .skipped, .timeline .counted').count();
    const { created, extension } = await claimResponse();
    const due = dueOf(extension, 'member-notice-5-business-days');
    expect(marked).toBe(dateOf(created).until(dateOf(due)).days);
    expect(await clock.locator('.timeline .counted').count()).toBe(5);
    expect(await textOf(clock.locator('.timeline li').last())).toContain('Due 23:59');
  });

  it('one clock governs, and the instants are those of the ClaimResponse', async () => {
    await send('10-network-alternative.json');
    const governing = page.locator('.clock.governing');
    expect(await governing.count()).toBe(1);
    expect(await textOf(governing)).toContain('Governs');
    expect(await textOf(governing.locator('.mark.work'))).toBe('Work by 17:00');
    const clocks = (await claimResponse()).extension?.filter(({ url }) => url.endsWith('/clock')) ?? [];
    const bases = clocks.map(({ extension }) => extension?.find(({ url }) => url === 'basis')?.valueString);
    const shown = await page.locator('.clock .basis').allInnerTexts();
    expect(shown.map((text) => text.split(' · ')[0]).sort()).toEqual(bases.sort());
  });

  it('every finding is told in a word, never by colour alone', async () => {
    await send('10-network-alternative.json');
    const findings = await page.locator('.finding').allInnerTexts();
    expect(findings.length).toBeGreaterThan(10);
    expect(findings.filter((text) => !/^. (Yes|No|Unknown)$/.test(text))).toEqual([]);
  });

  it('leads on to the FHIR behind it, and from reference to reference', async () => {
    await send('10-network-alternative.json');
    await page.locator('.sources a', { hasText: 'ClaimResponse/' }).click();
    await page.waitForURL(/\/view\/ClaimResponse\//);
    expect(await textOf(page.locator('pre'))).toContain('"resourceType": "ClaimResponse"');
    await page.locator('pre a[href^="/view/Claim/"]').click();
    await page.waitForURL(/\/view\/Claim\//);
    expect(await textOf(page.locator('h1'))).toBe('Claim');
    expect(complaints).toEqual([]);
  });

  it('the walkthrough shows every message, opens its files, and hands them out', async () => {
    await page.goto(server.url);
    await page.locator('nav a', { hasText: 'Walkthrough' }).click();
    await page.waitForURL(/\/walkthrough$/);
    const messages = await page.locator('.messages a').count();
    expect(messages).toBeGreaterThan(5);
    expect(await page.locator('section.message').count()).toBe(messages);
    const reply = page.locator('#pended ~ details').last();
    expect(await reply.locator('pre').isVisible()).toBe(false);
    await reply.locator('summary').click();
    expect(await textOf(reply.locator('pre'))).toContain('"resourceType": "ClaimResponse"');
    const file = await reply.locator('a').getAttribute('href');
    expect(await (await fetch(server.url + file)).json()).toMatchObject({ resourceType: 'Bundle' });
    expect(complaints).toEqual([]);
  });

  it('an unknown case is a page that says so', async () => {
    const reply = await page.goto(`${server.url}/cases/no-such-case`);
    expect(reply?.status()).toBe(404);
    expect(await textOf(page.locator('h1'))).toBe('Not found');
  });

  it('an example can be reached and sent by keyboard, and the focus is seen', async () => {
    await page.goto(server.url);
    const form = '/examples/0-not-a-bundle.json';
    const button = page.locator(`form[action="${form}"] button:focus-visible`);
    for (let step = 0; step < 40 && (await button.count()) === 0; step += 1) await page.keyboard.press('Tab');
    expect(await button.count()).toBe(1);
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/examples\//);
    expect(await textOf(page.locator('#problems'))).toBe('Refused: 1 problem');
  });

  it.for(['light', 'dark'] as const)('nothing overflows sideways at 360 pixels, %s', async (colorScheme) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme });
    await send('10-network-alternative.json');
    const paths = ['/', '/walkthrough', '/examples/0-several-defects.json', new URL(page.url()).pathname];
    const view = new URL(page.url()).pathname.replace('/cases/', '/view/ClaimResponse/');
    for (const path of [...paths, view]) {
      await page.goto(server.url + path);
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 360]);
    }
    await page.setViewportSize({ width: 1200, height: 900 });
    await page.emulateMedia({ colorScheme: null });
    expect(complaints).toEqual([]);
  });

  it('works without JavaScript: there is none', async () => {
    await send('10-network-alternative.json');
    expect(await page.locator('script, [onclick], [style]').count()).toBe(0);
  });

  it('can be kept as a picture', async () => {
    await send('10-network-alternative.json');
    const path = join(data.path, 'case.png');
    await page.screenshot({ path, fullPage: true });
    expect(readFileSync(path).subarray(1, 4).toString()).toBe('PNG');
  });

  it.for(expectations.filter(({ status }) => status === 200).map(({ file }) => file))(
    'the case of %s shows nothing of the member',
    async (file) => {
      const path = `/examples/${file.replace('requests/', '')}`;
      const sent = await fetch(server.url + path, { method: 'POST', headers: { origin: server.url } });
      expect(new URL(sent.url).pathname).toMatch(/^\/cases\//);
      const shown = await sent.text();
      const details = membersDetails(file);
      expect(details.length).toBeGreaterThan(3);
      expect(details.filter((detail) => shown.includes(detail))).toEqual([]);
    },
  );
});
