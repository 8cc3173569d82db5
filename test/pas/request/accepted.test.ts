import { beforeAll, describe, expect, it } from 'vitest';
import { readSubmission } from '../../../src/pas/request/readSubmission.ts';
import type { Submission } from '../../../src/pas/request/submission.ts';
import { type Change, changed, described } from './change.ts';
import { loadR4 } from './definitions.ts';
import { bytesOf, fullUrl, validRequest } from './fixture.ts';

const CLAIM = 'entry[0].resource';
const CERTIFICATION_TYPE = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-certificationType';
const CANCELLED = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/modifierextension-infoCancelled';
const PRIOR = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship', code: 'prior' }],
};
const NOWHERE = { reference: 'urn:uuid:7d0c1f0a-2f0f-4a53-8f1a-0000000000ff' };

/** The submission read; when it was refused the issues are in the error. */
function accepted(request: unknown): Submission {
  const result = readSubmission(bytesOf(request));
  if (!result.ok) throw new Error(JSON.stringify(result.outcome.issue));
  return result.submission;
}

beforeAll(loadR4);

it('a valid request is read as it was sent', () => {
  const request = validRequest();
  const submission = accepted(request);
  expect(submission.bundle).toEqual(request);
  expect(submission.claim).toBe(submission.bundle.entry?.[0]?.resource);
  expect(submission).toMatchObject({ claimFullUrl: fullUrl(1), dangling: [], ignored: [] });
  expect(submission.priorClaim).toBeUndefined();
});

describe('optional elements may be missing, and others may be there', () => {
  const changes: readonly Change[] = [
    ['remove', 'entry[1].resource.birthDate'],
    ['set', 'entry[1].resource.telecom', [{ value: '559-555-0100' }]],
    ['remove', 'entry[4].resource.identifier[0].value'],
    ['remove', 'entry[8]'],
    ['remove', `${CLAIM}.item[0].servicedDate`],
    ['remove', `${CLAIM}.item[0].careTeamSequence`],
    ['remove', `${CLAIM}.item[0].diagnosisSequence`],
    ['remove', `${CLAIM}.item[1]`],
    ['set', 'meta', { profile: ['https://example.org/not-a-pas-profile'] }],
    ['set', `${CLAIM}.item[0].modifierExtension`, [{ url: CANCELLED, valueBoolean: true }]],
    ['set', `${CLAIM}.extension`, [{ url: 'urn:unknown', valueString: 'x' }]],
    ['set', `${CLAIM}.related`, [{ claim: NOWHERE, relationship: PRIOR }]],
    ['set', `${CLAIM}.careTeam[0].provider`, { reference: fullUrl(7) }],
    ['set', `${CLAIM}.enterer`, { display: 'Front desk' }],
    ['set', 'entry[1].resource.name[0]._given', [null, { extension: [{ url: 'urn:x', valueString: 'x' }] }]],
    ['set', 'entry[1].resource._birthDate', { extension: [{ url: 'urn:x', valueString: 'x' }] }],
  ];
  it.for(changes.map((change) => [described(change), change] as const))('%s', ([, change]) => {
    expect(accepted(changed([change])).claim.use).toBe('preauthorization');
  });
});

it('a Claim that cancels the whole request needs no items', () => {
  const cancel = { url: CERTIFICATION_TYPE, valueCodeableConcept: { coding: [{ code: '3' }] } };
  const { claim } = accepted(
    changed([
      ['set', `${CLAIM}.extension`, [cancel]],
      ['remove', `${CLAIM}.item`],
    ]),
  );
  expect(claim.item).toBeUndefined();
});

it('a byte order mark is passed over', () => {
  const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, ...bytesOf(validRequest())]);
  expect(readSubmission(bytes).ok).toBe(true);
});

describe('in a Parameters', () => {
  const wrapped = (bundle: unknown) => ({
    resourceType: 'Parameters',
    parameter: [
      { name: 'note', valueString: 'x' },
      { name: 'resource', resource: bundle },
    ],
  });

  it('the parameter resource is read', () => {
    expect(accepted(wrapped(validRequest())).bundle).toEqual(validRequest());
  });

  it('issues lead to their place in the Parameters', () => {
    const result = readSubmission(bytesOf(wrapped(changed([['remove', 'identifier']]))));
    const expression = ['Parameters.parameter[1].resource.identifier'];
    expect(result).toMatchObject({ ok: false, status: 422, outcome: { issue: [{ expression }] } });
  });
});

describe('members R4 does not know are passed over', () => {
  it('they are told, and are not in the Bundle', () => {
    const submission = accepted(
      changed([
        ['set', 'note', 'x'],
        ['set', `${CLAIM}.item[0].urgency`, { code: 'now' }],
        ['set', `${CLAIM}.item[0].resourceType`, 'ClaimItem'],
        ['set', `${CLAIM}.meta`, { project: 'of-a-server', tag: [{ code: 'x' }] }],
        ['set', `${CLAIM}.not a name`, 1],
      ]),
    );
    const claim = 'Bundle.entry[0].resource';
    expect(submission.ignored.toSorted()).toEqual(
      [
        claim,
        `${claim}.item[0].resourceType`,
        `${claim}.item[0].urgency`,
        `${claim}.meta.project`,
        'Bundle.note',
      ].toSorted(),
    );
    expect(submission.bundle).toEqual(changed([['set', `${CLAIM}.meta`, { tag: [{ code: 'x' }] }]]));
  });

  it('__proto__, constructor and toString are names like any other', () => {
    const hostile = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1,';
    const text = JSON.stringify(validRequest()).replaceAll('{', `{${hostile}`).replaceAll(',}', '}');
    const result = readSubmission(new TextEncoder().encode(text));
    expect(result.ok && result.submission.bundle).toEqual(validRequest());
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(result.ok && Object.getPrototypeOf(result.submission.claim)).toBe(Object.prototype);
  });
});

it('references of other entries that lead nowhere are no error, and are told', () => {
  const request = changed([
    ['set', 'entry[5].resource.practitioner', NOWHERE],
    ['set', 'entry[7].resource.requester', { identifier: { value: '1' } }],
    ['set', 'entry[7].resource.performer', [{ reference: '#gone' }]],
  ]);
  expect(accepted(request).dangling).toEqual([
    { expression: 'Bundle.entry[5].resource.practitioner', reference: NOWHERE.reference },
    { expression: 'Bundle.entry[7].resource.performer[0]', reference: '#gone' },
  ]);
});

it('references within a Bundle of an entry are its own affair', () => {
  const { entry } = changed([['set', 'entry[5].resource.practitioner', NOWHERE]]);
  const resource = { resourceType: 'Bundle', type: 'collection', entry };
  const submission = accepted(changed([['set', 'entry[9]', { fullUrl: 'urn:uuid:document', resource }]]));
  expect(submission.bundle.entry?.[9]?.resource).toEqual(resource);
  expect(submission.dangling).toEqual([]);
});

it('the prior Claim is the one related as prior; its own prior Claim is not missed', () => {
  const prior = changed([['set', `${CLAIM}.related`, [{ claim: NOWHERE, relationship: PRIOR }]]]);
  const request = changed([
    ['set', 'entry[9]', { fullUrl: 'urn:uuid:prior', resource: Reflect.get(Object(prior.entry)[0], 'resource') }],
    ['set', `${CLAIM}.related`, [{ claim: { reference: 'urn:uuid:prior' }, relationship: PRIOR }]],
  ]);
  const submission = accepted(request);
  expect(submission.priorClaim).toBe(submission.bundle.entry?.[9]?.resource);
  expect(submission.dangling).toEqual([]);
});

describe('the Claims', () => {
  const claim = () => ({ fullUrl: 'urn:x', resource: Reflect.get(Object(validRequest().entry)[0], 'resource') });
  const issuesOf = (request: unknown) => {
    const result = readSubmission(bytesOf(request));
    return result.ok ? [] : result.outcome.issue.map(({ code, expression }) => `${code} ${expression?.join()}`);
  };

  it('a third one is refused', () => {
    const request = changed([
      ['set', 'entry[9]', claim()],
      ['set', 'entry[10]', { ...claim(), fullUrl: 'urn:y' }],
    ]);
    expect(issuesOf(request)).toEqual(['structure Bundle.entry[10]']);
  });

  it('one that is not first is refused, and its own problems are told', () => {
    const { entry, ...rest } = changed([['set', `${CLAIM}.use`, 'claim']]);
    const reversed = { ...rest, entry: Array.isArray(entry) ? entry.toReversed() : [] };
    expect(issuesOf(reversed)).toEqual(['structure Bundle.entry[0].resource', 'value Bundle.entry[8].resource.use']);
  });

  it('none at all is refused', () => {
    expect(issuesOf(changed([['remove', 'entry[0]']]))).toEqual(['structure Bundle.entry[0].resource']);
  });
});
