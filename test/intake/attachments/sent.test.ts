import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { ofType } from '../../../src/directory/searchAll.ts';
import { isInformationTask } from '../../../src/intake/attachments/informationRequests.ts';
import { pasProfile } from '../../../src/pas/codes.ts';
import { inquiryProfile } from '../../../src/pas/inquiry/codes.ts';
import { bundleProblems, hasPackages } from '../../conformance/responses/validate.ts';
import { packages } from '../../conformance/validator/definitions.ts';
import { inquired, post } from '../../http/inquiries.ts';
import { openReceiver } from '../../notifications/receiver.ts';
import { eventually, openNotifying, requestor, subscribe } from '../../notifications/support.ts';
import { type AskedCase, askedCase, attachmentsOf, echo, everyStyle, submitTo } from './support.ts';

type Notifying = Awaited<ReturnType<typeof openNotifying>>;

/** The last event a receiver took, as the response Bundle in it. */
type Told = () => Promise<Bundle>;

interface Way {
  readonly way: string;
  readonly profile: string;
  readonly bundle: (service: Notifying, asked: AskedCase & { readonly message: Bundle }, told: Told) => Promise<Bundle>;
}

const ways: readonly Way[] = [
  { way: 'the reply to $decide', profile: pasProfile.responseBundle, bundle: async (_service, { sent }) => sent },
  {
    way: 'the reply to the request sent again',
    profile: pasProfile.responseBundle,
    bundle: async (service, { message }) => (await (await post(service, 'Claim/$submit', message)).json()) as Bundle,
  },
  {
    way: 'the reply to $inquire',
    profile: inquiryProfile.responseBundle,
    bundle: async (service) => only(await inquired(service, {})),
  },
  { way: 'the event', profile: pasProfile.responseBundle, bundle: (_service, _asked, told) => told() },
];

function only(bundles: readonly Bundle[]): Bundle {
  const [bundle, ...others] = bundles;
  if (bundle && others.length === 0) return bundle;
  throw new Error(`${bundles.length} cases were found`);
}

/** A case in which everything there is was asked for, and who is told of it by an event. */
async function askedAndTold() {
  const service = await openNotifying();
  const receiver = await openReceiver();
  await subscribe(service, receiver.url, { filter: `org-identifier=${requestor}` });
  service.start();
  await eventually(() => expect(receiver.taken).toHaveLength(1));
  let message: Bundle = { resourceType: 'Bundle', type: 'collection' };
  const asked = await askedCase(service, everyStyle, (bundle) => {
    message = bundle;
  });
  const told: Told = async () => {
    await eventually(() => expect(receiver.taken).toHaveLength(2));
    return receiver.taken[1]?.bundle.entry?.[1]?.resource as Bundle;
  };
  return { service, asked: { ...asked, message }, told };
}

const resourcesOf = ({ entry = [] }: Bundle) => entry.flatMap(({ resource }) => resource ?? []);

describe.each(ways)('$way', ({ profile, bundle: sentBy }) => {
  test('holds everything that is asked for', async () => {
    const { service, asked, told } = await askedAndTold();
    const bundle = await sentBy(service, asked, told);
    const resources = resourcesOf(bundle);
    const [response] = ofType(resources, 'ClaimResponse');
    const requests = ofType(resources, 'CommunicationRequest');
    expect(requests.map(({ status }) => status)).toEqual(['active', 'active', 'active', 'active']);
    expect(requests.map(({ identifier }) => identifier?.[0]?.value).sort()).toEqual(
      asked.requests.map(({ identifier }) => identifier?.[0]?.value).sort(),
    );
    const tasks = ofType(resources, 'Task').filter(isInformationTask);
    expect(tasks.map(({ status }) => status)).toEqual(['requested', 'requested']);
    const urls = (bundle.entry ?? []).map(({ fullUrl }) => fullUrl);
    expect(response?.communicationRequest).toHaveLength(4);
    for (const { reference } of [
      ...(response?.communicationRequest ?? []),
      ...tasks.flatMap(({ basedOn = [] }) => basedOn),
    ])
      expect(urls).toContain(reference);
  });

  test.skipIf(!hasPackages)(`keeps to the profiles of ${packages[0]}`, { timeout: 60_000 }, async () => {
    const { service, asked, told } = await askedAndTold();
    expect(bundleProblems(await sentBy(service, asked, told), profile)).toEqual([]);
  });
});

test('the reply to $inquire asks for the request of the case, not for the Claim of the inquiry', async () => {
  const { service, asked } = await askedAndTold();
  const tasks = ofType(resourcesOf(only(await inquired(service, {}))), 'Task');
  const [response] = ofType(resourcesOf(asked.sent), 'ClaimResponse');
  const stored = await service.client.readResource('ClaimResponse', response?.id ?? '');
  expect(tasks.map(({ reasonReference }) => reasonReference?.reference)).toEqual(
    tasks.map(() => `http://localhost/fhir/${stored.request?.reference}`),
  );
});

test('what came is not asked for again: neither the reply to $inquire nor to the request names it', async () => {
  const { service, asked } = await askedAndTold();
  const echoed = asked.requests.find(({ payload }) => payload?.[0]?.contentString === echo.coding[0]?.code);
  const tracking = echoed?.identifier?.[0]?.value ?? '';
  expect((await submitTo(service, attachmentsOf({ tracking, member: asked.member }))).status).toBe(200);
  const again = (await (await post(service, 'Claim/$submit', asked.message)).json()) as Bundle;
  for (const bundle of [again, only(await inquired(service, {}))]) {
    const requests = ofType(resourcesOf(bundle), 'CommunicationRequest');
    expect(requests).toHaveLength(3);
    expect(JSON.stringify(requests)).not.toContain(tracking);
  }
});
