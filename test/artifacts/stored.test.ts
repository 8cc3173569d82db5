import type { Provenance, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingsOf } from '../../src/fhir/policyFinding.ts';
import { sweep } from '../../src/intake/sweep.ts';
import { expectations } from '../examples/examples.ts';
import { message } from '../intake/harness.ts';
import { request, updateOf } from '../intake/updates/support.ts';
import { example } from '../support/fhirHttp.ts';
import { type Carried, carriedIn, violations } from './conformance.ts';
import { artifact, codesIn, held, namedInCode, ownBase } from './held.ts';
import { problemsWith } from './profile.ts';
import { openService, storedOf, type TestService } from './service.ts';

const types = ['Claim', 'ClaimResponse', 'Task', 'Communication', 'Provenance', 'DocumentReference'] as const;
const files = expectations.filter(({ status }) => status === 200).map(({ file }) => file);

/** A request and its update, which leaves an item out; the question of an example once more, while it is undecided; and very many items. */
function followUps(): readonly Uint8Array<ArrayBuffer>[] {
  const first = request('3-test-beside-approved-opinion');
  const second = updateOf(first, (claim) => {
    claim.item = claim.item?.slice(0, 1);
  });
  const many = request('6-network-cardiologist', (claim) => {
    const [like] = claim.item ?? [];
    if (like) claim.item = Array.from({ length: 40 }, (_, index) => ({ ...like, sequence: index + 1 }));
  });
  const messages = [first.body, second.body, message('10-out-of-network-site-named'), many.body];
  return messages.map((body) => Uint8Array.from(body));
}

const sent = [...files.map(example), ...followUps()];

let service: TestService;
let stored: readonly Resource[];
let carried: readonly Carried[];

beforeAll(async () => {
  service = await openService();
  for (const body of sent) await service.app.request('/fhir/Claim/$submit', { method: 'POST', body });
  stored = await storedOf(service, types);
  carried = stored.flatMap(carriedIn);
});
afterAll(() => service.store.close());

describe('what the service stores of the examples', () => {
  it('is a case for each example that is answered, and for each that follows', () => {
    expect(files.length).toBeGreaterThanOrEqual(5);
    expect(stored.filter(({ resourceType }) => resourceType === 'ClaimResponse')).toHaveLength(sent.length);
  });

  it('keeps to the definition of every extension it carries', () => {
    const problems = carried.flatMap((each) => violations(each).map((problem) => `${each.on}: ${problem}`));
    expect([...new Set(problems)]).toEqual([]);
  });

  // Attempts are counted only where answering fails; sources and doubts come with lists.
  const carriedElsewhere: readonly string[] = [
    ...['attempts', 'source', 'exclusion-doubt'],
    // Carried by Basic: test/notifications/artifacts.test.ts.
    ...['subscription-state', 'delivery-state', 'notification-event', 'caught-up-to'],
  ];
  it.each(namedInCode('StructureDefinition').filter((id) => !carriedElsewhere.includes(id)))(
    'carries the extension %s',
    (id) => {
      expect(carried.some(({ extension }) => extension.url === `${ownBase}/StructureDefinition/${id}`)).toBe(true);
    },
  );

  it.each([
    ['Task', 'second-opinion-task'],
    ['Communication', 'second-opinion-receipt'],
  ] as const)('every %s keeps to the profile %s', (type, profile) => {
    const found = stored.filter(({ resourceType }) => resourceType === type);
    expect(found).not.toHaveLength(0);
    expect([...new Set(found.flatMap((resource) => problemsWith(resource, profile)))]).toEqual([]);
  });

  it('has nothing empty in it', () => {
    expect([...new Set(stored.flatMap((resource) => emptyParts(resource, resource.resourceType)))]).toEqual([]);
  });

  it('uses only codes that our code systems have', () => {
    const codings = stored.flatMap(ownCodings);
    expect(codings).not.toHaveLength(0);
    expect([...new Set(codings)].filter((coding) => !isDefined(coding))).toEqual([]);
  });

  it('asks only questions that an action of the policy names, each under its own clause', () => {
    const actions = (artifact('PlanDefinition', 'MPUP3078').action ?? []).flatMap(({ prefix, code = [] }) =>
      code.flatMap(({ coding = [] }) => coding.map((each) => `${prefix} ${each.code}`)),
    );
    const asked = findingsOf(carried.map(({ extension }) => extension)).map(({ clause, id }) => `${clause} ${id}`);
    expect(asked).not.toHaveLength(0);
    expect([...new Set(asked)].filter((question) => !actions.includes(question))).toEqual([]);
  });

  it('names the policy by a canonical that is served', () => {
    const policies = stored
      .filter((resource): resource is Provenance => resource.resourceType === 'Provenance')
      .flatMap(({ policy = [] }) => policy);
    expect(policies).toHaveLength(sent.length);
    expect(new Set(policies.map((policy) => held.resolve(policy)?.id))).toEqual(new Set(['MPUP3078']));
  });

  it('keeps to the profile also where a deadline passed', async () => {
    const later = Temporal.Now.instant().add({ hours: 24 * 30 });
    const settings = {
      calendar: { timeZone: 'America/Los_Angeles' },
      autoApprove: true,
      authorizationDays: 90,
      products: ['medi-cal'],
    };
    await sweep({ client: service.store.client, settings, now: () => later });
    const tasks = await storedOf(service, ['Task']);
    expect(JSON.stringify(tasks)).toContain('"overdue-notice"');
    expect([...new Set(tasks.flatMap((task) => problemsWith(task, 'second-opinion-task')))]).toEqual([]);
    expect(tasks.flatMap(ownCodings).filter((coding) => !isDefined(coding))).toEqual([]);
  });
});

/** `<id of the code system>|<code>` of every coding of ours anywhere below. */
function ownCodings(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'system' in value && 'code' in value && String(value.system).startsWith(`${ownBase}/CodeSystem/`);
  const here = own ? [`${String(value.system).slice(`${ownBase}/CodeSystem/`.length)}|${value.code}`] : [];
  return [...here, ...Object.values(value).flatMap(ownCodings)];
}

/** Where an object or a list has nothing in it, which FHIR does not allow. */
function emptyParts(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const parts = Object.entries(value);
  return parts.length === 0 ? [path] : parts.flatMap(([name, part]) => emptyParts(part, `${path}.${name}`));
}

function isDefined(coding: string): boolean {
  const [system = '', code = ''] = coding.split('|');
  return held.read('CodeSystem', system) !== undefined && codesIn(system).includes(code);
}
