import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../../src/deadlines/', import.meta.url);
const files = readdirSync(folder);

it.for(files)('%s imports nothing but its neighbours and zod', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const imported = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name);
  expect(imported.filter((name) => name !== 'zod' && !files.some((neighbour) => name === `./${neighbour}`))).toEqual(
    [],
  );
});

it.for(files)('%s reads no clock, environment or process zone', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  expect(text).not.toMatch(
    /Temporal\.Now|\bDate\b\.|new Date|\bprocess\b\.|performance\.|Math\.random|import\.meta|\bIntl\b\./,
  );
});
