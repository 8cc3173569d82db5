import type { Tone } from './html.ts';

/** One row of the answer table: the first whose condition holds answers the item. */
export interface AnswerRow {
  readonly row: number;
  readonly condition: string;
  readonly answer: string;
  readonly tone: Tone;
}

/** Every row, in order. */
export const answerRows: readonly AnswerRow[] = [
  {
    row: 0,
    condition: 'It cannot be read, or does not conform',
    answer: 'Refused, every problem told at once',
    tone: 'bad',
  },
  {
    row: 1,
    condition: 'Not our payer, member not of record, or the birth date contradicts',
    answer: 'An error the sender can correct',
    tone: 'bad',
  },
  {
    row: 2,
    condition: 'No coverage on the service date, or a product outside the policy',
    answer: 'Pended: a person reviews it',
    tone: 'wait',
  },
  {
    row: 3,
    condition: 'Nothing marks it as a second opinion, or the item is a test or treatment',
    answer: 'Pended: treatment authorization',
    tone: 'wait',
  },
  { row: 4, condition: 'The service date lies before receipt', answer: 'Pended: a person reviews it', tone: 'wait' },
  { row: 5, condition: 'Nobody is requested', answer: 'Pended: the plan finds somebody', tone: 'wait' },
  {
    row: 6,
    condition: 'In network, not excluded, licence not proven inactive',
    answer: 'No permission needed',
    tone: 'calm',
  },
  {
    row: 7,
    condition: 'In network, but excluded or licence proven inactive',
    answer: 'Pended: a person reviews it',
    tone: 'wait',
  },
  { row: 8, condition: 'Network membership is unknown', answer: 'Pended: a person reviews it', tone: 'wait' },
  {
    row: 9,
    condition: 'Out of network, everything shown, nobody available in the network',
    answer: 'Approved',
    tone: 'good',
  },
  { row: 10, condition: 'Everything else', answer: 'Pended: a person reviews the evidence', tone: 'wait' },
];
