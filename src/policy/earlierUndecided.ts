import { requestIsReviewedClause } from './clauses/requestIsReviewed.ts';
import type { ItemDetermination } from './determination.ts';
import { type Finding, finding } from './finding.ts';

/**
 * A second request for the same while the first is undecided is reviewed as a case of its own. The policy is silent on it; that
 * it may not wait longer than the first is our reading.
 * @param since - when the clocks of the earlier one began, ISO 8601 with offset
 */
export function earlierUndecidedFinding(since: string): Finding {
  const because = `A request for the same member, professional and condition, whose clocks run since ${since}, is undecided; this one is a case of its own, and due no later`;
  return finding(requestIsReviewedClause, 'earlier-request-undecided', 'yes', because);
}

/** For the requestor, who may be another than that of the earlier request: nothing of that one is told but that there is one. */
const note =
  'An earlier request for the same member, professional and condition is not decided yet. This one is a case of its own, and is decided no later than that one is due.';

export function withEarlierNote(item: ItemDetermination): ItemDetermination {
  return item.action === 'A4' ? { ...item, notes: [...item.notes, note] } : item;
}
