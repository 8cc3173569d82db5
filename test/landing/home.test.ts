import { describe, expect, it } from 'vitest';
import { answerRows } from '../../src/landing/answerRows.ts';
import { readExamples } from '../../src/landing/exampleIndex.ts';
import { homePage } from '../../src/landing/pages/homePage.ts';
import { clauses } from '../../src/policy/clauses.ts';
import { expectations } from '../examples/examples.ts';

const examples = await readExamples();
const demo = String(await homePage({ examples, demo: true }));
const withoutDemo = String(await homePage({ examples, demo: false }));

function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll("'", '&#39;').replaceAll('"', '&quot;');
}

describe('the landing page', () => {
  it.for(clauses.map(({ cite, words, readAs }) => ({ cite, words, readAs })))('quotes $cite: $words', (clause) => {
    expect(demo).toContain(`<q>${asHtml(clause.words)}</q>`);
    expect(demo).toContain(asHtml(clause.readAs ?? ''));
  });

  it.for(expectations.map(({ file, title }) => [file, title] as const))('offers %s: %s', ([file, title]) => {
    expect(demo).toContain(`action="/examples/${file.replace('requests/', '')}"`);
    expect(demo).toContain(asHtml(title));
    expect(withoutDemo).toContain(asHtml(title));
  });

  it('offers as many as there are in demo mode, and none to be sent otherwise', () => {
    expect(demo.match(/<form /g)).toHaveLength(expectations.length);
    expect(withoutDemo).not.toMatch(/<form |href="\/examples\//);
  });

  it('links to /why in its navigation in demo mode only', () => {
    const navigation = (page: string) => /<nav aria-label="Site">.*<\/nav>/.exec(page)?.[0];
    expect(navigation(demo)).toContain('<a href="/why">');
    expect(navigation(withoutDemo)).toContain('<a href="/walkthrough">');
    expect(withoutDemo).not.toContain('/why');
  });

  it('has a row for every row that examples show', () => {
    expect(answerRows.map(({ row }) => row)).toEqual(
      [...new Set(examples.map(({ row }) => row))].sort((a, b) => a - b),
    );
  });

  it.for(['/fhir/metadata', '/health/ready'])('links to %s', (href) => {
    expect(withoutDemo).toContain(`href="${href}"`);
  });

  it('goes down its headings by one level at a time, from one h1', () => {
    const levels = [...demo.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, at) => level <= (levels[at - 1] ?? 0) + 1)).toBe(true);
  });

  it('uses every id once', () => {
    const ids = [...demo.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});
