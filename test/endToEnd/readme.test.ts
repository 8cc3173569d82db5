import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimResponseIn, example, submit } from '../support/fhirHttp.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../support/server.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const directory = temporaryDirectory();
let server: RunningServer;

beforeAll(async () => {
  server = await startServer(directory.path);
});
afterAll(async () => {
  await server.stop();
  directory.remove();
});

it('the README’s request gets the README’s answer', async () => {
  const file = /--data-binary @fhir-profiles\/examples\/(\S+)/.exec(readme)?.[1] ?? '';
  const shown: object = JSON.parse(/```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '');
  expect(claimResponseIn(await submit(server.url, example(file)))).toMatchObject(shown);
});
