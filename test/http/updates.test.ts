import type { Bundle, Claim, ClaimResponse } from '@medplum/fhirtypes';
import type { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  addItem,
  cancelItem,
  certify,
  claimIn,
  itemIn,
  markChanged,
  request,
  updateOf,
  type Version,
} from '../intake/updates/support.ts';
import { actionsOf } from '../support/fhirHttp.ts';
import { openService } from './service.ts';

async function opened(): Promise<Hono> {
  const { app, store } = await openService();
  onTestFinished(() => store.close());
  return app;
}

async function post(app: Hono, bundle: Bundle): Promise<ClaimResponse> {
  const reply = await app.request('/fhir/Claim/$submit', {
    method: 'POST',
    body: JSON.stringify(bundle),
    headers: { 'content-type': 'application/fhir+json' },
  });
  const body = (await reply.json()) as Bundle;
  expect(reply.status, JSON.stringify(body)).toBe(200);
  expect(body.identifier).toEqual(bundle.identifier);
  const [first] = body.entry ?? [];
  if (first?.resource?.resourceType !== 'ClaimResponse')
    throw new Error('The answer does not begin with a ClaimResponse');
  return first.resource;
}

/** Kit groups 2.4.1 to 2.4.4, each an update of the one before. */
function steps(): readonly { readonly group: string; readonly version: Version }[] {
  const initial = request('3-test-beside-approved-opinion');
  const added = updateOf(initial, (claim) => addItem(claim, 2, 3));
  const modified = updateOf(added, (claim) => {
    itemIn(claim, 2).quantity = { value: 2, unit: 'visits' };
    markChanged(itemIn(claim, 2));
    cancelItem(itemIn(claim, 3));
  });
  const cancelled = updateOf(modified, (claim) => certify(claim, '3'));
  return [
    { group: '2.4.1 initial', version: initial },
    { group: '2.4.2 add item', version: added },
    { group: '2.4.3 modify and cancel', version: modified },
    { group: '2.4.4 cancel all', version: cancelled },
  ];
}

describe('the four steps of a claim update', () => {
  it('each: 200, every sequence sent comes back, none else (2.4.5), and the answer is of this Claim', async () => {
    const app = await opened();
    const told: string[] = [];
    for (const { group, version } of steps()) {
      const response = await post(app, version.bundle);
      const claim: Claim = claimIn(version.bundle);
      expect(response.item?.map(({ itemSequence }) => itemSequence)).toEqual(
        claim.item?.map(({ sequence }) => sequence),
      );
      expect(response).toMatchObject({ status: 'active', outcome: 'complete' });
      expect(response.request).toEqual({ reference: version.bundle.entry?.[0]?.fullUrl });
      expect(response.identifier?.[0]?.value).toBe(claim.identifier?.[0]?.value);
      expect(JSON.stringify(response)).not.toMatch(/StructureDefinition\/replace/);
      told.push(
        `${group}: ${actionsOf(response)
          .map(({ action }) => action)
          .join(' ')}`,
      );
    }
    expect(told).toEqual([
      '2.4.1 initial: A1 A4',
      '2.4.2 add item: A1 A4 A4',
      '2.4.3 modify and cancel: A1 A4 C',
      '2.4.4 cancel all: C C C',
    ]);
  });

  it('the first answer, read again, tells where the current one is', async () => {
    const app = await opened();
    const [first, second] = steps();
    if (!first || !second) throw new Error('There are no steps');
    const before = await post(app, first.version.bundle);
    const after = await post(app, second.version.bundle);
    const read = (await (await app.request(`/fhir/ClaimResponse/${before.id}`)).json()) as ClaimResponse;
    expect(read.status).toBe('cancelled');
    expect(JSON.stringify(read.extension)).toContain(`ClaimResponse/${after.id}`);
    const active = (await (await app.request('/fhir/ClaimResponse?status=active')).json()) as Bundle;
    expect(active.entry?.map(({ resource }) => resource?.id)).toEqual([after.id]);
    const again = await post(app, first.version.bundle);
    expect([again.id, again.item?.length]).toEqual([after.id, 2]);
  });
});
