import { expect } from 'vitest';
import { primaryCareRefusal } from '../../../src/policy/clauses/primaryCareRefusal.ts';
import { table } from '../table.ts';

const rows: readonly (readonly [boolean, 'yes' | 'unknown', RegExp])[] = [
  [true, 'yes', /may file a grievance with the Grievance Coordinator$/],
  [false, 'unknown', /does not speak of a refusal$/],
];

table(
  rows,
  ([refused, answer]) => `refused ${refused} → ${answer}`,
  ([refused, answer, because]) => {
    const found = primaryCareRefusal(refused);
    expect(found).toMatchObject({ clause: 'VI.E', id: 'primary-care-refused', answer });
    expect(found.because).toMatch(because);
  },
);
