import type { Bundle, Communication } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { plainTransaction } from '../../src/bench/plainTransaction.ts';
import { caseSystem, receiptSystem } from '../../src/fhir/systems.ts';

const receipt: Communication = {
  resourceType: 'Communication',
  status: 'in-progress',
  identifier: [{ system: receiptSystem, value: 'key' }],
};
const claim = 'urn:uuid:00000000-0000-4000-8000-000000000001';
const commit = {
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    {
      fullUrl: claim,
      request: { method: 'POST', url: 'Basic' },
      resource: {
        resourceType: 'Basic',
        code: { text: 'a' },
        identifier: [
          { system: caseSystem, value: 'key' },
          { system: 'urn:ehr', value: 'own' },
        ],
      },
    },
    {
      request: { method: 'POST', url: 'Provenance' },
      resource: {
        resourceType: 'Provenance',
        target: [{ reference: claim }],
        recorded: '2026-11-23T00:00:00Z',
        agent: [{ who: { display: 'x' } }],
      },
    },
    { request: { method: 'PUT', url: 'Communication/1', ifMatch: 'W/"1"' }, resource: { ...receipt, id: '1' } },
  ],
} satisfies Bundle;

it('creates what was created, and the receipt, and updates nothing', () => {
  const { entry = [] } = plainTransaction(receipt, commit)();
  expect(entry.map(({ request }) => request)).toEqual([
    { method: 'POST', url: 'Basic' },
    { method: 'POST', url: 'Provenance' },
    { method: 'POST', url: 'Communication' },
  ]);
  expect(entry[2]?.resource).toMatchObject({ resourceType: 'Communication', status: 'in-progress' });
});

it('every copy has identifiers of its own, other senders’ identifiers stay, and references still lead to their entries', () => {
  const copy = plainTransaction(receipt, commit);
  const [first, second] = [copy(), copy()].map(({ entry = [] }) => {
    const [basic, provenance, message] = entry;
    if (basic?.resource?.resourceType !== 'Basic' || provenance?.resource?.resourceType !== 'Provenance')
      throw new Error('Other entries');
    if (message?.resource?.resourceType !== 'Communication') throw new Error('No receipt');
    expect(provenance.resource.target).toEqual([{ reference: basic.fullUrl }]);
    expect(basic.resource.identifier?.[1]).toEqual({ system: 'urn:ehr', value: 'own' });
    return [basic.fullUrl, basic.resource.identifier?.[0]?.value, message.resource.identifier?.[0]?.value];
  });
  const all = [...(first ?? []), ...(second ?? []), claim, 'key'];
  expect(new Set(all).size).toBe(8);
});
