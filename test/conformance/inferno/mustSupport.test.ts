import { readFileSync, writeFileSync } from 'node:fs';
import type { Bundle, Parameters, ServiceRequest } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { concept } from '../../../src/fhir/elements.ts';
import { x12 } from '../../../src/fhir/systems.ts';
import { people } from '../../intake/decision/support.ts';
import { exampleBundle } from '../../intake/harness.ts';
import { inquiry } from '../../pas/inquiry/inquiries.ts';
import { claimResponseIn, example, type Reply } from '../../support/fhirHttp.ts';
import { inquiryAfter, type RequestName, requestNamed } from '../requests/requests.ts';
import { inquiryMustSupportGaps, mustSupportGaps, rulesPassedOver } from '../responseGaps.ts';
import { type Covered, coverage, inquiryMustSupport, mustSupport, pageOf } from '../responses/mustSupport.ts';
import { bundleProblems, hasPackages, passedOver } from '../responses/validate.ts';
import { bundleIn, expectConformant, session } from './session.ts';

const instead = {
  decision: 'modify',
  reason: 'The network has a cardiologist.',
  provider: people.alternative,
} as const;
const asking = { decision: 'request-information', reason: 'Without it VI.B cannot be told.' } as const;
const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
/** An attachment by LOINC with a modifier, a report by X12 755, and the questionnaire. */
const documents = [
  { name: 'informationCode', valueCodeableConcept: loinc('11488-4') },
  { name: 'informationModifier', valueCodeableConcept: loinc('18805-2') },
  { name: 'informationCode', valueCodeableConcept: concept(x12(755), 'PY', 'Physician’s Report') },
  { name: 'informationCode', valueCodeableConcept: loinc('102089-0') },
];

/** Written into the store: no Claim begins its case. */
function serviceRequest(): ServiceRequest {
  return JSON.parse(new TextDecoder().decode(example('service-requests/urgent-psychiatry.json')));
}

const names: readonly RequestName[] = ['approval', 'denial', 'modification', 'pended'];
/** Who wrote the ServiceRequest, about its member. */
const orderer = { npi: '1900000211', member: 'RC100009' };

const page = new URL('../../../docs/must-support.md', import.meta.url);

describe('3 must-support elements of responses', () => {
  const service = session();
  const sent: Bundle[] = [];
  const found: Bundle[] = [];
  const inquiries: Reply[] = [];

  beforeAll(async () => {
    const submitted = async (name: RequestName) => claimResponseIn(await kept(service.submit(requestNamed(name))));
    await submitted('approval');
    const denied = await submitted('denial');
    await kept(service.decide(denied, { decision: 'deny', reason: 'Criterion VI.B is not met.' }));
    await kept(service.decide(await submitted('modification'), instead));
    const ofNobody = exampleBundle('requests/1-75-member-not-found.json');
    await kept(service.submit(ofNobody));
    const ordered = await service.order(serviceRequest());
    await kept(service.decide(ordered, { decision: 'deny', reason: 'Criterion VI.B is not met.' }));
    await kept(service.decide(await submitted('pended'), asking, ...documents));
    const asked = [...[...names.map(requestNamed), ofNobody].map(inquiryAfter), inquiry(orderer)];
    for (const request of asked) {
      const reply = await service.inquire(request);
      inquiries.push(reply);
      const { parameter = [] } = reply.body as Parameters;
      for (const { resource } of parameter) if (resource?.resourceType === 'Bundle') found.push(resource);
    }
  });

  async function kept(reply: Promise<Reply>): Promise<Reply> {
    sent.push(bundleIn(await reply));
    return reply;
  }

  it.skipIf(!hasPackages)('3.1.1.03 every response Bundle to $submit is conformant', () => {
    for (const bundle of sent) expectConformant(bundle);
  });
  it('3.2.1.02 the inquiries succeed', () => {
    expect(inquiries.map(({ status, body }) => [status, body.resourceType])).toEqual(
      inquiries.map(() => [200, 'Parameters']),
    );
    expect(found.length).toBeGreaterThanOrEqual(inquiries.length);
  });
  it.skipIf(!hasPackages)('3.2.1.03 every response Bundle to $inquire is conformant', () => {
    for (const bundle of found) expectConformant(bundle, 'profile-pas-inquiry-response-bundle');
  });

  it.skipIf(!hasPackages)('no rule is passed over but those that nobody can hold', () => {
    for (const bundle of sent) bundleProblems(bundle);
    for (const bundle of found) bundleProblems(bundle, 'profile-pas-inquiry-response-bundle');
    expect([...passedOver].sort()).toEqual(Object.keys(rulesPassedOver).sort());
  });

  const lists = (): readonly [submit: Covered, inquire: Covered] => [
    { operation: '$submit', rows: coverage(sent), gaps: mustSupportGaps },
    { operation: '$inquire', rows: coverage(found, inquiryMustSupport), gaps: inquiryMustSupportGaps },
  ];
  const missing = ({ rows }: Covered, resource: string) =>
    rows.filter((row) => row.resource === resource && !row.isShown).map(({ element }) => `${resource} ${element}`);
  const known = ({ gaps }: Covered, resource: string) =>
    Object.keys(gaps).filter((gap) => gap.startsWith(`${resource} `));

  it.each(Object.keys(mustSupport))('3.1.3 of %s all elements are shown but for the known gaps', (resource) => {
    const [submit] = lists();
    expect(missing(submit, resource)).toEqual(known(submit, resource));
  });
  it.each(Object.keys(inquiryMustSupport))(
    '3.2.3 of %s in answers to inquiries all elements are shown but for the known gaps',
    (resource) => {
      const [, inquire] = lists();
      expect(missing(inquire, resource)).toEqual(known(inquire, resource));
    },
  );
  // After a change of the lists: WRITE_DOCS=1 npx vitest run --project service test/conformance/inferno/mustSupport.test.ts
  it('docs/must-support.md says so', () => {
    const text = pageOf(lists());
    if (process.env.WRITE_DOCS === '1') writeFileSync(page, text);
    expect(readFileSync(page, 'utf8')).toBe(text);
  });
});
