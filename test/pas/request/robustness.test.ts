import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { readSubmission } from '../../../src/pas/request/readSubmission.ts';
import { hasPackage, readPackage } from '../../support/packages.ts';
import { loadR4 } from './definitions.ts';
import { bytesOf, validRequest } from './fixture.ts';

const PACKAGE = 'hl7.fhir.us.davinci-pas-2.2.1';
const REFERRAL = 'package/example/Bundle-ReferralAuthorizationBundleExample.json';

beforeAll(loadR4);

/** Either a submission, or an outcome in which every issue has a text and a place. */
function isAnswered(bytes: Uint8Array): boolean {
  const result = readSubmission(bytes);
  if (result.ok) return result.submission.claim.resourceType === 'Claim';
  const { issue } = result.outcome;
  return issue.length > 0 && issue.every(({ details, expression }) => details?.text && expression?.[0]);
}

/** Replaces, empties or removes members of `json`, each chosen by a number. */
function mutate(json: unknown, mutations: readonly (readonly [choice: number, value: unknown])[]): unknown {
  const mutant = structuredClone(json);
  for (const [choice, value] of mutations) {
    const places = placesIn(mutant);
    const [parent, key] = places[choice % Math.max(places.length, 1)] ?? [];
    if (parent === undefined || key === undefined) continue;
    if (value === undefined) Reflect.deleteProperty(parent, key);
    else Reflect.set(parent, key, structuredClone(value));
  }
  return mutant;
}

function placesIn(value: unknown): [object, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [[value, key] as [object, string], ...placesIn(member)]);
}

const values = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom<unknown>(
    null,
    [],
    {},
    '',
    ' ',
    0,
    -1,
    1.5,
    true,
    [null],
    [[]],
    [{}],
    { reference: '#' },
    { resourceType: 'Bundle' },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const mutations = fc.array(fc.tuple(fc.nat(), values), { minLength: 1, maxLength: 4 });

it('any bytes are answered', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isAnswered));
});

it('any JSON is answered', () => {
  fc.assert(fc.property(fc.jsonValue(), (json) => isAnswered(bytesOf(json))));
});

it('any entries are answered', () => {
  const entry = fc.record({ fullUrl: fc.jsonValue(), resource: fc.jsonValue() }, { requiredKeys: [] });
  fc.assert(fc.property(fc.array(entry), (entries) => isAnswered(bytesOf({ ...validRequest(), entry: entries }))));
});

it('a valid request with members replaced or removed is answered', () => {
  fc.assert(
    fc.property(mutations, (list) => isAnswered(bytesOf(mutate(validRequest(), list)))),
    { numRuns: 1000 },
  );
});

it.skipIf(!hasPackage(PACKAGE))(
  `the Referral example of ${PACKAGE} with members replaced or removed is answered`,
  () => {
    const referral: unknown = JSON.parse(String(readPackage(PACKAGE).get(REFERRAL)));
    fc.assert(
      fc.property(mutations, (list) => isAnswered(bytesOf(mutate(referral, list)))),
      { numRuns: 500 },
    );
  },
);

it('a wrong JSON type anywhere is never accepted', () => {
  const request = validRequest();
  const wrong = fc.constantFrom<unknown>(null, [], {}, [[]], [null]);
  fc.assert(
    fc.property(fc.nat(), wrong, (choice, value) => {
      const result = readSubmission(bytesOf(mutate(request, [[choice, value]])));
      expect(result.ok).toBe(false);
    }),
    { numRuns: 500 },
  );
});

it('no refusal repeats who the member is', () => {
  fc.assert(
    fc.property(mutations, (list) => {
      const result = readSubmission(bytesOf(mutate(validRequest(), list)));
      expect(JSON.stringify(result.ok ? '' : result.outcome)).not.toMatch(/Okonjo|Delphine|M-77001|1984-03-09/);
    }),
    { numRuns: 500 },
  );
});
