import { MedplumClient } from '@medplum/core';
import { describe, expect, it } from 'vitest';
import type { Service } from '../../src/http/service.ts';
import { landing } from '../../src/landing/router.ts';
import { loadDefinitions, type StoreLogEntry } from '../../src/store/index.ts';

loadDefinitions();

const secretDetail = 'a detail that nobody outside may see';

/** A service whose store fails in a way nobody foresaw. */
function brokenService(logged: StoreLogEntry[]): Service {
  const fail = () => Promise.reject(new Error(secretDetail));
  const client = new MedplumClient({ fetch: fail });
  return {
    store: { kind: 'embedded', client, request: fail, close: () => Promise.resolve() },
    intake: {
      client,
      settings: {
        calendar: { timeZone: 'America/Los_Angeles' },
        autoApprove: true,
        authorizationDays: 90,
        products: ['medi-cal'],
      },
      now: () => Temporal.Instant.from('2026-11-25T16:30:00-08:00'),
    },
    log: (entry) => logged.push(entry),
    localSecret: 'a-secret-for-tests',
  };
}

const demo = landing(brokenService([]), { demo: true });
const production = landing(brokenService([]), { demo: false });

describe('what was not foreseen', () => {
  it('is a page with an incident id that is also logged, without its detail', async () => {
    const logged: StoreLogEntry[] = [];
    const reply = await landing(brokenService(logged), { demo: true }).request('/view/Patient/1');
    const page = await reply.text();
    const [incident = 'none'] = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(page) ?? [];
    expect(reply.status).toBe(500);
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page).not.toContain(secretDetail);
    expect(logged.map((entry) => JSON.stringify(entry)).join()).toContain(incident);
  });
});

describe('pages and their status', () => {
  it.for([
    ['/', 200, 'text/html; charset=utf-8'],
    ['/landing.css', 200, 'text/css; charset=utf-8'],
    ['/landing.svg', 200, 'image/svg+xml'],
    ['/examples/9-advanced-heart-failure.json', 200, 'text/html; charset=utf-8'],
    ['/walkthrough', 200, 'text/html; charset=utf-8'],
    ['/walkthrough/walkthrough/pended.response.json', 200, 'application/fhir+json; charset=utf-8'],
    ['/walkthrough/requests/10-network-alternative.json', 200, 'application/fhir+json; charset=utf-8'],
    ['/walkthrough/walkthrough/steps.json', 404, 'text/html; charset=utf-8'],
    ['/walkthrough/..%2F..%2Fplan.json/x', 404, 'text/html; charset=utf-8'],
    ['/examples/none.json', 404, 'text/html; charset=utf-8'],
    ['/examples/..%2Findex.json', 404, 'text/html; charset=utf-8'],
  ] as const)('GET %s: %i, %s', async ([path, status, type]) => {
    const reply = await demo.request(path);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, type]);
  });

  it('every page lets only this service’s own styles and forms work, and runs no script', async () => {
    const policy = (await demo.request('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toMatch(/unsafe|script-src/);
  });
});

describe('who may send an example', () => {
  it.for([
    ['its own pages', { origin: 'http://localhost' }, 404],
    ['another site', { origin: 'https://elsewhere.example' }, 403],
    ['a form without an origin', {}, 403],
  ] as const)('%s', async ([, headers, status]) => {
    const reply = await demo.request('/examples/none.json', { method: 'POST', headers });
    expect(reply.status).toBe(status);
  });
});

describe('outside demo mode nothing stored is shown and nothing can be sent', () => {
  it.for([
    ['GET', '/cases/1'],
    ['GET', '/view/Patient/1'],
    ['POST', '/examples/9-advanced-heart-failure.json'],
  ] as const)('%s %s: 404', async ([method, path]) => {
    const reply = await production.request(path, { method, headers: { origin: 'http://localhost' } });
    expect(reply.status).toBe(404);
  });
});
