import { beforeAll, describe, expect, it } from 'vitest';
import { readSubmission } from '../../../src/pas/request/readSubmission.ts';
import { hasPackage, readPackage } from '../../support/packages.ts';
import { loadR4 } from './definitions.ts';

const PACKAGE = 'hl7.fhir.us.davinci-pas-2.2.1';

/** The request examples of PAS, with what they hold besides: entries, prior Claim, references their authors left dangling. */
const EXAMPLES = [
  ['ReferralAuthorization', 10, false, 0],
  ['MedicalServicesAuthorization', 5, false, 0],
  ['HomecareAuthorization', 5, false, 0],
  ['HomecareAuthorizationUpdate', 6, true, 0],
  ['SurgicalRequest', 9, false, 2],
] as const;

beforeAll(loadR4);

describe(`the request examples of ${PACKAGE}`, () => {
  it.skipIf(!hasPackage(PACKAGE)).for(EXAMPLES)(
    '%sBundleExample is accepted: %i entries, prior Claim %s, %i dangling',
    ([name, entries, hasPrior, dangling]) => {
      const bytes = readPackage(PACKAGE).get(`package/example/Bundle-${name}BundleExample.json`);
      const result = readSubmission(bytes ?? new Uint8Array());
      if (!result.ok) throw new Error(JSON.stringify(result.outcome.issue));
      const { submission } = result;
      expect(submission.bundle).toEqual(JSON.parse(String(bytes)));
      expect(submission.bundle.entry).toHaveLength(entries);
      expect(submission.priorClaim !== undefined).toBe(hasPrior);
      expect(submission.dangling).toHaveLength(dangling);
      expect(submission.ignored).toEqual([]);
    },
  );
});
