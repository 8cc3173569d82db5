import type { UpdatePlan } from './updatePlan.ts';

const ofItems = [
  ['determine', 'added or changed'],
  ['cancel', 'cancelled'],
  ['keep', 'unchanged'],
] as const;
const ofInformation = ['added', 'changed', 'withdrawn'] as const;

/** What an update did, for whoever works on the case. @param at - instant of the update, ISO 8601 with offset */
export function updateInWords(
  { changes, information }: Pick<UpdatePlan, 'changes' | 'information'>,
  at: string,
): string {
  const said = [
    ...ofItems.flatMap(([to, words]) => sentence('item', changes, to, words)),
    ...ofInformation.flatMap((to) => sentence('supporting information', information, to, to)),
  ];
  return `The requestor updated the request, received ${at}: ${said.join('; ')}.`;
}

function sentence(
  what: string,
  changes: readonly { readonly sequence: number; readonly to: string }[],
  to: string,
  words: string,
): readonly string[] {
  const sequences = changes.flatMap((change) => (change.to === to ? [change.sequence] : []));
  return sequences.length > 0 ? [`${what} ${sequences.join(', ')} ${words}`] : [];
}
