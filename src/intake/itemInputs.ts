import type { TaskInput } from '@medplum/fhirtypes';
import { npiSystem } from '../fhir/systems.ts';
import type { CandidateView } from '../policy/availability.ts';
import type { ItemDetermination } from '../policy/determination.ts';
import { inputType } from './tasks.ts';

/** A person looks no further down a ranked list. */
const mostOfItem = 20;
/** So many a Task shows of all its items: of more lists each is shorter. Some 500 bytes each. */
const mostOfTask = 200;

/**
 * What a reviewer is given of the items a Task lists: items of which the same is to be said, then the recommendation and the
 * candidates in order, which are those of the items just before.
 */
export function itemInputs(items: readonly ItemDetermination[]): readonly TaskInput[] {
  const groups = [...Map.groupBy(items, ({ recommendation, candidates }) => told(recommendation, candidates)).values()];
  const lists = groups.filter(([first]) => (first?.candidates.length ?? 0) > 0).length;
  const most = Math.max(1, Math.min(mostOfItem, Math.floor(mostOfTask / Math.max(1, lists))));
  return groups.flatMap((group) => groupInputs(group, most));
}

function groupInputs(group: readonly ItemDetermination[], most: number): readonly TaskInput[] {
  const [first] = group;
  if (!first) return [];
  const { recommendation, candidates } = first;
  const which = `${group.length > 1 ? 'Items' : 'Item'} ${group.map(({ sequence }) => sequence).join(', ')}`;
  return [
    ...group.map(({ sequence }) => ({ type: inputType('item'), valuePositiveInt: sequence })),
    ...(recommendation ? [{ type: inputType('recommendation'), valueString: `${which}: ${recommendation}` }] : []),
    ...candidates.slice(0, most).map((view, index) => candidateInput(view, index + 1)),
  ];
}

/** Two items of which this is the same are told of together. */
function told(recommendation: string | undefined, candidates: readonly CandidateView[]): string {
  const shown = candidates.slice(0, mostOfItem).map((view, index) => candidateInput(view, index + 1));
  return JSON.stringify([recommendation, shown]);
}

function candidateInput({ candidate, answer, predicates }: CandidateView, rank: number): TaskInput {
  const state = { yes: 'available', no: 'not available', unknown: 'availability unknown' } as const;
  const open = predicates
    .filter((predicate) => predicate.answer !== 'yes')
    .map(({ id, because }) => `${id}: ${because}`);
  const { role, npi, name, site } = candidate;
  return {
    type: inputType('candidate'),
    valueReference: {
      reference: role,
      ...(npi === undefined ? {} : { identifier: { system: npiSystem, value: npi } }),
      display: [`${rank}. ${name}, ${site}: ${state[answer]}`, ...open].join('; '),
    },
  };
}
