import { readFileSync } from 'node:fs';
import { Hono } from 'hono';

const assets = [
  { path: '/landing.css', type: 'text/css; charset=utf-8' },
  { path: '/landing.svg', type: 'image/svg+xml' },
] as const;

/** The pages' stylesheet and icon, read once. */
export function landingAssets(): Hono {
  const app = new Hono();
  for (const { path, type } of assets) {
    const content = readFileSync(new URL(`.${path}`, import.meta.url), 'utf8');
    const headers = { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
    app.get(path, (c) => c.body(content, 200, headers));
  }
  return app;
}
