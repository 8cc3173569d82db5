import type { Bundle } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certify, updateOf, type Version } from '../intake/updates/support.ts';
import { actionsOf, claimResponseIn, submit } from '../support/fhirHttp.ts';
import { hasPackage, readPackage } from '../support/packages.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../support/server.ts';
import { loadInto } from './load.ts';
import { officialPlan } from './officialPlan.ts';

const pas = 'hl7.fhir.us.davinci-pas-2.2.1';

describe.skipIf(!hasPackage(pas))(`the official update of ${pas}`, () => {
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

  function official(name: string): Version {
    const file = readPackage(pas).get(`package/example/Bundle-Homecare${name}BundleExample.json`);
    if (!file) throw new Error(`${name} is not in ${pas}`);
    return { bundle: JSON.parse(file.toString('utf8')) as Bundle, body: file };
  }

  async function answerTo({ body }: Version) {
    const reply = await submit(server.url, Uint8Array.from(body));
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    return claimResponseIn(reply);
  }

  it('adds item 3 and cancels item 2; item 1 keeps its reference number; then all of it is cancelled', async () => {
    const before = await answerTo(official('Authorization'));
    expect(actionsOf(before)).toEqual([
      { sequence: 1, action: 'A4' },
      { sequence: 2, action: 'A4' },
    ]);
    const update = official('AuthorizationUpdate');
    const after = await answerTo(update);
    expect(after.id).not.toBe(before.id);
    expect(actionsOf(after)).toEqual([
      { sequence: 1, action: 'A4' },
      { sequence: 2, action: 'C' },
      { sequence: 3, action: 'A4' },
    ]);
    const end = await answerTo(updateOf(update, (claim) => certify(claim, '3')));
    expect(actionsOf(end).map(({ action }) => action)).toEqual(['C', 'C', 'C']);
  });
});
