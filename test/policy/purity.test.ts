import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { table } from './table.ts';

const source = new URL('../../src/', import.meta.url);
const files = ['policy', 'deadlines'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, source), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);

/** Everything else that may be imported, file by file. */
const packages: ReadonlyMap<string, readonly string[]> = new Map([['deadlines/planCalendar.ts', ['zod']]]);

const impure: readonly RegExp[] = [
  /\bDate\b(?=\s*[.(])/,
  /\bnew Date\b/,
  /\bTemporal\.Now\b/,
  /\bprocess\b\s*[.[]/,
  /\bglobalThis\b/,
  /\bfetch\s*\(/,
  /\bMath\.random\b/,
  /\bcrypto\b\s*\./,
  /\bperformance\b\s*\./,
  /\bimport\.meta\b/,
  /\b(setTimeout|setInterval|queueMicrotask)\b/,
  /\bawait\b/,
];

/** The code without its comments, which may speak of anything. */
function codeOf(file: string): string {
  const text = readFileSync(new URL(file, source), 'utf8');
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

function importsOf(file: string): readonly string[] {
  return [...codeOf(file).matchAll(/\b(?:from\s+|import\s+|import\s*\(\s*)['"]([^'"\s]+)['"]/g)].map(
    ([, name = '']) => name,
  );
}

function isAllowed(name: string, file: string): boolean {
  if (packages.get(file)?.includes(name)) return true;
  if (!name.startsWith('.')) return false;
  const target = new URL(name, new URL(file, source)).href.slice(source.href.length);
  return files.includes(target);
}

it('finds the files of both folders', () => {
  expect(files).toEqual(
    expect.arrayContaining(['policy/determination.ts', 'policy/clauses/networkProvider.ts', 'deadlines/clock.ts']),
  );
});

describe('imports nothing from outside policy and deadlines', () => {
  table(
    files,
    (file) => file,
    (file) => {
      expect(importsOf(file).filter((name) => !isAllowed(name, file))).toEqual([]);
    },
  );
});

describe('reads no clock, environment, network or chance', () => {
  table(
    files,
    (file) => file,
    (file) => {
      expect(impure.filter((pattern) => pattern.test(codeOf(file)))).toEqual([]);
    },
  );
});

describe('the patterns see what they are for', () => {
  const offences = [
    'Date.now()',
    'new Date()',
    'new Date',
    'Temporal.Now.instant()',
    'process.env',
    "process['env']",
    'globalThis.fetch',
    "fetch('https://example.org')",
    'Math.random()',
    'crypto.randomUUID()',
    'performance.now()',
    'import.meta.url',
    'setTimeout(check, 1)',
    'await check()',
  ];
  table(
    offences,
    (code) => code,
    (code) => {
      expect(impure.filter((pattern) => pattern.test(code))).not.toEqual([]);
    },
  );
});
