import type { Claim, ClaimResponse, ClaimResponseAddItem, Extension, Identifier, Period } from '@medplum/fhirtypes';
import { submittedIn, submittedInOf, submittedInUrl } from '../../fhir/caseLinks.ts';
import { extensionOf, extensionsOf } from '../../fhir/elements.ts';
import { withOwnFindings } from '../../fhir/itemFindings.ts';
import { pasExtension } from '../codes.ts';
import type { ItemChange } from '../updates/itemChanges.ts';
import type { AnswerItem } from './decided.ts';
import { reviewActionOf } from './decidedItems.ts';
import { eventLevel } from './eventLevel.ts';
import { NoteBook } from './noteBook.ts';
import { certificationNumberOf, reviewAction, submittedAdjudication } from './reviewAction.ts';

/** How the answer to a request came to be another one. */
export interface UpdatedAnswer {
  /** What is answered anew; none of the other items is in it. */
  readonly determined: ClaimResponse;
  /** The update. */
  readonly claim: Claim;
  readonly changes: readonly ItemChange[];
  /** The answer to the prior request as it now stands; absent: none is on file. */
  readonly prior?: { readonly response: ClaimResponse; readonly key: string };
  /** A person decided what of the prior answer is kept. */
  readonly isReviewed: boolean;
  /** Due instants that a note tells and that no longer hold, each with the note that takes its place. */
  readonly replacedDue?: { readonly due: string; readonly note: string };
  /** What the requestor is told of the update as a whole. */
  readonly note?: string;
  /** Local date of the update. */
  readonly on: string;
}

/**
 * The answer to an update: every item of every version, as it now stands. What is kept is kept as it was decided, by whoever
 * decided it; what the requestor withdrew is cancelled, which is nobody's decision. @see PAS 2.2.1, spec-34 and 46
 */
export function updatedResponse(given: UpdatedAnswer): ClaimResponse {
  const answer = given.prior
    ? { ...given, prior: { ...given.prior, response: ownFindings(given.prior.response) } }
    : given;
  const { determined, prior, changes, isReviewed } = answer;
  const notes = new NoteBook();
  const item = changes.flatMap((change) => itemOf(answer, change, notes) ?? []);
  const addItem = addedItems(answer, notes);
  const { adjudication: _event, item: _items, preAuthPeriod: _period, processNote: _notes, ...rest } = determined;
  if (answer.note !== undefined) notes.add(answer.note);
  const whole = eventLevel({ item, addItem });
  const period = spanning(item, addItem);
  const isPended = changes.some(({ to, sequence }) => to === 'keep' && isPendedIn(prior?.response, sequence));
  const asked = prior?.response.communicationRequest;
  return {
    ...rest,
    extension: [...rootExtensions(rest.extension, prior?.response, isReviewed), ...whole.extension],
    identifier: identifiers(determined.identifier, prior?.response.identifier),
    ...(period ? { preAuthPeriod: period } : {}),
    ...(item.length > 0 ? { item } : {}),
    ...(addItem.length > 0 ? { addItem } : {}),
    ...(whole.adjudication ? { adjudication: whole.adjudication } : {}),
    ...(notes.notes.length > 0 ? { processNote: [...notes.notes] } : {}),
    ...(isPended && asked ? { communicationRequest: asked } : {}),
  };
}

/** An item that is kept may be kept without the one that has the same findings. */
function ownFindings(response: ClaimResponse): ClaimResponse {
  const item = withOwnFindings(response);
  return item ? { ...response, item } : response;
}

function itemOf(answer: UpdatedAnswer, change: ItemChange, notes: NoteBook): AnswerItem | undefined {
  const { determined, prior } = answer;
  const { sequence, to } = change;
  const before = prior?.response.item?.find(({ itemSequence }) => itemSequence === sequence);
  if (to === 'cancel') return cancelledItem(answer, change, before, notes);
  if (to === 'keep') return before && keptItem(answer, change, before, notes);
  const item = determined.item?.find(({ itemSequence }) => itemSequence === sequence);
  if (!item) return undefined;
  return { ...item, ...changedFrom(item, before, prior?.response, notes, determined) };
}

/** What is determined anew, with the number under which it was certified before. */
function changedFrom(
  item: AnswerItem,
  before: AnswerItem | undefined,
  prior: ClaimResponse | undefined,
  notes: NoteBook,
  determined: ClaimResponse,
): Pick<AnswerItem, 'extension' | 'noteNumber'> {
  const number = before && prior && numberOf(before, prior);
  const noteNumber = notes.copy(determined, item.noteNumber);
  if (number === undefined) return { extension: item.extension, noteNumber };
  if (reviewActionOf(item) === 'A4') noteNumber.push(notes.add(stands(number)));
  const others = (item.extension ?? []).filter(({ url }) => url !== pasExtension.authorizationNumber);
  return { extension: [...others, { url: pasExtension.authorizationNumber, valueString: number }], noteNumber };
}

function keptItem(
  { claim, prior, replacedDue, determined: _determined }: UpdatedAnswer,
  { sequence, stated }: ItemChange,
  before: AnswerItem,
  notes: NoteBook,
): AnswerItem {
  const submitted = claim.item?.find((item) => item.sequence === sequence);
  const isPended = reviewActionOf(before) === 'A4';
  const noteNumber = notes.copy(prior?.response, before.noteNumber, replacedDue?.due);
  if (isPended && replacedDue) noteNumber.push(notes.add(replacedDue.note));
  const traces = extensionsOf(submitted, pasExtension.itemTraceNumber);
  const kept = (before.extension ?? []).filter(
    ({ url }) => url !== submittedInUrl && !(traces.length > 0 && url === pasExtension.itemTraceNumber),
  );
  return { ...before, extension: [...traces, ...kept, ...origin(prior, before, stated)], noteNumber };
}

/** The requestor's own act: no reason is given, and nothing is found. */
function cancelledItem(
  { claim, prior, on }: UpdatedAnswer,
  { sequence, stated }: ItemChange,
  before: AnswerItem | undefined,
  notes: NoteBook,
): AnswerItem {
  const submitted = claim.item?.find((item) => item.sequence === sequence);
  const traces = extensionsOf(submitted ?? before, pasExtension.itemTraceNumber);
  const number = before && prior && numberOf(before, prior.response);
  const ended = number === undefined ? '' : ` Authorization ${number} ends with it.`;
  return {
    extension: [
      ...traces,
      ...(number === undefined ? [] : [{ url: pasExtension.authorizationNumber, valueString: number }]),
      ...extensionsOf(before, pasExtension.administrationReferenceNumber),
      ...(before ? origin(prior, before, stated) : []),
    ],
    itemSequence: sequence,
    noteNumber: [notes.add(`Cancelled by the requestor on ${on}.${ended}`)],
    adjudication: [{ extension: [reviewAction('C')], category: submittedAdjudication }],
  };
}

function stands(number: string): string {
  return `Authorization ${number} was given for the item as it was before this change, and is not withdrawn by this answer.`;
}

/** The certification number of an item, or of what is authorized in its place. */
function numberOf(item: AnswerItem, { addItem = [] }: ClaimResponse): string | undefined {
  const instead = addItem.find(({ itemSequence }) => itemSequence?.includes(item.itemSequence));
  return certificationNumberOf(item) ?? (instead && certificationNumberOf(instead));
}

function origin(prior: UpdatedAnswer['prior'], before: AnswerItem, stated: boolean): readonly Extension[] {
  const key = submittedInOf(before) ?? prior?.key;
  return stated || key === undefined ? [] : [submittedIn(key)];
}

/** What a person authorized in the place of an item stays as long as the item does. */
function addedItems({ prior, changes, replacedDue }: UpdatedAnswer, notes: NoteBook): ClaimResponseAddItem[] {
  const kept = new Set(changes.flatMap(({ sequence, to }) => (to === 'keep' ? [sequence] : [])));
  return (prior?.response.addItem ?? [])
    .filter(({ itemSequence = [] }) => itemSequence.some((sequence) => kept.has(sequence)))
    .map((item) => ({ ...item, noteNumber: notes.copy(prior?.response, item.noteNumber, replacedDue?.due) }));
}

function rootExtensions(
  own: readonly Extension[] = [],
  prior: ClaimResponse | undefined,
  isReviewed: boolean,
): readonly Extension[] {
  const reviewer = isReviewed ? extensionOf(prior, pasExtension.claimResponseReviewer) : undefined;
  // Of the whole only what holds for every item is told, and that is found anew.
  const kept = own.filter(({ url }) => url !== pasExtension.itemAuthorizedProvider);
  return kept.map((extension) =>
    reviewer && extension.url === pasExtension.claimResponseReviewer ? reviewer : extension,
  );
}

/** By the old identifiers the case is still found. @see PAS 2.2.1, spec-47 and 48 */
function identifiers(own: readonly Identifier[] = [], earlier: readonly Identifier[] = []): Identifier[] {
  const isNew = (old: Identifier) => !own.some(({ system, value }) => system === old.system && value === old.value);
  return [...own, ...earlier.filter(isNew).map((old): Identifier => ({ ...old, use: 'old' }))];
}

/** From the first day of what is authorized to the last. */
function spanning(items: readonly AnswerItem[], added: readonly ClaimResponseAddItem[]): Period | undefined {
  const periods = [...items.filter((item) => reviewActionOf(item) === 'A1'), ...added].flatMap(
    (item) => extensionOf(item, pasExtension.itemPreAuthPeriod)?.valuePeriod ?? [],
  );
  if (periods.length === 0) return undefined;
  const start = periods.flatMap((period) => period.start ?? []).sort()[0];
  const end = periods
    .flatMap((period) => period.end ?? [])
    .sort()
    .at(-1);
  return { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
}

function isPendedIn(response: ClaimResponse | undefined, sequence: number): boolean {
  const item = response?.item?.find(({ itemSequence }) => itemSequence === sequence);
  return item !== undefined && reviewActionOf(item) === 'A4';
}
