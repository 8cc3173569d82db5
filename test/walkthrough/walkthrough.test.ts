import { readdirSync } from 'node:fs';
import type { Resource } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { readMessage, readWalkthrough, type WalkthroughStep } from '../../src/landing/walkthrough/walkthrough.ts';
import { type Replayed, replayed, valueAt } from './replay.ts';

const folder = new URL('../../fhir-profiles/examples/', import.meta.url);
const steps = await readWalkthrough();
const rows = steps.map((step, index) => [step.title, step, index] as const);

/** The file with what the plan says in a step: its reply, or the message it sends by itself. */
function byPlan({ from, request, response }: Pick<WalkthroughStep, 'from' | 'request' | 'response'>) {
  return from === 'Plan' ? request : response;
}

describe('the messages of the walkthrough, sent again', () => {
  let replies: readonly Replayed[];
  beforeAll(async () => {
    replies = await replayed();
  });

  // `npx vitest run --project service test/walkthrough -u` writes the replies anew.
  it.for(rows)('%s', async ([, { status, ...step }, index]) => {
    const reply = replies[index];
    const file = byPlan(step);
    expect(reply?.status).toBe(status);
    expect(reply?.body === '').toBe(file === undefined);
    if (file === undefined) return;
    expect(reply?.contentType).toMatch(/^application\/fhir\+json/);
    await expect(reply?.body).toMatchFileSnapshot(new URL(file, folder).pathname);
  });
});

describe('what the walkthrough says of the plan’s messages', () => {
  const said = steps.flatMap((step) =>
    step.look.map((look) => [step.id, look.path, look.value, byPlan(step)] as const),
  );

  it.for(said)('%s: %s is %s', async ([, path, value, file = '']) => {
    const message: Resource = JSON.parse(await readMessage(file));
    expect(valueAt(message, path)).toBe(value);
  });
});

describe('the files of the walkthrough', () => {
  it('are all shown', () => {
    const shown = steps.flatMap(({ request, response }) => [request, response]);
    const kept = readdirSync(new URL('walkthrough/', folder)).filter((name) => name !== 'steps.json');
    expect(kept.filter((name) => !shown.includes(`walkthrough/${name}`))).toEqual([]);
  });

  it('follow one another in time', () => {
    const instants = steps.map(({ at }) => Temporal.Instant.from(at).epochMilliseconds);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  });
});
