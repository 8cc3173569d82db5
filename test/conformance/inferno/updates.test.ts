import { beforeAll, describe, expect, it } from 'vitest';
import {
  addItem,
  cancelItem,
  certify,
  itemIn,
  markChanged,
  request,
  updateOf,
  type Version,
} from '../../intake/updates/support.ts';
import { claimResponseIn, type Reply } from '../../support/fhirHttp.ts';
import { requestProblems } from '../requests/requestProblems.ts';
import { claimIn } from '../requests/requests.ts';
import { hasPackages } from '../responses/validate.ts';
import { bundleIn, expectConformant, expectSuccess, session } from './session.ts';

const initial = request('3-test-beside-approved-opinion');
const added = updateOf(initial, (claim) => addItem(claim, 2, 3));
const modified = updateOf(added, (claim) => {
  itemIn(claim, 2).quantity = { value: 2, unit: 'visits' };
  markChanged(itemIn(claim, 2));
  cancelItem(itemIn(claim, 3));
});
const cancelled = updateOf(modified, (claim) => certify(claim, '3'));

const steps: readonly (readonly [group: string, step: string, version: Version])[] = [
  ['2.4.1', 'initial request', initial],
  ['2.4.2', 'an item added', added],
  ['2.4.3', 'one item modified, one cancelled', modified],
  ['2.4.4', 'all cancelled', cancelled],
];

describe('2.4 claim updates', () => {
  const service = session();
  const replies = new Map<string, Reply>();
  const replyTo = (group: string): Reply => {
    const reply = replies.get(group);
    if (!reply) throw new Error(`${group} was not sent`);
    return reply;
  };
  beforeAll(async () => {
    for (const [group, , { bundle }] of steps) replies.set(group, await service.submit(bundle));
  });

  it.skipIf(!hasPackages).each(steps)('%s.01 %s: the request Bundle is conformant', (_group, _step, { bundle }) => {
    expect(requestProblems(bundle)).toEqual([]);
  });
  it.each(steps)('%s.02 %s: the submission succeeds', (group) => expectSuccess(replyTo(group)));
  it.skipIf(!hasPackages).each(steps)('%s.03 %s: the response Bundle is conformant', (group) =>
    expectConformant(bundleIn(replyTo(group))),
  );

  const sequences = (group: string) =>
    (claimResponseIn(replyTo(group)).item ?? []).map(({ itemSequence }) => itemSequence);
  const sent = ({ bundle }: Version) => (claimIn(bundle).item ?? []).map(({ sequence }) => sequence);
  it.each(steps)('2.4.5.01 after %s %s: no sequence that was not sent', (group, _step, version) => {
    expect(sequences(group).filter((sequence) => !sent(version).includes(sequence))).toEqual([]);
  });
  it.each(steps)('2.4.5.02 after %s %s: a result for every item sent', (group, _step, version) => {
    expect(sent(version).length).toBeGreaterThan(1);
    expect(sent(version).filter((sequence) => !sequences(group).includes(sequence))).toEqual([]);
  });
});
