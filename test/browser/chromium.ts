import { existsSync } from 'node:fs';
import { type BrowserContext, chromium } from 'playwright-core';

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
