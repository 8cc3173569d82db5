import type { Bundle, ClaimResponse, Organization, Patient } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, test } from 'vitest';
import { exampleBundle, openEmbedded, send } from '../../intake/harness.ts';
import { contextDefects, definedElsewhere } from '../responseGaps.ts';
import { bundleProblems, definitions, hasPackages, pasProfiles } from '../responses/validate.ts';

let good: Bundle;
beforeAll(async () => {
  const { context, close } = await openEmbedded();
  const request = exampleBundle('requests/9-advanced-heart-failure.json');
  const result = await send(context, new TextEncoder().encode(JSON.stringify(request)));
  if (!result.ok) throw new Error('The example was refused');
  good = JSON.parse(JSON.stringify(result.bundle));
  await close();
});

interface Parts {
  readonly bundle: Bundle;
  readonly response: ClaimResponse;
  readonly item: NonNullable<ClaimResponse['item']>[number];
  readonly patient: Patient;
  readonly requestor: Organization;
}

/** @throws Error when the answer is not as the example's */
function partsOf(bundle: Bundle): Parts {
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
  const response = resources.find((each) => each.resourceType === 'ClaimResponse');
  const patient = resources.find((each) => each.resourceType === 'Patient');
  const requestor = resources.findLast((each) => each.resourceType === 'Organization');
  const [item] = response?.item ?? [];
  if (!response || !patient || !requestor || !item) throw new Error('Not the answer of the example');
  return { bundle, response, item, patient, requestor };
}

const set = (target: object | undefined, name: string, value: unknown) => Reflect.set(target ?? {}, name, value);
const extension = (name: string, value: object) => ({ url: `${pasProfiles}/extension-${name}`, ...value });
const reviewOf = ({ item }: Parts) => item.adjudication[0]?.extension?.[0];

type Row = readonly [what: string, change: (parts: Parts) => unknown, problem: RegExp];
const rows: readonly Row[] = [
  ['a missing element', ({ response }) => Reflect.deleteProperty(response, 'request'), /^ClaimResponse\.request 0 of/],
  ['a missing element of an item', ({ item }) => Reflect.deleteProperty(item, 'itemSequence'), /itemSequence 0 of/],
  [
    'a missing Bundle identifier',
    ({ bundle }) => Reflect.deleteProperty(bundle, 'identifier'),
    /^Bundle\.identifier 0 of/,
  ],
  [
    'a member nobody defined',
    ({ response }) => set(response, 'answer', 'yes'),
    /ClaimResponse\.answer is no member here/,
  ],
  ['a member of another type', ({ response }) => set(response, 'created', 'yesterday'), /created is no dateTime/],
  ['a text for a number', ({ item }) => set(item, 'itemSequence', '1'), /itemSequence is no positiveInt/],
  ['a text for an object', ({ response }) => set(response, 'patient', 'Patient/1'), /patient is no Reference/],
  [
    'a value against a pattern',
    ({ response }) => set(response, 'status', 'draft'),
    /ClaimResponse\.status is not after/,
  ],
  [
    'a concept against a pattern',
    ({ item }) => set(item.adjudication[0], 'category', { text: 'x' }),
    /category is not after/,
  ],
  [
    'a type against the fixed one',
    ({ bundle }) => set(bundle, 'type', 'batch'),
    /^Bundle\.type is not the fixed value/,
  ],
  [
    'a code outside a PAS value set',
    ({ response }) => set(response, 'outcome', 'queued'),
    /outcome is no code of .*Outcome/,
  ],
  ['a code outside a value set of R4', ({ patient }) => set(patient, 'gender', 'f'), /gender is no code of/],
  [
    'an unknown extension',
    ({ response }) => response.extension?.push({ url: 'https://clinic.example/x', valueString: 'x' }),
    /extension\(x\) is unknown/,
  ],
  [
    'an unknown part of an extension',
    (parts) => reviewOf(parts)?.extension?.push({ url: 'code', valueString: 'A1' }),
    /extension\(code\) is unknown/,
  ],
  [
    'an extension out of place',
    ({ response }) => response.extension?.push(extension('itemTraceNumber', {})),
    /itemTraceNumber\) is not allowed here/,
  ],
  [
    'an extension twice',
    ({ item }) => item.adjudication[0]?.extension?.push(extension('reviewAction', {})),
    /extension:reviewAction 2 of at most 1/,
  ],
  [
    'a missing part of an extension',
    ({ response }) => response.extension?.find(({ url }) => url.endsWith('Reviewer'))?.extension?.pop(),
    /wasHumanReviewedFlag 0 of at least 1/,
  ],
  [
    'a value where an extension has none',
    (parts) => set(reviewOf(parts), 'valueString', 'x'),
    /valueString is no member|value\[x\] 1 of at most 0/,
  ],
  [
    'a value of another type in an extension',
    ({ item }) => item.extension?.push(extension('dischargeDate', { valueString: 'x' })),
    /valueString is no member/,
  ],
  [
    'a profile of a data type broken',
    ({ response }) => Reflect.deleteProperty(response.identifier?.[0] ?? {}, 'value'),
    /identifier\.value 0 of/,
  ],
  [
    'a reference to another type',
    ({ response }) => set(response, 'insurer', response.patient),
    /insurer leads to Patient/,
  ],
  [
    'a reference to nothing',
    ({ response }) => set(response, 'patient', { reference: 'urn:uuid:0' }),
    /patient .* leads to no entry/,
  ],
  [
    'a target that breaks its profile',
    ({ requestor }) => Reflect.deleteProperty(requestor, 'name'),
    /Organization\.name 0 of/,
  ],
  [
    'a slice that breaks an invariant',
    ({ requestor }) => set(requestor.identifier?.[0], 'value', '1800000148'),
    /breaks us-core-17/,
  ],
  ['an invariant of the profile', ({ patient }) => set(patient, 'birthDate', '1968'), /birthDate breaks FullDateRule/],
  ['an invariant of the Bundle', ({ bundle }) => bundle.entry?.reverse(), /^Bundle breaks ClaimResponseFirst/],
  [
    'an added item without its sequence',
    ({ response }) => set(response, 'addItem', [{ productOrService: {}, adjudication: [] }]),
    /addItem\.itemSequence 0 of at least 1/,
  ],
  [
    'two sequences of an added item',
    ({ response }) => set(response, 'addItem', [{ itemSequence: [1, 2] }]),
    /addItem\.itemSequence 2 of at most 1/,
  ],
];

describe.skipIf(!hasPackages)('the validator of responses finds', () => {
  test('nothing against an answer as it is sent', () => expect(bundleProblems(good)).toEqual([]));
  test.each(rows)('%s', (_what, change, problem) => {
    const bundle = structuredClone(good);
    change(partsOf(bundle));
    expect(bundleProblems(bundle)).toContainEqual(expect.stringMatching(problem));
  });
});

describe.skipIf(!hasPackages)('known gaps, each still one', () => {
  test.each(contextDefects)('$extension is published without the place $at', ({ extension: url, at }) => {
    expect(definitions().structure(url)?.contexts).not.toContain(at);
  });
  test.each(definedElsewhere)('%s is in no package held', (url) => {
    expect(definitions().structure(url)).toBeUndefined();
  });
});
