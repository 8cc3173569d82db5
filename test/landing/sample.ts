import type { Task } from '@medplum/fhirtypes';
import type { CaseView } from '../../src/landing/case/readCase.ts';
import type { Example } from '../../src/landing/exampleIndex.ts';
import type { ShownStep } from '../../src/landing/walkthrough/walkthroughPage.ts';

/** An example whose words are `text`. */
export function exampleOf(text: string): Example {
  return { name: 'a.json', row: 9, title: text, urgent: true, status: 200, actions: ['A1', 'A4'], errors: ['75'] };
}

/** A message of the walkthrough whose every free text is `text`. */
export function stepOf(text: string): ShownStep {
  const spoken = { title: text, words: [text], path: text, look: [{ path: text, value: text, why: text }] };
  const files = { request: 'walkthrough/a.json', sent: text, response: 'walkthrough/b.json', received: text };
  return {
    id: 'a',
    from: 'Plan',
    to: 'EHR',
    at: '2026-11-25T16:30:00-08:00',
    method: 'POST',
    status: 200,
    ...spoken,
    ...files,
  };
}

/** A case whose every free text is `text`. */
export function caseOf(text: string): CaseView {
  const item = { words: 'Approved', tone: 'good', means: text } as const;
  const task: Task = {
    resourceType: 'Task',
    id: 'task',
    status: 'requested',
    intent: 'order',
    businessStatus: { text },
    code: { coding: [{ code: text, display: text }] },
    performerType: [{ coding: [{ display: text }] }],
    restriction: { period: { end: '2026-12-02T23:59:59-08:00' } },
    input: [
      { type: { text: 'recommendation' }, valueString: text },
      { type: { text: 'candidate' }, valueReference: { display: text } },
    ],
  };
  return {
    id: 'answer',
    claim: 'Claim/request',
    received: '2026-11-25T16:30:00-08:00',
    timeZone: 'America/Los_Angeles',
    reviewedByPerson: false,
    items: [
      { ...item, sequence: 1, action: text, notes: [text], provider: text, period: { start: text, end: text } },
      { ...item, sequence: 2, action: 'A1', notes: [], certificationNumber: text, referenceNumber: text },
    ],
    errors: [{ code: text, words: text, where: text, followUp: text }],
    deadlines: {
      clocks: [
        {
          id: 'member-notice-5-business-days',
          basis: text,
          due: '2026-12-03T23:59:59-08:00',
          explanation: text,
          governing: true,
          run: { unit: 'business days', rule: text, skipped: [{ date: '2026-11-26', because: text }] },
        },
      ],
      workBy: '2026-12-02T17:00:00-08:00',
    },
    findings: [{ about: text, findings: [{ clause: text, id: text, answer: 'unknown', because: text, asOf: text }] }],
    tasks: [task],
    information: {
      asked: [{ words: text, status: text, due: '2026-11-30T17:00:00-08:00' }],
      came: [{ kind: text, received: '2026-11-30T17:00:00-08:00', circumstances: [text] }],
    },
  };
}
