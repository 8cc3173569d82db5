import { expect } from 'vitest';
import { treatmentNeedsAuthorization } from '../../../src/policy/clauses/treatmentNeedsAuthorization.ts';
import { table } from '../table.ts';

const rows: readonly (readonly [isOpinion: boolean, requested: boolean, 'yes' | 'no', string])[] = [
  [true, true, 'no', 'The item is the consultation itself'],
  [true, false, 'yes', 'Nothing marks it as a second opinion: TAR review'],
  [false, true, 'yes', 'The item is not a consultation or visit: TAR review'],
  [false, false, 'yes', 'The item is not a consultation or visit: TAR review'],
];

table(
  rows,
  ([isOpinion, requested, answer]) =>
    `${isOpinion ? 'a consultation' : 'a treatment'}, second opinion ${requested ? 'marked' : 'not marked'} → ${answer}`,
  ([isOpinion, requested, answer, because]) => {
    expect(treatmentNeedsAuthorization(isOpinion, requested)).toEqual({
      clause: 'VI.C',
      id: 'treatment-authorization',
      answer,
      because,
    });
  },
);
