import type { Bundle } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DecisionService,
  decideBy,
  type OpenCase,
  openCase,
  openDecisionService,
  parametersOf,
  people,
} from '../../intake/decision/support.ts';
import { actionsOf } from '../../support/fhirHttp.ts';
import { askFor, only } from './asking.ts';
import type { Asked } from './inquiries.ts';

/** Whom the plan authorizes instead of the requested professional; nobody in the request names this NPI. */
const instead: Asked = { npi: people.alternative };

/** As long as the second item is pended, nobody is authorized for the whole request: only the added item names the NPI. */
function withSecondItem(bundle: Bundle): void {
  const claim = bundle.entry?.[0]?.resource;
  const [first] = claim?.resourceType === 'Claim' ? (claim.item ?? []) : [];
  if (claim?.resourceType !== 'Claim' || !first) throw new Error('The example has an item');
  claim.item = [first, { ...structuredClone(first), sequence: 2 }];
}

describe('a professional authorized instead of the requested one', () => {
  let service: DecisionService;
  let open: OpenCase;
  beforeAll(async () => {
    service = await openDecisionService();
    open = await openCase(service, '10-network-alternative', withSecondItem);
  });
  afterAll(() => service.store.close());

  it('is no party while the case is undecided, and is one from the decision on', async () => {
    expect(await askFor(service.context, instead)).toEqual([]);
    const said = {
      decision: 'modify',
      reviewer: people.physician,
      reason: 'The network has a cardiologist.',
      provider: people.alternative,
      item: [1],
    };
    expect((await decideBy(service, open.task.id, parametersOf(said))).status).toBe(200);
    const found = only(await askFor(service.context, instead));
    expect(found.id).toBe(open.responseId);
    expect(actionsOf(found)).toEqual([
      { sequence: 1, action: 'A6' },
      { sequence: 2, action: 'A4' },
    ]);
    expect(found.addItem).toHaveLength(1);
  });

  it.each<[who: string, asked: Asked, cases: number]>([
    ['the requestor', {}, 1],
    ['the professional who was requested', { npi: '1900000443' }, 1],
    ['another professional of the network', { npi: people.osteopath }, 0],
    ['the professional, about another member', { ...instead, member: 'RC100010' }, 0],
  ])('%s, asking by %o, finds %i after it', async (_who, asked, cases) => {
    expect(await askFor(service.context, asked)).toHaveLength(cases);
  });
});
