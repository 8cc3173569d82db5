import { isResource, OperationOutcomeError } from '@medplum/core';
import type { Bundle, OperationOutcome } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { handler } from '../../bots/submit.ts';
import { encode, exampleBundle, message, type OpenIntake, openEmbedded } from '../intake/harness.ts';
import { wrappedClient } from '../intake/wrappedClient.ts';
import { eventFor } from './botRuns.ts';

let intake: OpenIntake;
beforeAll(async () => {
  intake = await openEmbedded();
});
afterAll(() => intake.close());

/** An example under numbers of its own, parsed as the server hands it over. */
function input(example: string): Bundle {
  return JSON.parse(new TextDecoder().decode(message(example)));
}

function responseId({ entry = [] }: Bundle): string | undefined {
  const [first] = entry;
  return first?.resource?.resourceType === 'ClaimResponse' ? first.resource.id : undefined;
}

async function refusalOf(run: Promise<unknown>): Promise<OperationOutcome> {
  const refusal: unknown = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (isResource<OperationOutcome>(refusal, 'OperationOutcome')) return refusal;
  throw new Error('The run was not rejected with a plain OperationOutcome');
}

describe('submit answers', () => {
  test.each(['6-network-cardiologist', '9-transplant-hepatology', '10-network-alternative', '1-75-member-not-found'])(
    '%s with a response Bundle under the FHIR base of the server',
    async (example) => {
      const answer = await handler(intake.client, eventFor(input(example)));
      expect(answer).toMatchObject({ resourceType: 'Bundle', type: 'collection' });
      expect(answer.entry?.[0]?.fullUrl).toBe(`${intake.client.fhirUrl('ClaimResponse', responseId(answer) ?? '')}`);
    },
  );

  test('the same request again as the same case', async () => {
    const same = input('6-network-cardiologist');
    const first = await handler(intake.client, eventFor(same));
    const again = await handler(intake.client, eventFor(structuredClone(same)));
    expect(responseId(again)).toBe(responseId(first));
    expect(responseId(first)).toBeDefined();
  });

  test('the same request of another client as another case', async () => {
    const same = input('6-network-cardiologist');
    const by = (id: string) => ({ ...eventFor(same), requester: { reference: `ClientApplication/${id}` } });
    const answers = [await handler(intake.client, by('one')), await handler(intake.client, by('other'))];
    expect(new Set(answers.map(responseId)).size).toBe(2);
    const senders = await intake.client.searchResources('Communication', '_count=500');
    expect(senders.map(({ sender }) => sender?.identifier?.value)).toEqual(expect.arrayContaining(['one', 'other']));
  });

  test('a request in Parameters, and one that came as text', async () => {
    const resource = input('6-network-cardiologist');
    const parameters = { resourceType: 'Parameters', parameter: [{ name: 'resource', resource }] };
    const inputs: readonly unknown[] = [parameters, JSON.stringify(input('6-network-cardiologist'))];
    for (const given of inputs) {
      const answer = await handler(intake.client, { ...eventFor(resource), input: given });
      expect(responseId(answer)).toBeDefined();
    }
  });
});

describe('submit refuses', () => {
  test.each([
    {
      title: 'a Claim without its Bundle',
      given: exampleBundle('requests/6-network-cardiologist.json').entry?.[0]?.resource,
    },
    { title: 'an empty object, as of a body that is not JSON', given: {} },
    { title: 'nothing', given: undefined },
    { title: 'text that is not JSON', given: 'ISA*00*' },
  ])('$title, in words, and stores nothing', async ({ given }) => {
    const count = async () => (await intake.client.searchResources('Communication', '_count=500')).length;
    const before = await count();
    const event = { ...eventFor({ resourceType: 'Bundle', type: 'collection' }), input: given };
    const { issue } = await refusalOf(handler(intake.client, event));
    expect(issue[0]?.details?.text?.length).toBeGreaterThan(20);
    expect(await count()).toBe(before);
  });

  test('several defects with one issue each', async () => {
    const { issue } = await refusalOf(
      handler(intake.client, eventFor(exampleBundle('requests/0-several-defects.json'))),
    );
    expect(issue.length).toBeGreaterThan(2);
    expect(issue.every(({ expression }) => expression?.[0]?.startsWith('Bundle'))).toBe(true);
  });

  test('by the settings in its secrets, when they are wrong: it says which', async () => {
    const event = eventFor(input('6-network-cardiologist'), { AUTHORIZATION_DAYS: 'many' });
    await expect(handler(intake.client, event)).rejects.toThrow('AUTHORIZATION_DAYS');
  });
});

describe('submit, when the store', () => {
  test('refuses: transient, and to be sent again', async () => {
    const refusing = wrappedClient(intake.client, async () => {
      throw new OperationOutcomeError({
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'error', code: 'invalid', details: { text: 'No such thing' } }],
      });
    });
    const { issue } = await refusalOf(handler(refusing, eventFor(input('6-network-cardiologist'))));
    expect(issue).toEqual([
      {
        severity: 'error',
        code: 'transient',
        details: { text: expect.stringContaining('Send the same request again') },
      },
    ]);
  });

  test('fails in an unforeseen way: an incident, without its message, which the log has without it too', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const failing = wrappedClient(intake.client, async () => {
      throw new TypeError('Anna Example, born 1961');
    });
    const event = { ...eventFor(input('6-network-cardiologist')), traceId: 'incident-1' };
    const outcome = await refusalOf(handler(failing, event));
    const logged = JSON.stringify(log.mock.calls);
    log.mockRestore();
    expect(outcome.issue).toMatchObject([{ severity: 'fatal', code: 'exception' }]);
    expect(JSON.stringify(outcome)).toContain('incident-1');
    expect(logged).toContain('incident-1');
    expect(logged).toContain('TypeError');
    expect(JSON.stringify(outcome) + logged).not.toContain('Anna');
  });
});

test('the bytes of record are the JSON text of what the server handed over', async () => {
  const given = input('6-network-cardiologist');
  const answer = await handler(intake.client, eventFor(given));
  const receipts = await intake.client.searchResources('Communication', '_count=500');
  const kept = receipts.map(({ payload }) => payload?.[0]?.contentAttachment?.data);
  expect(responseId(answer)).toBeDefined();
  expect(kept).toContain(Buffer.from(encode(given)).toString('base64'));
});
