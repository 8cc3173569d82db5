import type { OperationOutcome } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Html } from '../../src/landing/html.ts';
import { casePage } from '../../src/landing/pages/casePage.ts';
import { errorPage, notFoundPage } from '../../src/landing/pages/errorPage.ts';
import { examplePage } from '../../src/landing/pages/examplePage.ts';
import { homePage } from '../../src/landing/pages/homePage.ts';
import { resourcePage } from '../../src/landing/pages/resourcePage.ts';
import { walkthroughPage } from '../../src/landing/walkthrough/walkthroughPage.ts';
import { caseOf, exampleOf, stepOf } from './sample.ts';

function refusal(text: string): OperationOutcome {
  const problem = { details: { text }, expression: [text], location: [text] };
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'invalid', ...problem }] };
}

/** Every page, given a text in every place that takes one. */
const pages: Readonly<Record<string, (text: string) => Html>> = {
  home: (text) => homePage({ examples: [exampleOf(text)], demo: true }),
  case: (text) => casePage(caseOf(text)),
  example: (text) =>
    examplePage({
      example: exampleOf(text),
      message: text,
      reading: { ok: false, status: 422, outcome: refusal(text) },
    }),
  resource: (text) =>
    resourcePage({
      resourceType: 'Basic',
      id: 'a',
      code: { text },
      subject: { reference: 'Patient/b', display: text },
    }),
  error: (text) => errorPage({ status: 400, outcome: refusal(text) }),
  walkthrough: (text) => walkthroughPage({ steps: [stepOf(text)], timeZone: 'America/Los_Angeles' }),
  'not found': (text) => notFoundPage(text),
};

/** Tags that the page itself has, whatever it was given. */
async function tags(page: Html): Promise<readonly string[]> {
  return String(await page).match(/<[^>]*>/g) ?? [];
}

describe('what a page is given stays text', () => {
  it.for(Object.entries(pages))('%s page: markup in a text adds no tag', async ([, page]) => {
    const plain = (await tags(page('plain'))).length;
    const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>\'&';
    expect((await tags(page(hostile))).length).toBe(plain);
    expect(String(await page(hostile))).toContain('&lt;script&gt;');
  });

  it.for(Object.entries(pages))('%s page: any text is found again, escaped', async ([, page]) => {
    const text = fc.array(fc.constantFrom('<', '>', '&', '"', "'", 'a', '$', '{', '/'), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(text, async (characters) => {
        // Two different ends: an attribute that ends with the text, followed by the text, must not read like the text itself.
        const given = `begin${characters.join('')}end`;
        const document = String(await page(given));
        const tagged = document.replace(/<[^>]*>/g, '');
        expect(tagged).not.toMatch(/[<>]/);
        expect(document.includes(given)).toBe(!/[<>&"']/.test(given));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a resource as JSON', () => {
  it.for([
    ['Patient/1', true],
    ['Claim/0b7c0a52-94d0-4d3c-9c0e-3f1f4a0d3a11', true],
    ['urn:uuid:0b7c0a52-94d0-4d3c-9c0e-3f1f4a0d3a11', false],
    ['https://elsewhere.example/fhir/Patient/1', false],
    ['javascript:alert(1)', false],
  ] as const)('a reference to %s is a link: %s', async ([reference, isLink]) => {
    const page = String(await resourcePage({ resourceType: 'Basic', id: 'a', code: {}, subject: { reference } }));
    expect(page.includes(`href="/view/${reference}"`)).toBe(isLink);
  });

  it('a text that looks like a reference is none', async () => {
    const text = '"reference": "Patient/1"';
    const page = String(await resourcePage({ resourceType: 'Basic', id: 'a', code: { text } }));
    expect(page).not.toContain('href="/view/');
  });
});
