import type { Bundle, ResourceType } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counts, example, outcomeIn, post, submit } from '../support/fhirHttp.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../support/server.ts';

const directory = temporaryDirectory();
let server: RunningServer;

beforeAll(async () => {
  server = await startServer(directory.path);
});
afterAll(async () => {
  await server.stop();
  directory.remove();
});

const valid = new TextDecoder().decode(example('requests/6-network-cardiologist.json'));
const megabyte = 1024 * 1024;

/** What a submission would leave behind. */
const stored: readonly ResourceType[] = ['Claim', 'ClaimResponse', 'Communication', 'Task', 'Provenance', 'Binary'];

function changed(change: (bundle: Bundle) => void): string {
  const bundle: Bundle = JSON.parse(valid);
  change(bundle);
  return JSON.stringify(bundle);
}

function claimIn(bundle: Bundle): Record<string, unknown> {
  return { ...bundle.entry?.[0]?.resource };
}

const cases: readonly (readonly [
  name: string,
  body: () => string | Uint8Array<ArrayBuffer>,
  status: number,
  expression: string,
])[] = [
  ['nothing', () => '', 400, 'Bundle'],
  ['malformed JSON', () => valid.slice(0, -20), 400, 'Bundle'],
  ['JSON that is no object', () => '[1, 2]', 400, 'Bundle'],
  ['a resource that is no Bundle', () => '{"resourceType":"Patient"}', 400, 'Bundle'],
  [
    'a Bundle without entries',
    () => changed((bundle) => void Object.assign(bundle, { entry: [] })),
    400,
    'Bundle.entry',
  ],
  [
    'a first entry that is no Claim',
    () => changed((bundle) => void bundle.entry?.reverse()),
    422,
    'Bundle.entry[0].resource',
  ],
  [
    'a text where an object belongs',
    () =>
      changed((bundle) => Object.assign(bundle.entry?.[0] ?? {}, { resource: { ...claimIn(bundle), patient: 'Ada' } })),
    400,
    'Bundle.entry[0].resource.patient',
  ],
  [
    'the same fullUrl twice',
    () => changed((bundle) => Object.assign(bundle.entry?.[1] ?? {}, { fullUrl: bundle.entry?.[2]?.fullUrl })),
    422,
    'Bundle.entry[2].fullUrl',
  ],
  ['nesting 100,000 deep', () => `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 400, 'Bundle'],
  ['50 MB', () => new Uint8Array(50 * megabyte).fill(0x20), 413, ''],
];

describe('what cannot be read is refused with one OperationOutcome, and nothing is stored', () => {
  it.for(cases)('%s', async ([, body, status, expression]) => {
    const before = await counts(server.url, stored);
    const reply = await submit(server.url, body());
    expect(reply.status, JSON.stringify(reply.body)).toBe(status);
    const { issue } = outcomeIn(reply);
    expect(issue.every(({ severity, code, details }) => severity === 'error' && code && details?.text)).toBe(true);
    expect(
      issue.flatMap((entry) => entry.expression ?? []).some((at) => at.startsWith(expression)) || expression === '',
    ).toBe(true);
    expect(await counts(server.url, stored)).toEqual(before);
  });

  it('names every problem at once', async () => {
    const reply = await submit(server.url, example('requests/0-several-defects.json'));
    expect(outcomeIn(reply).issue.length).toBeGreaterThan(2);
  });

  it('takes JSON only', async () => {
    const reply = await post(
      `${server.url}/fhir/Claim/$submit`,
      '<Bundle xmlns="http://hl7.org/fhir"/>',
      'application/fhir+xml',
    );
    expect(reply.status).toBe(415);
    expect(outcomeIn(reply).issue).toHaveLength(1);
  });
});
