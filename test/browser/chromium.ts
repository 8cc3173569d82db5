import { existsSync } from 'node:fs';
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';

/** Where systems put a Chromium; absent on this one: nothing. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless browser with a profile of its own in `directory`. */
export async function openBrowser(directory: string): Promise<BrowserContext> {
  const viewport = { width: 1200, height: 900 };
  return chromium.launchPersistentContext(directory, {
    executablePath: chromiumPath,
    headless: true,
    args: quiet,
    viewport,
  });
}

/**
 * A page that is watched.
 * @param complaints - takes console errors and warnings (a breach of the content security policy is one), exceptions, failed responses
 */
export async function openPage(browser: BrowserContext, complaints: string[]): Promise<Page> {
  const page = await browser.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  return page;
}

/** The text of the first, as it is shown. */
export async function textOf(locator: Locator): Promise<string> {
  const [text = ''] = await locator.allInnerTexts();
  return text;
}
