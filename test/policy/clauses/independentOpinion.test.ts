import { describe, expect } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import { independentOpinion, sharedGroup } from '../../../src/policy/clauses/independentOpinion.ts';
import { npi } from '../builders.ts';
import { table } from '../table.ts';

const rows: readonly (readonly [string | undefined, readonly string[], Answer])[] = [
  [npi.requested, [npi.firstOpinion], 'yes'],
  [npi.requested, [npi.firstOpinion, npi.candidate], 'yes'],
  [npi.requested, [npi.requested], 'no'],
  [npi.requested, [npi.firstOpinion, npi.requested], 'no'],
  [npi.requested, [], 'unknown'],
  [undefined, [npi.firstOpinion], 'unknown'],
  [undefined, [], 'unknown'],
];

describe('another than the first opinion', () => {
  table(
    rows,
    ([requested, first, answer]) => `${requested ?? 'no NPI'} after ${first.join(', ') || 'nobody known'} → ${answer}`,
    ([requested, first, answer]) => {
      const found = independentOpinion({ npi: requested }, first);
      expect(found).toMatchObject({ clause: 'V', id: 'independent-of-first-opinion', answer });
    },
  );
});

describe('a shared group is shown, never held against the request', () => {
  table(
    [true, false],
    (shares) => `shares a group: ${shares} → ${shares ? 'a finding' : 'nothing'}`,
    (shares) => {
      const found = sharedGroup({ sharesGroupWithFirstOpinion: shares });
      expect([found?.id, found?.answer]).toEqual(
        shares ? ['shares-group-with-first-opinion', 'yes'] : [undefined, undefined],
      );
    },
  );
});
