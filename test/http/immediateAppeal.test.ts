import { expect, it, onTestFinished } from 'vitest';
import { findingsOf } from '../../src/fhir/policyFinding.ts';
import { certify, itemIn, request } from '../intake/updates/support.ts';
import { actionsOf } from '../support/fhirHttp.ts';
import { submitted } from './inquiries.ts';
import { openService } from './service.ts';

it('an immediate appeal without a level of service is answered like any request, and the answer warns of it', async () => {
  const service = await openService();
  onTestFinished(() => service.store.close());
  const warnings = async (certification: string) => {
    const { bundle } = request('10-network-alternative', (claim) => certify(itemIn(claim, 1), certification));
    const answer = await submitted(service, bundle);
    expect(actionsOf(answer)).toEqual([{ sequence: 1, action: 'A4' }]);
    return findingsOf(answer.extension).filter(({ id }) => id === 'request-readable');
  };
  expect(await warnings('1')).toMatchObject([
    { answer: 'unknown', because: expect.stringMatching(/item\[0\] asks for an immediate appeal/) },
  ]);
  expect(await warnings('I')).toEqual([]);
});
