import type { Bundle, Practitioner, PractitionerRole, QuestionnaireResponse, ServiceRequest } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findingsOf } from '../../src/fhir/policyFinding.ts';
import { bundle, only, resources } from '../examples/examples.ts';
import { actionsOf } from '../support/fhirHttp.ts';
import { submitted } from './inquiries.ts';
import { openService } from './service.ts';

let service: Awaited<ReturnType<typeof openService>>;
beforeAll(async () => {
  service = await openService();
});
afterAll(() => service.store.close());

interface Parts {
  readonly sent: Bundle;
  readonly order: ServiceRequest;
  readonly role: PractitionerRole;
  readonly add: (number: number, resource: Practitioner | PractitionerRole | QuestionnaireResponse) => string;
}

/** What an example is answered with when it was changed: the action of its first item, and the findings with their answers. */
async function answerTo(example: string, change: (parts: Parts) => void) {
  const sent = bundle(`requests/${example}.json`);
  const [order] = only(resources(sent), 'ServiceRequest');
  const [role] = only(resources(sent), 'PractitionerRole');
  if (!order || !role) throw new Error(`${example} has no order, or no role`);
  const add: Parts['add'] = (number, resource) => {
    const fullUrl = `urn:uuid:5f0c1d2e-3b4a-4c5d-8e6f-00000000000${number}`;
    sent.entry?.push({ fullUrl, resource });
    return fullUrl;
  };
  change({ sent, order, role, add });
  const response = await submitted(service, sent);
  const findings = [...findingsOf(response.extension), ...findingsOf(response.item?.[0]?.extension)];
  return { action: actionsOf(response)[0]?.action, findings: findings.map(({ id, answer }) => `${id} ${answer}`) };
}

const outside = '9-advanced-heart-failure';
const inside = '6-network-cardiologist';
const reasons = 'https://w3id.org/second-opinion/CodeSystem/second-opinion-reason';
const form = (status: QuestionnaireResponse['status']): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  status,
  questionnaire: 'https://w3id.org/second-opinion/Questionnaire/second-opinion',
  item: [{ linkId: 'reason', answer: [{ valueCoding: { system: reasons, code: 'R5' } }] }],
});

describe('an answer of the Questionnaire, on which the order rests', () => {
  test.each([
    ['completed', 'A1', 'second-opinion-requested yes'],
    ['entered-in-error', 'A4', 'second-opinion-requested no'],
  ] as const)('%s: %s', async (status, action, finding) => {
    const answer = await answerTo(outside, ({ order, add }) => {
      order.reasonCode = undefined;
      order.supportingInfo = [{ reference: add(1, form(status)) }];
    });
    expect(answer).toMatchObject({ action, findings: expect.arrayContaining([finding]) });
  });
});

test('a reason that the CodeSystem does not hold marks nothing and is a finding', async () => {
  const answer = await answerTo(outside, ({ order }) => {
    order.reasonCode = [{ coding: [{ system: reasons, code: 'R9' }] }];
  });
  expect(answer.action).toBe('A4');
  expect(answer.findings).toEqual(
    expect.arrayContaining(['second-opinion-requested no', 'request-readable unknown', 'reason unknown']),
  );
});

describe('one professional named twice is one', () => {
  const twice = ({ sent, role, add }: Parts) => {
    const [claim] = only(resources(sent), 'Claim');
    const [first] = claim?.careTeam ?? [];
    if (!claim || !first) throw new Error('The example has no care team');
    const provider = { reference: add(1, { ...role, telecom: undefined }) };
    claim.careTeam = [first, { ...first, sequence: 2, provider }];
    for (const item of claim.item ?? []) item.careTeamSequence = [1, 2];
  };
  test.each([
    [outside, 'A1'],
    [inside, 'NA'],
  ])('%s: %s', async (example, action) => {
    const { findings, ...answer } = await answerTo(example, twice);
    expect(answer).toEqual({ action });
    expect(findings.filter((found) => found.startsWith('in-network'))).toHaveLength(1);
  });
});

describe('an order that contradicts the request', () => {
  test.each([outside, inside])('%s, not to be performed, goes to people', async (example) => {
    const answer = await answerTo(example, ({ order }) => {
      order.doNotPerform = true;
    });
    expect(answer.action).toBe('A4');
    expect(answer.findings).toContain('order-stands unknown');
  });
});
