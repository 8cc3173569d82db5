import type { DocumentReference } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { circumstancesOf } from '../../../src/intake/attachments/attachmentDocument.ts';
import {
  answerNow,
  type DecisionService,
  decideBy,
  openDecisionService,
  parametersOf,
  people,
  received,
  taskNow,
} from '../decision/support.ts';
import {
  type AskedCase,
  askedCase,
  attachmentsOf,
  coded,
  consult,
  documentReference,
  echo,
  stored,
  submitTo,
} from './support.ts';

const codes = { echo, consult } as const;
const due = Temporal.Instant.from('2026-11-30T17:00:00-08:00');

let service: DecisionService;
beforeAll(async () => {
  service = await openDecisionService();
  return () => service.store.close();
});

type Wanted = keyof typeof codes;

/** What happens to a case, so many hours after what happened before. */
type Step = { readonly after: number } & (
  | { readonly kind: 'decide' }
  | {
      readonly kind: 'send';
      readonly by: Wanted | 'task' | 'nothing';
      /** What the documents are coded as, and what is in them. */
      readonly code: Wanted | undefined;
      readonly contents: readonly string[];
      readonly final: boolean;
    }
);

const after = fc.integer({ min: 0, max: 90 });
const send: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('send' as const),
  after,
  by: fc.constantFrom('echo', 'consult', 'task', 'nothing'),
  code: fc.constantFrom('echo', 'consult', undefined),
  contents: fc.array(fc.constantFrom('x', 'y', 'z'), { minLength: 1, maxLength: 2 }),
  final: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
});
const decide: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('decide' as const), after });
const steps = fc.array(fc.oneof({ weight: 6, arbitrary: send }, decide), { minLength: 1, maxLength: 5 });

type Standing = 'active' | 'completed' | 'revoked';

/** The rule, said again: how every document came, in order, and how what was asked for stands. */
function expectedOf(all: readonly Step[]) {
  const documents: { content: string; circumstances: string[] }[] = [];
  const requests: Record<Wanted, Standing> = { echo: 'active', consult: 'active' };
  const names: readonly Wanted[] = ['echo', 'consult'];
  let now = received;
  let isDecided = false;
  for (const step of all) {
    now = now.add({ hours: step.after });
    if (step.kind === 'decide') {
      isDecided = true;
      for (const name of names) if (requests[name] === 'active') requests[name] = 'revoked';
      continue;
    }
    const isSolicited = step.by !== 'nothing';
    for (const content of step.contents) {
      const isDuplicate = documents.some((earlier) => earlier.content === content);
      const isLate = isDecided || (isSolicited && Temporal.Instant.compare(now, due) > 0);
      const circumstances = [
        isSolicited ? 'solicited' : 'unsolicited',
        ...(isLate ? ['late'] : []),
        ...(isDuplicate ? ['duplicate'] : []),
      ];
      documents.push({ content, circumstances });
    }
    if (!isSolicited) continue;
    const open = names.filter((name) => requests[name] === 'active');
    const [only, ...others] = open;
    // By the Task's number a document answers what it is coded as; one that is coded as neither, the only one left.
    const answered =
      step.by === 'echo' || step.by === 'consult' ? step.by : (step.code ?? (others.length === 0 ? only : undefined));
    for (const name of open) {
      if (name === answered) requests[name] = 'completed';
      else if (step.final) requests[name] = 'revoked';
    }
  }
  return { documents, requests };
}

/** A message of its own, also where its documents came before. */
function messageOf(
  open: AskedCase,
  step: Extract<Step, { kind: 'send' }>,
  index: number,
  claim: { system?: string; value?: string },
): string {
  const requested = (name: Wanted) =>
    open.requests.find(({ payload }) => payload?.[0]?.contentString === codes[name].coding[0]?.code)?.identifier?.[0]
      ?.value;
  const tracking = {
    echo: requested('echo'),
    consult: requested('consult'),
    task: open.tasks[0]?.identifier?.[0]?.value,
    nothing: claim.value,
  }[step.by];
  return attachmentsOf({
    tracking,
    ...(step.by === 'nothing' ? { trackingSystem: claim.system, provider: '1800000147' } : {}),
    member: open.member,
    ...(step.final ? { final: true } : {}),
    attachments: step.contents.map((content) => ({
      ...(step.code ? { code: codes[step.code] } : {}),
      content: documentReference(`${content} of ${open.key}`, 'text/plain', { title: `Message ${index}` }),
    })),
  });
}

async function play(all: readonly Step[]) {
  service.setNow(received);
  let claim: { system?: string; value?: string } = {};
  const open = await askedCase(service, [coded(echo), coded(consult)], (bundle) => {
    const own = bundle.entry?.[0]?.resource;
    if (own?.resourceType === 'Claim') claim = own.identifier?.[0] ?? {};
  });
  const shown: string[] = [];
  let now = received;
  let isDecided = false;
  for (const [index, step] of all.entries()) {
    now = now.add({ hours: step.after });
    service.setNow(now);
    const before = { answer: await answerNow(service, open), task: await taskNow(service, open) };
    if (step.kind === 'decide') {
      if (isDecided) continue;
      const said = parametersOf({ decision: 'approve', reviewer: people.physician });
      expect((await decideBy(service, open.task.id, said)).status).toBe(200);
      isDecided = true;
      continue;
    }
    expect((await submitTo(service, messageOf(open, step, index, claim))).status).toBe(200);
    shown.push(...step.contents);
    const task = await taskNow(service, open);
    expect(await answerNow(service, open)).toEqual(before.answer);
    expect([task.restriction, task.extension, task.status]).toEqual([
      before.task.restriction,
      before.task.extension,
      before.task.status,
    ]);
  }
  const lines = ((await taskNow(service, open)).input ?? []).filter(
    ({ type }) => type.coding?.[0]?.code === 'attachment',
  );
  const documents: DocumentReference[] = [];
  for (const { valueReference } of lines)
    documents.push(
      await service.store.client.readReference<DocumentReference>({ reference: valueReference?.reference ?? '' }),
    );
  const requests = await stored(service, 'CommunicationRequest', {
    'group-identifier': `https://w3id.org/second-opinion/case|${open.key}`,
  });
  const standing = (name: Wanted) =>
    requests.find(({ payload }) => payload?.[0]?.contentString === codes[name].coding[0]?.code)?.status;
  return {
    documents: documents.map((document, index) => ({
      content: shown[index],
      circumstances: circumstancesOf(document),
    })),
    requests: { echo: standing('echo'), consult: standing('consult') },
  };
}

test('however attachments come to a case, each is shown once as it came, and what was asked for stands as it should', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      expect(await play(all)).toEqual(expectedOf(all));
    }),
    { numRuns: 100, seed: 20261129 },
  );
});
