import type { Bundle, Claim, ServiceRequest, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clockUrl } from '../../src/fhir/clock.ts';
import { extensionOf, extensionsOf } from '../../src/fhir/elements.ts';
import { npiSystem } from '../../src/fhir/systems.ts';
import { actionsOf, claimResponseIn, search, submit } from '../support/fhirHttp.ts';
import { hasPackage, readPackage } from '../support/packages.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../support/server.ts';
import { loadInto } from './load.ts';
import { firstOpinionNpi, officialPlan } from './officialPlan.ts';

const pas = 'hl7.fhir.us.davinci-pas-2.2.1';
const referral = 'Bundle-ReferralAuthorizationBundleExample.json';

/** The package's other examples of a request to `$submit`. */
const otherSubmits = [
  'Bundle-HomecareAuthorizationBundleExample.json',
  'Bundle-HomecareAuthorizationUpdateBundleExample.json',
  'Bundle-MedicalServicesAuthorizationBundleExample.json',
  'Bundle-SurgicalRequestBundleExample.json',
];

const hoursToMilliseconds = 3_600_000;

describe.skipIf(!hasPackage(pas))(`the official examples of ${pas}`, () => {
  const directory = temporaryDirectory();
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer(directory.path);
    await loadInto(directory.path, officialPlan('in-network'));
  });
  afterAll(async () => {
    await server.stop();
    directory.remove();
  });

  function official(name: string): Buffer {
    const file = readPackage(pas).get(`package/example/${name}`);
    if (!file) throw new Error(`${name} is not in ${pas}`);
    return file;
  }

  /** The referral example with the sign of a second opinion, and if wished with whoever gave the first one. */
  function secondOpinion({ firstOpinion }: { readonly firstOpinion: boolean }): string {
    const bundle: Bundle = JSON.parse(official(referral).toString('utf8'));
    for (const { resource } of bundle.entry ?? []) {
      if (resource?.resourceType !== 'ServiceRequest') continue;
      const reason: ServiceRequest['reasonCode'] = [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0336', code: 'S' }] },
      ];
      resource.reasonCode = reason;
      const requester: ServiceRequest['requester'] = {
        type: 'Practitioner',
        identifier: { system: npiSystem, value: firstOpinionNpi },
      };
      if (firstOpinion) resource.requester = requester;
    }
    return JSON.stringify(bundle);
  }

  it('answers the referral as published with A4: urgent by level of service, though its priority is normal', async () => {
    const reply = await submit(server.url, Uint8Array.from(official(referral)));
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    const response = claimResponseIn(reply);
    expect(actionsOf(response)).toEqual([{ sequence: 1, action: 'A4' }]);
    const claim: Claim = JSON.parse(official(referral).toString('utf8')).entry[0].resource;
    expect(claim.priority.coding?.[0]?.code).toBe('normal');
    const [task, ...others] = await search(server.url, 'Task', `focus=ClaimResponse/${response.id}`);
    expect(others).toEqual([]);
    expectUrgent(task);
  });

  it('answers it with reason v2-0336|S, in network: NA, without a Task', async () => {
    const response = claimResponseIn(await submit(server.url, secondOpinion({ firstOpinion: true })));
    expect(actionsOf(response)).toEqual([{ sequence: 1, action: 'NA' }]);
    expect(await search(server.url, 'Task', `focus=ClaimResponse/${response.id}`)).toEqual([]);
  });

  it.for(otherSubmits)('answers %s with 200', async (name) => {
    const reply = await submit(server.url, Uint8Array.from(official(name)));
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    expect(claimResponseIn(reply).outcome).toBe('complete');
  });

  describe('out of network', () => {
    const outside = temporaryDirectory();
    let other: RunningServer;

    beforeAll(async () => {
      other = await startServer(outside.path);
      await loadInto(outside.path, officialPlan('out-of-network'));
    });
    afterAll(async () => {
      await other.stop();
      outside.remove();
    });

    it('and all proven: A1', async () => {
      const response = claimResponseIn(await submit(other.url, secondOpinion({ firstOpinion: true })));
      expect(actionsOf(response)).toEqual([{ sequence: 1, action: 'A1' }]);
    });

    it('else: A4 with the Task due 72 hours after receipt', async () => {
      const response = claimResponseIn(await submit(other.url, secondOpinion({ firstOpinion: false })));
      expect(actionsOf(response)).toEqual([{ sequence: 1, action: 'A4' }]);
      const [task] = await search(other.url, 'Task', `focus=ClaimResponse/${response.id}`);
      expectUrgent(task);
    });
  });
});

/** Seventy-two elapsed hours after receipt, on the one clock there is. */
function expectUrgent(task: Task | undefined): void {
  const { start = '', end = '' } = task?.restriction?.period ?? {};
  expect(Date.parse(end) - Date.parse(start)).toBe(72 * hoursToMilliseconds);
  expect(start).toMatch(/T\d\d:\d\d:\d\d-0[78]:00$/);
  expect(Math.abs(Date.now() - Date.parse(start))).toBeLessThan(60_000);
  expect(task?.priority).toBe('urgent');
  const clocks = extensionsOf(task, clockUrl);
  expect(clocks.map((clock) => extensionOf(clock, 'id')?.valueCode)).toEqual(['urgent-72h']);
}
