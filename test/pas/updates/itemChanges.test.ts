import type { Claim, ClaimItem } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { concept } from '../../../src/fhir/elements.ts';
import { x12 } from '../../../src/fhir/systems.ts';
import { infoCancelledUrl, pasExtension } from '../../../src/pas/codes.ts';
import { itemChanges, type StandingItem } from '../../../src/pas/updates/itemChanges.ts';

type Mark = 'changed' | 'added' | 'cancelled' | 'not-cancelled' | 'none';

function item(sequence: number, mark: Mark): ClaimItem {
  const flagged = mark === 'changed' || mark === 'added';
  const cancels = mark === 'cancelled' || mark === 'not-cancelled';
  return {
    sequence,
    productOrService: { text: 'Consultation' },
    ...(flagged ? { extension: [{ url: pasExtension.infoChanged, valueCode: mark }] } : {}),
    ...(cancels ? { modifierExtension: [{ url: infoCancelledUrl, valueBoolean: mark === 'cancelled' }] } : {}),
  };
}

interface Row {
  readonly before?: string;
  readonly mark: Mark;
  readonly content: 'same' | 'other' | 'as named';
  readonly to: string;
  readonly saysOtherwise?: boolean;
  readonly unmarked?: boolean;
  readonly problem?: string;
}

const rows: readonly Row[] = [
  { before: 'A1', mark: 'none', content: 'same', to: 'keep' },
  { before: 'A4', mark: 'none', content: 'same', to: 'keep' },
  { before: 'A6', mark: 'not-cancelled', content: 'same', to: 'keep' },
  { before: 'A1', mark: 'changed', content: 'same', to: 'keep' },
  { before: 'A1', mark: 'changed', content: 'other', to: 'determine' },
  { before: 'A1', mark: 'none', content: 'other', to: 'determine', unmarked: true },
  { before: 'A1', mark: 'none', content: 'as named', to: 'keep' },
  { before: 'A1', mark: 'changed', content: 'as named', to: 'determine' },
  { before: 'A4', mark: 'none', content: 'same', to: 'determine', saysOtherwise: true },
  { before: 'A1', mark: 'none', content: 'same', to: 'keep', saysOtherwise: true },
  { before: 'A4', mark: 'cancelled', content: 'same', to: 'cancel' },
  { before: 'A6', mark: 'cancelled', content: 'other', to: 'cancel' },
  { before: 'NA', mark: 'changed', content: 'other', to: 'determine' },
  { before: 'A3', mark: 'none', content: 'same', to: 'keep' },
  { before: 'A3', mark: 'cancelled', content: 'same', to: 'keep' },
  { before: 'A3', mark: 'changed', content: 'other', to: 'determine', problem: 'denied' },
  { before: 'C', mark: 'cancelled', content: 'same', to: 'keep' },
  { before: 'C', mark: 'none', content: 'same', to: 'keep', unmarked: true },
  { before: 'C', mark: 'added', content: 'same', to: 'determine' },
  { mark: 'added', content: 'same', to: 'determine' },
  { mark: 'none', content: 'same', to: 'determine', unmarked: true },
  { mark: 'cancelled', content: 'same', to: 'cancel' },
];

const service = { service: 'consultation' };
const other = { service: 'consultation', quantity: 2 };

describe('an item of an update', () => {
  test.each(rows)('that was $before, mark $mark, content $content: $to', (row) => {
    const { before, mark, content, to, saysOtherwise = false, unmarked = false, problem } = row;
    const beside: StandingItem = { sequence: 9, action: 'A1', content: service };
    const claim: Partial<Claim> = { item: [item(1, mark), item(9, 'none')] };
    const result = itemChanges({
      claim: claim as Claim,
      contents: new Map([
        [1, content === 'same' ? service : other],
        [9, service],
      ]),
      standing: [...(before === undefined ? [] : [{ sequence: 1, action: before, content: service }]), beside],
      ...(content === 'as named' ? { named: new Map([[1, other]]) } : {}),
      saysOtherwise,
      isKnown: true,
    });
    expect(result.changes.map(({ sequence }) => sequence)).toEqual([1, 9]);
    expect(result.changes[0]?.to).toBe(to);
    expect(result.changes[1]?.to).toBe('keep');
    expect(result.unmarked).toHaveLength(unmarked ? 1 : 0);
    expect(result.problem).toBe(problem);
  });

  test.each(['A3', 'C'])('of a case where all is %s: no update', (action) => {
    const standing = [{ sequence: 1, action, content: service }];
    const claim = { item: [item(1, 'none'), item(2, 'added')] };
    const contents = new Map([
      [1, service],
      [2, service],
    ]);
    const result = itemChanges({ claim: claim as Claim, contents, standing, saysOtherwise: false, isKnown: true });
    expect(result.problem).toBe(action === 'A3' ? 'denied' : 'cancelled');
  });

  test('of a request that is withdrawn as a whole: what is not denied is cancelled, sent or not', () => {
    const certificationType = { url: pasExtension.certificationType, valueCodeableConcept: concept(x12(1322), '3') };
    const claim: Partial<Claim> = { extension: [certificationType] };
    const standing = ['A1', 'A3', 'A4', 'C', 'NA'].map((action, index) => ({
      sequence: index + 1,
      action,
      content: service,
    }));
    const result = itemChanges({
      claim: claim as Claim,
      contents: new Map(),
      standing,
      saysOtherwise: false,
      isKnown: true,
    });
    expect(result.changes.map(({ to }) => to)).toEqual(['cancel', 'keep', 'cancel', 'keep', 'cancel']);
    expect(result.changes.every(({ stated }) => !stated)).toBe(true);
  });
});
