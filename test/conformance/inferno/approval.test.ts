import { beforeAll, describe, expect, it } from 'vitest';
import { actionsOf, claimResponseIn, type Reply } from '../../support/fhirHttp.ts';
import { requestNamed } from '../requests/requests.ts';
import { hasPackages } from '../responses/validate.ts';
import { bundleIn, expectConformant, expectSuccess, session } from './session.ts';

describe('2.1.1 approval', () => {
  const service = session();
  let reply: Reply;
  beforeAll(async () => {
    reply = await service.submit(requestNamed('approval'));
  });

  it('2.1.1.02 the submission succeeds', () => expectSuccess(reply));
  it.skipIf(!hasPackages)('2.1.1.03 the response Bundle is conformant', () => expectConformant(bundleIn(reply)));
  it('2.1.1.04 an item has the review action A1', () => {
    expect(actionsOf(claimResponseIn(reply)).map(({ action }) => action)).toContain('A1');
  });
});
