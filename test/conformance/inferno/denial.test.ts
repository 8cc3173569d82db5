import { beforeAll, describe, expect, it } from 'vitest';
import { actionsOf, claimResponseIn, type Reply } from '../../support/fhirHttp.ts';
import { requestNamed } from '../requests/requests.ts';
import { hasPackages } from '../responses/validate.ts';
import { bundleIn, expectConformant, expectSuccess, session } from './session.ts';

describe('2.2.1 denial', () => {
  const service = session();
  let reply: Reply;
  beforeAll(async () => {
    // No software denies: a person has to, and the request sent again is answered as it now stands.
    const pended = claimResponseIn(await service.submit(requestNamed('denial')));
    await service.decide(pended, { decision: 'deny', reason: 'Criterion VI.B is not met.' });
    reply = await service.submit(requestNamed('denial'));
  });

  it('2.2.1.02 the submission succeeds', () => expectSuccess(reply));
  it.skipIf(!hasPackages)('2.2.1.03 the response Bundle is conformant', () => expectConformant(bundleIn(reply)));
  it('2.2.1.04 an item has the review action A3', () => {
    expect(actionsOf(claimResponseIn(reply)).map(({ action }) => action)).toContain('A3');
  });
});
