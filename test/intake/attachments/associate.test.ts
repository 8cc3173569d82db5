import type { Bundle, Identifier, Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { associate } from '../../../src/intake/attachments/associate.ts';
import type { AttachmentSubmission } from '../../../src/pas/additionalInformation/attachmentSubmission.ts';
import { type DecisionService, decideBy, openDecisionService, parametersOf, people } from '../decision/support.ts';
import { type AskedCase, askedCase, coded, consult, echo } from './support.ts';

const npiSystem = 'http://hl7.org/fhir/sid/us-npi';
const memberSystem = 'https://redwood-coast.example/member-number';
const claimSystem = 'urn:trnorg:9000000001';
const trackingSystem = 'https://w3id.org/second-opinion/tracking-id';
const payer = '1800000014';
const clinic = '1800000147';
const otherClinic = '1800000170';
const shared = 'SO-SHARED';

/** What an outsider knows of a case: what was sent and what came back. */
interface Known {
  readonly name: string;
  readonly tracking: readonly string[];
  readonly member: string;
  readonly numbers: readonly string[];
  readonly claim: string;
  readonly parties: readonly string[];
  readonly isPended: boolean;
  readonly responseId: string;
}

let service: DecisionService;
let cases: readonly Known[];

interface Kind {
  readonly name: string;
  readonly claim: string;
  readonly member?: 'RC100002';
  readonly clinic?: string;
  readonly decided?: boolean;
}

/** Three share the identifier of their Claim, and one of those is decided; one is of another member and another clinic. */
const kinds: readonly Kind[] = [
  { name: 'pended', claim: shared },
  { name: 'pended too', claim: shared, clinic: otherClinic },
  { name: 'decided', claim: shared, decided: true },
  { name: 'of another member', claim: shared, member: 'RC100002' },
  { name: 'decided alone', claim: 'SO-ALONE', decided: true },
];

beforeAll(async () => {
  service = await openDecisionService();
  const opened: Known[] = [];
  for (const kind of kinds) opened.push(await open(kind));
  cases = opened;
  return () => service.store.close();
});

async function open(kind: Kind): Promise<Known> {
  const { name, claim, member, decided = false } = kind;
  let message: Bundle = { resourceType: 'Bundle', type: 'collection' };
  const asked: AskedCase = await askedCase(service, [coded(echo), coded(consult)], (bundle) => {
    message = Object.assign(bundle, changed(bundle, kind));
  });
  if (decided) {
    const said = parametersOf({ decision: 'deny', reviewer: people.physician, reason: 'VI.B is not met.' });
    expect((await decideBy(service, asked.task.id, said)).status).toBe(200);
  }
  return {
    name,
    tracking: [...asked.requests, ...asked.tasks].flatMap(({ identifier }) => identifier?.[0]?.value ?? []),
    member: member ?? 'RC100001',
    numbers: [...new Set(JSON.stringify(asked.sent).match(/\b(REF|AUTH)[0-9A-Z]{12}\b/g))],
    claim,
    parties: (message.entry ?? []).flatMap(({ resource }) => npisIn(resource)).filter((npi) => npi !== payer),
    isPended: !decided,
    responseId: asked.responseId,
  };
}

/** The same request for somebody else, by somebody else, under another identifier. */
function changed(bundle: Bundle, { claim, member, clinic: requestor }: Kind): Bundle {
  const own = bundle.entry?.[0]?.resource;
  if (own?.resourceType === 'Claim') own.identifier = [{ system: claimSystem, value: claim }];
  const text = JSON.stringify(bundle).replaceAll(clinic, requestor ?? clinic);
  return JSON.parse(member ? text.replaceAll('RC100001', member).replaceAll('1968-04-12', '1975-09-30') : text);
}

function npisIn(resource: Resource | undefined): readonly string[] {
  if (resource?.resourceType !== 'Practitioner' && resource?.resourceType !== 'Organization') return [];
  return (resource.identifier ?? []).flatMap(({ system, value }) => (system === npiSystem && value ? [value] : []));
}

/** Numbers as a sender might give them; the places of the cases are filled in when they are there. */
interface Given {
  readonly tracking: {
    readonly kind: 'asked' | 'number' | 'claim' | 'unknown';
    readonly of: number;
    readonly index: number;
    readonly named: 'right' | 'none' | 'wrong';
  };
  readonly member: { readonly of: number | 'nobody'; readonly named: 'right' | 'none' | 'wrong' };
  readonly number: { readonly of: number } | 'unknown' | undefined;
  readonly senders: readonly ('clinic' | 'other clinic' | 'payer' | 'stranger' | 'clinic without system')[];
}

const place = fc.nat({ max: kinds.length - 1 });
const named = fc.constantFrom('right', 'none', 'wrong');
const given: fc.Arbitrary<Given> = fc.record({
  tracking: fc.record({
    kind: fc.constantFrom('asked', 'asked', 'number', 'claim', 'claim', 'unknown'),
    of: place,
    index: fc.nat({ max: 2 }),
    named,
  }),
  member: fc.record({ of: fc.oneof({ weight: 5, arbitrary: place }, fc.constant('nobody' as const)), named }),
  number: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary: fc.record({ of: place }) },
    fc.constant('unknown' as const),
  ),
  senders: fc.array(fc.constantFrom('clinic', 'other clinic', 'payer', 'stranger', 'clinic without system'), {
    maxLength: 2,
  }),
});

const systems = {
  asked: trackingSystem,
  number: 'https://w3id.org/second-opinion/item-number',
  claim: claimSystem,
  unknown: trackingSystem,
};
const identifierOf = (value: string, system: string, how: 'right' | 'none' | 'wrong'): Identifier =>
  how === 'none' ? { value } : { system: how === 'right' ? system : 'urn:of:somebody-else', value };
const senderNpi = {
  clinic,
  'other clinic': otherClinic,
  payer,
  stranger: '1999999984',
  'clinic without system': clinic,
};

function submissionOf({ tracking, member, number, senders }: Given): AttachmentSubmission {
  const known = cases[tracking.of];
  const values = {
    asked: known?.tracking[tracking.index % known.tracking.length],
    number: known?.numbers[0],
    claim: known?.claim,
    unknown: 'ATT000000000000',
  };
  const memberNumber = member.of === 'nobody' ? 'RC999999' : (cases[member.of]?.member ?? '');
  const reference = number === 'unknown' ? 'REF000000000000' : number && cases[number.of]?.numbers[0];
  return {
    trackingId: identifierOf(values[tracking.kind] ?? '', systems[tracking.kind], tracking.named),
    memberId: identifierOf(memberNumber, memberSystem, member.named),
    ...(reference ? { referenceNumber: { value: reference } } : {}),
    senders: senders.map((who) =>
      who === 'clinic without system' ? { value: clinic } : { system: npiSystem, value: senderNpi[who] },
    ),
    documents: [],
    final: false,
  };
}

/** The rule, said again: which case, and whether it was asked for. */
function expected({ trackingId, memberId, referenceNumber, senders }: AttachmentSubmission): string {
  const agrees = ({ member, numbers }: Known) =>
    member === memberId.value &&
    [undefined, memberSystem].includes(memberId.system) &&
    (!referenceNumber || numbers.includes(referenceNumber.value ?? ''));
  const isOurs = [undefined, trackingSystem].includes(trackingId.system);
  const asked = cases.find((known) => isOurs && known.tracking.includes(trackingId.value ?? ''));
  if (asked && agrees(asked)) return `${asked.name}, asked for`;
  // By a number it is found whatever the system says: a reference number is the plan's own.
  const isNamed = ({ numbers, claim }: Known) =>
    [trackingId.value, referenceNumber?.value].some((number) => number !== undefined && numbers.includes(number)) ||
    (trackingId.value === claim && [undefined, claimSystem].includes(trackingId.system));
  const isParty = ({ parties }: Known) =>
    senders.some(({ system, value }) => system === npiSystem && parties.includes(value ?? ''));
  const fitting = cases.filter((known) => isNamed(known) && agrees(known) && isParty(known));
  const pended = fitting.filter(({ isPended }) => isPended);
  const [only, ...others] = pended.length > 0 ? pended : fitting;
  return only && others.length === 0 ? `${only.name}, not asked for` : 'no case';
}

test('attachments belong to the case that all their numbers lead to, and to no case otherwise', {
  timeout: 240_000,
}, async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(given, async (each) => {
      const submission = submissionOf(each);
      const { found, solicitedBy } = await associate(service.context, submission);
      const name = cases.find(({ responseId }) => responseId === found?.response.id)?.name;
      const got = found ? `${name}, ${solicitedBy ? 'asked for' : 'not asked for'}` : 'no case';
      seen.set(got, (seen.get(got) ?? 0) + 1);
      expect(got, JSON.stringify(submission)).toBe(expected(submission));
    }),
    { numRuns: 1500, seed: 20261128 },
  );
  // Every case is met both ways, or the rule was not tried.
  const ways = kinds.flatMap(({ name }) => [`${name}, asked for`, `${name}, not asked for`]);
  expect([...seen.keys()].sort()).toEqual([...ways, 'no case'].sort());
});
