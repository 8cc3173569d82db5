import type { Bundle, Parameters, StructureDefinition } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { extensionOf } from '../../../src/fhir/elements.ts';
import { findingsOf } from '../../../src/fhir/policyFinding.ts';
import { pasExtension } from '../../../src/pas/codes.ts';
import { claimResponseIn, type Reply } from '../../support/fhirHttp.ts';
import { readPackage } from '../../support/packages.ts';
import { isJson, type Json, placesIn } from '../places.ts';
import { requestProblems } from '../requests/requestProblems.ts';
import { everythingAsked, everythingStated, type RequestName, requestNamed } from '../requests/requests.ts';
import { hasPackages } from '../responses/validate.ts';
import { bundleIn, expectConformant, expectSuccess, session } from './session.ts';

/** The checks of what is sent: that it is conformant and shows everything, and is processed without error. */
const named: readonly (readonly [number: string, name: RequestName])[] = [
  ['2.1.1.01', 'approval'],
  ['2.2.1.01', 'denial'],
  ['2.3.1.01', 'pended'],
  ['3.1.1.01', 'modification'],
];

/** Slices whose members the snapshot does not tell by a pattern: careTeam by its scope, which is looked at on its own. */
const untold = /:(OverallClaimMember|ItemClaimMember|X12Code|Claim)(?=\.|$)/;

interface Group {
  readonly number: string;
  readonly profile: string;
}
const submitted: readonly Group[] = [
  { number: '3.1.2.01', profile: 'profile-servicerequest' },
  { number: '3.1.2.02', profile: 'profile-pas-request-bundle' },
  { number: '3.1.2.03', profile: 'profile-claim-update' },
  { number: '3.1.2.04', profile: 'profile-coverage' },
  { number: '3.1.2.05', profile: 'profile-encounter' },
  { number: '3.1.2.06', profile: 'profile-insurer' },
  { number: '3.1.2.07', profile: 'profile-requestor' },
  { number: '3.1.2.08', profile: 'profile-beneficiary' },
  { number: '3.1.2.09', profile: 'profile-subscriber' },
  { number: '3.1.2.10', profile: 'profile-practitioner' },
  { number: '3.1.2.11', profile: 'profile-practitionerrole' },
];
const asked: readonly Group[] = [
  { number: '3.2.2.01', profile: 'profile-pas-inquiry-request-bundle' },
  { number: '3.2.2.02', profile: 'profile-claim-inquiry' },
  { number: '3.2.2.03', profile: 'profile-coverage' },
  { number: '3.2.2.04', profile: 'profile-insurer' },
  { number: '3.2.2.05', profile: 'profile-requestor' },
  { number: '3.2.2.06', profile: 'profile-beneficiary' },
  { number: '3.2.2.07', profile: 'profile-subscriber' },
  { number: '3.2.2.08', profile: 'profile-practitioner' },
  { number: '3.2.2.09', profile: 'profile-practitionerrole' },
];

describe('3 elements of requests that must be supported', () => {
  const service = session();
  let approval: Reply;
  let updates: readonly Reply[];
  let inquiries: ReturnType<typeof everythingAsked>;
  let replies: readonly Reply[];
  const sent = everythingStated();

  beforeAll(async () => {
    approval = await service.submit(requestNamed('approval'));
    const [item] = claimResponseIn(approval).item ?? [];
    const review = extensionOf(item?.adjudication[0], pasExtension.reviewAction);
    inquiries = everythingAsked(extensionOf(review, 'number')?.valueString ?? '');
    replies = [await service.inquire(inquiries[0]), await service.inquire(inquiries[1])];
    updates = [await service.submit(sent[0]), await service.submit(sent[1])];
  });

  it.skipIf(!hasPackages).each(named)('%s the request %s is conformant', (_number, name) => {
    expect(requestProblems(requestNamed(name))).toEqual([]);
  });
  it.skipIf(!hasPackages)('3.1.1.01 the requests that state everything are conformant', () => {
    for (const request of sent) expect(requestProblems(request)).toEqual([]);
  });
  it('3.1.1.02 they are submitted with success, as updates of a request that is known, and nothing is left unread', () => {
    for (const update of updates) {
      expectSuccess(update);
      const answer = claimResponseIn(update);
      expect(answer.outcome).toBe('complete');
      expect(answer.item?.map(({ itemSequence }) => itemSequence)).toEqual([1]);
      const told = findingsOf(answer.extension).map(({ id, answer: found }) => `${id} ${found}`);
      expect(told).toContain('prior-request-known yes');
      expect(told.filter((finding) => finding.startsWith('request-readable'))).toEqual([]);
    }
  });
  it.skipIf(!hasPackages)('3.1.1.03 the response Bundles are conformant', () => {
    for (const update of updates) expectConformant(bundleIn(update));
  });
  it.skipIf(!hasPackages).each(submitted)('$number $profile: every element is sent', ({ profile }) => {
    expect(unsent(profile, sent)).toEqual([]);
  });

  it.skipIf(!hasPackages)('3.2.1.01 the inquiries that ask for everything are conformant', () => {
    for (const inquiry of inquiries) expect(requestProblems(inquiry, 'profile-pas-inquiry-request-bundle')).toEqual([]);
  });
  it('3.2.1.02 they succeed, and each finds what was certified', () => {
    for (const { status, body } of replies) {
      expect([status, body.resourceType]).toEqual([200, 'Parameters']);
      const ids = foundIn(body as Parameters).map(({ entry }) => entry?.[0]?.resource?.id);
      expect(ids).toEqual([claimResponseIn(approval).id]);
    }
  });
  it.skipIf(!hasPackages)('3.2.1.03 their response Bundles are conformant', () => {
    for (const { body } of replies)
      for (const bundle of foundIn(body as Parameters)) expectConformant(bundle, 'profile-pas-inquiry-response-bundle');
  });
  it.skipIf(!hasPackages).each(asked)('$number $profile: every element is asked with', ({ profile }) => {
    expect(unsent(profile, inquiries)).toEqual([]);
  });

  it('the careTeam of the whole Claim and that of an item are both there', () => {
    for (const bundle of [sent[0], inquiries[0]])
      for (const scope of [true, false])
        expect(JSON.stringify(bundle)).toContain(`"valueBoolean":${scope}}],"sequence"`);
  });
});

function foundIn({ parameter = [] }: Parameters): readonly Bundle[] {
  return parameter.flatMap(({ resource }) => (resource?.resourceType === 'Bundle' ? [resource] : []));
}

/** Must-support elements of an official profile that no message shows, by id. */
function unsent(profile: string, bundles: readonly Bundle[]): readonly string[] {
  const file = readPackage('hl7.fhir.us.davinci-pas-2.2.1').get(`package/StructureDefinition-${profile}.json`);
  const structure: StructureDefinition = JSON.parse(file?.toString('utf8') ?? '');
  const elements = (structure.snapshot?.element ?? []).filter(({ mustSupport, max }) => mustSupport && max !== '0');
  const roots = bundles.flatMap((bundle) => rootsOf(bundle, structure));
  return elements.flatMap(({ id = '' }) => (roots.some((root) => shows(root, structure, id)) ? [] : [id]));
}

/** The Bundle itself, or the resources that claim the profile. */
function rootsOf(bundle: Bundle, { type, url }: StructureDefinition): readonly Json[] {
  const plain: unknown = JSON.parse(JSON.stringify(bundle));
  if (!isJson(plain)) return [];
  if (type === 'Bundle') return [plain];
  const entries = Array.isArray(plain.entry) ? plain.entry.filter(isJson) : [];
  return entries.flatMap(({ resource }) => {
    const meta = isJson(resource) && isJson(resource.meta) ? resource.meta : {};
    return isJson(resource) && Array.isArray(meta.profile) && meta.profile.includes(url) ? [resource] : [];
  });
}

function shows(root: Json, structure: StructureDefinition, id: string): boolean {
  const places = placesIn({ structure, root, path: structure.type }, id.replace(untold, ''));
  return places.some(({ owner, key, indexes }) => (indexes ? indexes.length > 0 : owner[key] !== undefined));
}
