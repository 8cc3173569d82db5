import { describe, expect } from 'vitest';
import {
  isDangerDiagnosis,
  urgentClaimPriorities,
  urgentLevelsOfService,
  urgentPhrase,
  urgentRequestPriorities,
} from '../../../src/policy/data/urgency.ts';
import { table } from '../table.ts';

const diagnoses: readonly (readonly [string, boolean])[] = [
  ['R45.850', true],
  ['R45.851', true],
  ['R45.88', true],
  ['R45850', true],
  ['R4588', true],
  ['T14.91', true],
  ['T14.91XA', true],
  ['T14.91XD', true],
  ['X71', true],
  ['X71.0XXA', true],
  ['X78.9XXD', true],
  ['X79', true],
  ['X80.XXXA', true],
  ['X83.8XXS', true],
  [' r45.851 ', true],
  ['x71.0xxa', true],
  ['X70', false],
  ['X70.0XXA', false],
  ['X84', false],
  ['X84.XXXA', false],
  ['R45.89', false],
  ['R45.85', false],
  ['R45.852', false],
  ['R45.8', false],
  ['R45.81', false],
  ['T14.90XA', false],
  ['T14.8XXA', false],
  ['T14.9', false],
  ['F32.9', false],
  ['F33.2', false],
  ['F20.9', false],
  ['I21.9', false],
  ['AR45.851', false],
  ['', false],
];

describe('a diagnosis of danger owing to psychological state', () => {
  table(
    diagnoses,
    ([icd10, danger]) => `“${icd10}” → ${danger ? 'yes' : 'no'}`,
    ([icd10, danger]) => {
      expect(isDangerDiagnosis(icd10)).toBe(danger);
    },
  );
});

const phrases: readonly (readonly [string, string | undefined])[] = [
  ['Patient voices suicidal thoughts', 'suicid'],
  ['SUICIDE risk', 'suicid'],
  ['homicidal ideation', 'homicid'],
  ['fears harming herself', 'harming herself'],
  ['wants to hurt others', 'hurt others'],
  ['a life-threatening condition', 'life-threatening'],
  ['life threatening bleed', 'life threatening'],
  ['risk of loss of limb', 'loss of limb'],
  ['loss of vision within days', 'loss of vision'],
  ['rupture is imminent', 'imminent'],
  ['seen in the emergency department', 'emergency'],
  ['no suicidal thoughts', 'suicid'],
  ['loss of appetite', undefined],
  ['routine follow-up', undefined],
  ['harmless rash', undefined],
  ['', undefined],
];

describe('an urgent phrase', () => {
  table(
    phrases,
    ([text, phrase]) => `“${text}” → ${phrase ?? 'none'}`,
    ([text, phrase]) => {
      expect(urgentPhrase(text)).toBe(phrase);
    },
  );
});

const marks: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['X12 1338', urgentLevelsOfService, ['U', '03']],
  ['Claim.priority', urgentClaimPriorities, ['stat']],
  ['ServiceRequest.priority', urgentRequestPriorities, ['urgent', 'asap', 'stat']],
];

describe('the marks of urgency', () => {
  table(
    marks,
    ([element, , codes]) => `${element}: ${codes.join(', ')} and no other`,
    ([, listed, codes]) => {
      expect(listed).toEqual(codes);
    },
  );
});
