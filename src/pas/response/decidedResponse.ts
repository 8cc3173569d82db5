import type { ClaimResponse, Extension, Period } from '@medplum/fhirtypes';
import { clockUrl, workByUrl } from '../../fhir/clock.ts';
import { npiSystem } from '../../fhir/systems.ts';
import { pasExtension } from '../codes.ts';
import type { Submission } from '../request/submission.ts';
import { addedItem } from './addedItem.ts';
import type { DecidedAnswer, DecidedItem, DecidingReviewer } from './decided.ts';
import { decidedItem } from './decidedItems.ts';
import { decidedNotes } from './decidedNotes.ts';
import { eventLevel } from './eventLevel.ts';

/**
 * The next version of a stored answer, after a person's decision on some of its items.
 * @param submission - the request as received
 * @see PAS 2.2.1 profile-claimresponse; extension-claimResponseReviewer
 */
export function decidedResponse(stored: ClaimResponse, submission: Submission, answer: DecidedAnswer): ClaimResponse {
  const { items, clocks, reviewer, decided } = answer;
  const { processNote, numbers } = decidedNotes(stored, items, clocks?.replacedDue);
  const noteNumbers = (sequence: number) => numbers.get(sequence) ?? [];
  const changeOf = (sequence: number) => items.find((item) => item.sequence === sequence);
  const added = (stored.item ?? []).flatMap((item) => {
    const change = changeOf(item.itemSequence);
    if (change?.action !== 'A6') return [];
    return [addedItem(submission, item, change.certification, noteNumbers(item.itemSequence))];
  });
  const addItem = [...(stored.addItem ?? []), ...added];
  const item = stored.item?.map((each) => {
    const change = changeOf(each.itemSequence);
    return change ? decidedItem(submission, each, change, noteNumbers(each.itemSequence)) : each;
  });
  const preAuthPeriod = spanning(stored.preAuthPeriod, items);
  const whole = eventLevel({ item, addItem });
  return {
    ...stored,
    extension: [...rootExtensions(stored.extension ?? [], reviewer, clocks?.extensions), ...whole.extension],
    created: decided,
    ...(preAuthPeriod ? { preAuthPeriod } : {}),
    item,
    ...(addItem.length > 0 ? { addItem } : {}),
    ...(whole.adjudication ? { adjudication: whole.adjudication } : {}),
    processNote: [...processNote],
  };
}

function rootExtensions(
  stored: readonly Extension[],
  { npi, specialty }: DecidingReviewer,
  clocks: readonly Extension[] | undefined,
): Extension[] {
  const replaced = [
    pasExtension.claimResponseReviewer,
    pasExtension.itemAuthorizedProvider,
    ...(clocks ? [clockUrl, workByUrl] : []),
  ];
  const review: Extension = {
    url: pasExtension.claimResponseReviewer,
    extension: [
      { url: 'wasHumanReviewedFlag', valueBoolean: true },
      { url: 'reviewerNPI', valueIdentifier: { system: npiSystem, value: npi } },
      ...(specialty ? [{ url: 'reviewerSpecialty', valueCodeableConcept: specialty }] : []),
    ],
  };
  return [review, ...(clocks ?? []), ...stored.filter(({ url }) => !replaced.includes(url))];
}

/** The whole answer's period: from the first day of what is authorized to the last. */
function spanning(stored: Period | undefined, items: readonly DecidedItem[]): Period | undefined {
  const certified = items.flatMap((item) => (item.action === 'A1' || item.action === 'A6' ? [item.certification] : []));
  const periods = [...(stored ? [stored] : []), ...certified.map(({ period }) => period)];
  if (periods.length === 0) return undefined;
  const starts = periods.flatMap(({ start }) => start ?? []).sort();
  const ends = periods.flatMap(({ end }) => end ?? []).sort();
  return { start: starts[0], end: ends.at(-1) };
}
