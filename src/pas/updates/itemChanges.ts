import { deepEquals } from '@medplum/core';
import type { Claim, ClaimItem } from '@medplum/fhirtypes';
import type { UpdateStatements } from '../../policy/facts.ts';
import type { ItemContent } from './itemContents.ts';
import { cancelsWhole, marksOf } from './marks.ts';

/**
 * What an update does to an item. `determine`: it is added or changed, and determined anew; `keep`: it stays as it stands;
 * `cancel`: the requestor withdraws it.
 */
export interface ItemChange {
  readonly sequence: number;
  readonly to: 'determine' | 'keep' | 'cancel';
  /** The update says what the item asks for as it stands; if not, an earlier submission does. */
  readonly stated: boolean;
}

/** An item of the prior request as it now stands. */
export interface StandingItem {
  readonly sequence: number;
  /** X12 306. */
  readonly action: string | undefined;
  readonly content: ItemContent;
}

export interface UpdateQuestion {
  readonly claim: Claim;
  /** What the items of the update ask for, by sequence. */
  readonly contents: ReadonlyMap<number, ItemContent>;
  readonly standing: readonly StandingItem[];
  /** What the items asked for in the version named, where that was updated since. */
  readonly named?: ReadonlyMap<number, ItemContent>;
  /** What the request as a whole says is other than before, so that what is pended may come out otherwise. */
  readonly saysOtherwise: boolean;
  /** The prior request is on file. */
  readonly isKnown: boolean;
}

export interface ItemChanges {
  /** Every item of every version, in the order of sequences. */
  readonly changes: readonly ItemChange[];
  readonly problem?: NonNullable<UpdateStatements['problem']>;
  readonly unmarked: readonly string[];
}

interface Judgement {
  readonly change: ItemChange;
  readonly unmarked?: string;
}

/**
 * What an update does, item by item. Marks are believed where the content bears them out; what differs without a mark counts
 * as changed; what is not repeated stays. @see PAS 2.2.1, spec-46 and 65 to 70
 */
export function itemChanges(question: UpdateQuestion): ItemChanges {
  const { claim, standing } = question;
  const sequences = new Set([...standing, ...(claim.item ?? [])].map(({ sequence }) => sequence));
  const judged = [...sequences].sort((a, b) => a - b).map((sequence) => judge(question, sequence));
  const changes = judged.map(({ change }) => change);
  const problem = problemWith(question, changes);
  return {
    changes,
    ...(problem === undefined ? {} : { problem }),
    unmarked: judged.flatMap(({ unmarked }) => unmarked ?? []),
  };
}

function judge(question: UpdateQuestion, sequence: number): Judgement {
  const { claim, standing, isKnown } = question;
  const before = standing.find((item) => item.sequence === sequence);
  const item = claim.item?.find((each) => each.sequence === sequence);
  const stated = item !== undefined && (!before || isSame(question, before));
  const change = (to: ItemChange['to'], says = stated): ItemChange => ({ sequence, to, stated: says });
  const withdrawn = cancelsWhole(claim) || (item !== undefined && marksOf(item).cancelled);
  if (withdrawn) return { change: change(before && isSettled(before) ? 'keep' : 'cancel', stated || !before) };
  if (!item)
    return { change: change('keep'), unmarked: `Item ${sequence} is left out of the update; it stays as it was` };
  if (!before) {
    const isMarked = marksOf(item).changed || !isKnown;
    const unmarked = `Item ${sequence} is not in the prior request, and not marked as added; it is taken as added`;
    return { change: change('determine', true), ...(isMarked ? {} : { unmarked }) };
  }
  return judgeRepeated(question, before, item, change);
}

/** An item that stands already and is sent again. */
function judgeRepeated(
  question: UpdateQuestion,
  before: StandingItem,
  item: ClaimItem,
  change: (to: ItemChange['to'], says?: boolean) => ItemChange,
): Judgement {
  const { sequence, action } = before;
  const { changed } = marksOf(item);
  if (action === 'C') {
    if (changed) return { change: change('determine', true) };
    const unmarked = `Item ${sequence} was cancelled and is repeated without that mark; it stays cancelled`;
    return { change: change('keep'), unmarked };
  }
  if (isSame(question, before)) {
    if (action !== 'A4' || !question.saysOtherwise) return { change: change('keep', true) };
    return { change: change('determine', true) };
  }
  if (changed) return { change: change('determine', true) };
  if (isAsNamed(question, sequence)) return { change: change('keep', false) };
  const unmarked = `Item ${sequence} differs from the prior request without being marked; it is taken as changed`;
  return { change: change('determine', true), unmarked };
}

/** A denial stands whatever is withdrawn, and what is cancelled is cancelled. */
function isSettled({ action }: StandingItem): boolean {
  return action === 'A3' || action === 'C';
}

function isSame({ contents }: UpdateQuestion, { sequence, content }: StandingItem): boolean {
  const now = contents.get(sequence);
  return now !== undefined && deepEquals({ ...now }, { ...content });
}

/** The sender did not touch the item: it is as it was in the version that the update was made from. */
function isAsNamed({ contents, named }: UpdateQuestion, sequence: number): boolean {
  const [now, then] = [contents.get(sequence), named?.get(sequence)];
  return now !== undefined && then !== undefined && deepEquals({ ...now }, { ...then });
}

function problemWith(
  { claim, standing, isKnown }: UpdateQuestion,
  changes: readonly ItemChange[],
): UpdateStatements['problem'] {
  if (!isKnown) return cancelsWhole(claim) && changes.length === 0 ? 'nothing-to-cancel' : undefined;
  const left = standing.filter(({ action }) => action !== 'C');
  if (left.length === 0) return 'cancelled';
  const denied = new Set(left.flatMap(({ action, sequence }) => (action === 'A3' ? [sequence] : [])));
  const touchesDenied = changes.some(({ sequence, to }) => to === 'determine' && denied.has(sequence));
  return denied.size === left.length || touchesDenied ? 'denied' : undefined;
}
