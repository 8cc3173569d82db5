import type { Bundle } from '@medplum/fhirtypes';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ofType } from '../../src/directory/searchAll.ts';
import { attachmentsOf, coded, consult, documentReference, echo } from '../intake/attachments/support.ts';
import { parametersOf, people } from '../intake/decision/support.ts';
import { claimResponseIn, example, post, search, submit } from '../support/fhirHttp.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../support/server.ts';
import { chromiumPath, openBrowser, openPage, textOf } from './chromium.ts';
import { membersDetails } from './member.ts';

const title = 'the case page in a browser shows what was asked for, then what came, and nothing of the member';
const file = 'requests/10-network-alternative.json';
const complaints: string[] = [];
let data: ReturnType<typeof temporaryDirectory>;
let profile: ReturnType<typeof temporaryDirectory>;
let server: RunningServer;
let browser: BrowserContext;
let page: Page;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  data = temporaryDirectory();
  profile = temporaryDirectory();
  server = await startServer(data.path);
  browser = await openBrowser(profile.path);
  page = await openPage(browser, complaints);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  profile?.remove();
  data?.remove();
});

async function rows(caption: string): Promise<readonly string[]> {
  const table = page.locator(`section[aria-labelledby=information] table:has(caption:text-is("${caption}"))`);
  const texts = await table.locator('tbody tr').allInnerTexts();
  return texts.map((row) => row.replaceAll('\t', ' | ')).sort();
}

it.skipIf(chromiumPath === undefined)(chromiumPath ? title : `${title} (Chromium is not installed)`, async () => {
  const answer = claimResponseIn(await submit(server.url, example(file)));
  const place = `${server.url}/cases/${answer.id}`;
  await page.goto(place);
  expect(await page.locator('#information').count()).toBe(0);

  const [task] = await search(server.url, 'Task', `focus=ClaimResponse/${answer.id}`);
  const said = JSON.parse(
    parametersOf({ decision: 'request-information', reviewer: people.physician, reason: 'Two reports are missing.' }),
  );
  const parameter = [...said.parameter, coded(echo), coded(consult)];
  const asked = await post(`${server.url}/fhir/Task/${task?.id}/$decide`, JSON.stringify({ ...said, parameter }));
  expect(asked.status).toBe(200);
  await page.reload();
  expect(await textOf(page.locator('#information'))).toBe('What was asked for, and what came');
  expect(await rows('Asked for')).toEqual([
    expect.stringMatching(/11488-4.* \| Still to come$/),
    expect.stringMatching(/18748-4.* \| \w{3}, \w{3} \d+, \d{4}, \d\d:\d\d.* \| Still to come$/),
  ]);
  expect(await textOf(page.locator('section[aria-labelledby=information] > p'))).toBe('Received: nothing.');

  const resources = ((asked.body as Bundle).entry ?? []).flatMap(({ resource }) => resource ?? []);
  const echoed = ofType(resources, 'CommunicationRequest').find(
    ({ payload }) => payload?.[0]?.contentString === echo.coding[0]?.code,
  );
  const [patient] = ofType(resources, 'Patient');
  const attachments = attachmentsOf({
    tracking: echoed?.identifier?.[0]?.value,
    member: { value: patient?.identifier?.[0]?.value ?? '' },
    attachments: [
      { code: echo, content: documentReference('Findings', 'text/plain', { title: 'Achebe <b>1968</b>.txt' }) },
    ],
  });
  expect((await post(`${server.url}/fhir/$submit-attachment`, attachments)).status).toBe(200);
  await page.reload();
  expect((await rows('Asked for')).map((row) => row.split(' | ').at(-1))).toEqual(['Still to come', 'Came']);
  expect(await rows('Received')).toEqual([expect.stringMatching(/^18748-4 \(text\/plain\) \| .* \| asked for$/)]);
  const shown = await page.content();
  expect(membersDetails(file).filter((detail) => shown.includes(detail))).toEqual([]);

  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  expect(complaints).toEqual([]);
});
