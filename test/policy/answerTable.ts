import { expect } from 'vitest';
import { type AnswerRow, determine, type ItemDetermination } from '../../src/policy/determination.ts';
import { type Evidence, known } from '../../src/policy/evidence.ts';
import type { CaseFacts, ItemFacts, NetworkStanding, ProfessionalStanding } from '../../src/policy/facts.ts';
import { asOf, facts, item, npi, professional, standing } from './builders.ts';
import { table } from './table.ts';

/** One case: what it is, the row of the answer table that answers it, how it differs from a proven case, its note. */
export type Case = readonly [
  is: string,
  row: AnswerRow,
  item?: Partial<ItemFacts>,
  note?: string,
  request?: Partial<CaseFacts>,
];

/** What the contract's answer table says of each row. */
const answers: Record<AnswerRow, Pick<ItemDetermination, 'action' | 'task'>> = {
  2: { action: 'A4', task: 'review' },
  3: { action: 'A4', task: 'review' },
  4: { action: 'A4', task: 'review' },
  5: { action: 'A4', task: 'find-provider' },
  6: { action: 'NA' },
  7: { action: 'A4', task: 'review' },
  8: { action: 'A4', task: 'review' },
  9: { action: 'A1' },
  10: { action: 'A4', task: 'review' },
};

export const options = { autoApprove: true, authorizationDays: 90 };

/** The answer to the only item of a case. */
export function answerTo(changes: Partial<ItemFacts> = {}, request: Partial<CaseFacts> = {}): ItemDetermination {
  const [answer] = determine(facts({ items: [item(changes)], ...request }), options).items;
  if (answer === undefined) throw new Error('the item was not answered');
  return answer;
}

/** Each case gets its row, with the action and the task of that row; its first note holds the words given. */
export function answerTable(cases: readonly Case[]): void {
  table(
    cases,
    ([is, row]) => `${is} → row ${row}, ${Object.values(answers[row]).join(', ')}`,
    ([, row, changes, note = '', request]) => {
      const answer = answerTo(changes, request);
      expect({ row: answer.row, action: answer.action, task: answer.task }).toEqual({ row, ...answers[row] });
      expect(answer.notes[0]).toContain(note);
    },
  );
}

/** One professional is requested, at this network standing. */
export function asked(network: NetworkStanding, changes: Partial<ProfessionalStanding> = {}): Partial<ItemFacts> {
  return { requested: [doctor(known(network, asOf), changes)] };
}

export function doctor(network: Evidence<NetworkStanding>, changes: Partial<ProfessionalStanding> = {}) {
  return professional({ network, standing: standing(changes) });
}

/** Another professional than {@link doctor}. */
export function secondDoctor(network: NetworkStanding, changes: Partial<ProfessionalStanding> = {}) {
  return { ...doctor(known(network, asOf), changes), npi: npi.alsoRequested, name: 'Dr. Cy Vale' };
}

/** The request names the site, with these memberships of it. */
export function named(...memberships: NetworkStanding['sites'][number]['memberships']): NetworkStanding {
  return { sites: [{ label: 'Harbor Clinic', memberships }], siteNamed: true };
}

export const excluded: Partial<ProfessionalStanding> = { exclusions: known([{ list: 'oig-leie' }], asOf) };
export const revoked: Partial<ProfessionalStanding> = {
  licences: known([{ licenceClass: 'MD', status: 'revoked' }], asOf),
};
