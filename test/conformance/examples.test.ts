import { describe, expect, it } from 'vitest';
import { expectations } from '../examples/examples.ts';
import { exampleBundle } from '../intake/harness.ts';
import { requestProblems } from './requests/requestProblems.ts';
import { hasPackages } from './responses/validate.ts';

/** Whoever copies an example copies a request that PAS itself would accept. */
describe.skipIf(!hasPackages)('the example requests, after the official packages', () => {
  const files = expectations.filter(({ status }) => status === 200).map(({ file }) => file);

  it.for(files)('%s', (file) => expect(requestProblems(exampleBundle(file))).toEqual([]));
  it.for([
    ['walkthrough/update.request.json', 'profile-pas-request-bundle'],
    ['walkthrough/cancel.request.json', 'profile-pas-request-bundle'],
    ['walkthrough/inquire.request.json', 'profile-pas-inquiry-request-bundle'],
  ] as const)('%s', ([file, profile]) => expect(requestProblems(exampleBundle(file), profile)).toEqual([]));
  it('are most of them', () => expect(files.length).toBeGreaterThan(50));
});
