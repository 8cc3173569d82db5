import type { Communication } from '@medplum/fhirtypes';
import { describe, expect, it, onTestFinished } from 'vitest';
import { claimResponseIn, counts, example, search, submit } from '../support/fhirHttp.ts';
import { startServer, temporaryDirectory } from '../support/server.ts';

/** An approval and a pend: with Tasks, notices and numbers. */
const requests = ['requests/9-advanced-heart-failure.json', 'requests/10-network-alternative.json'];

describe('killed at any moment, nothing is lost or doubled', () => {
  it('answers the same bytes with the same case after a kill', async () => {
    const directory = temporaryDirectory();
    onTestFinished(directory.remove);
    const first = await startServer(directory.path);
    const answers = await Promise.all(
      requests.map(async (file) => claimResponseIn(await submit(first.url, example(file)))),
    );
    await first.kill();
    const second = await startServer(directory.path);
    onTestFinished(second.stop);
    const again = await Promise.all(
      requests.map(async (file) => claimResponseIn(await submit(second.url, example(file)))),
    );
    expect(again.map(({ id, item }) => ({ id, item }))).toEqual(answers.map(({ id, item }) => ({ id, item })));
    expect(await counts(second.url, ['Claim', 'ClaimResponse', 'Provenance'])).toEqual({
      Claim: 2,
      ClaimResponse: 2,
      Provenance: 2,
    });
  });

  it('finishes, or never took, every request that was under way when it was killed', async () => {
    const directory = temporaryDirectory();
    onTestFinished(directory.remove);
    const first = await startServer(directory.path);
    const bodies = Array.from({ length: 24 }, (_, number) => body(number));
    const underWay = bodies.map((bytes) =>
      submit(first.url, bytes).then(
        () => 'answered',
        () => 'cut off',
      ),
    );
    await Promise.race(underWay);
    await first.kill();
    const answered = (await Promise.all(underWay)).filter((outcome) => outcome === 'answered').length;
    const second = await startServer(directory.path);
    onTestFinished(second.stop);
    expect((await counts(second.url, ['ClaimResponse'])).ClaimResponse).toBeGreaterThanOrEqual(answered);
    const receivedFirst = await receipts(second.url);
    await Promise.all(bodies.map((bytes) => submit(second.url, bytes)));
    const all = await receipts(second.url);
    expect(all.map(({ status }) => status)).toEqual(bodies.map(() => 'completed'));
    for (const { id, received } of receivedFirst)
      expect(all.find((receipt) => receipt.id === id)?.received).toBe(received);
    expect(await counts(second.url, ['Claim', 'ClaimResponse', 'Provenance'])).toEqual({
      Claim: 24,
      ClaimResponse: 24,
      Provenance: 24,
    });
  });
});

/** The pended example, as a submission of its own. */
function body(number: number): string {
  const bundle = JSON.parse(new TextDecoder().decode(example('requests/10-network-alternative.json')));
  return JSON.stringify({
    ...bundle,
    identifier: { system: 'https://ehr.example/submission', value: `under-way-${number}` },
  });
}

function receipts(url: string): Promise<readonly Communication[]> {
  return search(
    url,
    'Communication',
    'category=https://w3id.org/second-opinion/CodeSystem/communication-category|submission&_sort=_lastUpdated',
  );
}
