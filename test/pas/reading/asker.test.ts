import { describe, expect, test } from 'vitest';
import type { Change } from '../request/change.ts';
import { fullUrl } from '../request/fixture.ts';
import { added, npi, readWith, toAdded } from './support.ts';

const order = 'entry[7].resource';
const claim = 'entry[0].resource';
const to = (number: number) => ({ reference: fullUrl(number) });
const withoutRequester: Change = ['remove', `${order}.requester`];
const planProvides: Change = ['set', `${claim}.provider`, to(3)];
const relatedPerson = added(9, { resourceType: 'RelatedPerson', patient: to(2), name: [{ family: 'Okonjo' }] });
const provenance = (...who: readonly object[]): Change =>
  added(9, {
    resourceType: 'Provenance',
    target: [to(1)],
    recorded: '2026-11-25T16:30:00-08:00',
    agent: who.map((one) => ({ who: one })),
  });

describe('who asks', () => {
  const rows: readonly (readonly [title: string, changes: readonly Change[], kind: string, verified: boolean])[] = [
    ['the requester of the order, an organization', [], 'health-professional', true],
    ['the requester of the order, a Practitioner', [['set', `${order}.requester`, to(7)]], 'health-professional', true],
    [
      'the requester of the order, a PractitionerRole',
      [['set', `${order}.requester`, to(6)]],
      'health-professional',
      true,
    ],
    ['the requester of the order, the Patient', [['set', `${order}.requester`, to(2)]], 'member', true],
    [
      'the requester of the order, a RelatedPerson, not verified',
      [relatedPerson, ['set', `${order}.requester`, toAdded(9)]],
      'representative',
      false,
    ],
    [
      'the requester of the order, by identifier',
      [['set', `${order}.requester`, { type: 'Patient', identifier: { value: 'M-77001' } }]],
      'member',
      true,
    ],
    ['without a requester, the provider that submits', [withoutRequester], 'health-professional', true],
    [
      'without a requester and submitted by the plan, whom the Provenance names: the Patient',
      [withoutRequester, planProvides, provenance(to(2))],
      'member',
      true,
    ],
    [
      'the Patient of the Provenance, though the plan stands before',
      [withoutRequester, planProvides, provenance(to(3), to(2))],
      'member',
      true,
    ],
    [
      'the Patient of the Provenance, though the order says that the plan requests',
      [['set', `${order}.requester`, to(3)], planProvides, provenance(to(2))],
      'member',
      true,
    ],
    [
      'a representative of the Provenance, not verified',
      [withoutRequester, planProvides, provenance({ type: 'RelatedPerson', display: 'a representative' })],
      'representative',
      false,
    ],
    ['unknown: submitted by the plan, and nothing more said', [withoutRequester, planProvides], 'unknown', false],
    [
      'unknown: submitted by the plan as another entry with the same identifier',
      [
        withoutRequester,
        ['set', 'entry[2].resource.identifier', [npi('1800000014')]],
        ['set', 'entry[3].resource.identifier', [npi('1800000014')]],
      ],
      'unknown',
      false,
    ],
  ];
  test.each(rows)('%s', (_title, changes, kind, verified) => {
    expect(readWith(changes).asker).toEqual({ kind, verified });
  });
});
