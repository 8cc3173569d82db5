import { expect } from 'vitest';
import { denialNotice } from '../../../src/policy/clauses/denialNotice.ts';
import { table } from '../table.ts';

const rows: readonly (readonly [boolean, 'yes' | 'no', string])[] = [
  [false, 'no', 'Nothing has been denied'],
  [true, 'yes', 'The notice must hold: reasons, right-to-appeal-or-grievance, how-to-appeal, how-to-file-a-grievance'],
];

table(
  rows,
  ([denied, answer]) => `denied by a person ${denied} → notice due ${answer}`,
  ([denied, answer, because]) => {
    expect(denialNotice(denied)).toEqual({ clause: 'VI.F', id: 'denial-notice-due', answer, because });
  },
);
