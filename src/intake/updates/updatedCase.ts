import type { BundleEntry, ClaimResponse, Reference, Task } from '@medplum/fhirtypes';
import type { Deadlines } from '../../deadlines/index.ts';
import { clocksSince, replacedBy, replaces } from '../../fhir/caseLinks.ts';
import type { Submission } from '../../pas/request/submission.ts';
import { dueNote } from '../../pas/response/claimResponse.ts';
import { reviewActionOf } from '../../pas/response/decidedItems.ts';
import { type UpdatedAnswer, updatedResponse } from '../../pas/response/updated.ts';
import type { ItemChange } from '../../pas/updates/itemChanges.ts';
import type { UpdateStatements } from '../../policy/facts.ts';
import { itemsOfTask } from '../decision/decisionCase.ts';
import { update } from '../transactionEntries.ts';
import type { OpinionsSought } from '../undecided/opinionSought.ts';
import type { NewPlace } from './carriedTask.ts';
import type { PriorWork } from './priorWork.ts';
import { updatedWork } from './updatedWork.ts';
import { updateInWords } from './updateInWords.ts';
import type { UpdatePlan } from './updatePlan.ts';

/** What an update meets: the plan of it, and the work there is. */
export interface CaseUpdate {
  readonly plan: UpdatePlan;
  readonly work?: PriorWork;
}

const notes: Readonly<Record<UpdateStatements['prior'], string | undefined>> = {
  none: undefined,
  current: undefined,
  replaced:
    'The prior Claim named was updated since. What this request changes was applied to the request as it now stands; name the latest Claim as the prior one.',
  unknown:
    'The prior Claim named is not on file for this submitter, so every item was answered as if it were new. Name the prior Claim by the fullUrl or identifier under which it was submitted.',
};

/** The answer to an update, from what is determined anew and what was answered before. */
export function updatedAnswer(
  { plan, work }: CaseUpdate,
  determined: ClaimResponse,
  { claim }: Submission,
  on: string,
  deadlines: Deadlines | undefined,
): ClaimResponse {
  const { prior, changes, standing, request } = plan;
  const note = notes[request.update?.prior ?? 'none'];
  const isRaised = standing && deadlines && deadlines.urgency !== standing.urgency;
  const answer: UpdatedAnswer = {
    determined,
    claim,
    changes,
    on,
    ...(note === undefined ? {} : { note }),
    ...(prior ? { prior } : {}),
    isReviewed: prior !== undefined && work !== undefined && changes.some(isOfPerson(prior.response, work)),
    ...(isRaised ? { replacedDue: { due: standing.governing.due, note: dueNote(deadlines) } } : {}),
  };
  const response = updatedResponse(answer);
  if (!prior) return response;
  const links = [replaces(`ClaimResponse/${prior.response.id}`), ...(standing ? [clocksSince(prior.since)] : [])];
  return { ...response, extension: [...(response.extension ?? []), ...links] };
}

/** Is the item kept as a person decided it? A person's approval is one of an item that people were given to review. */
function isOfPerson(before: ClaimResponse, { deciding }: PriorWork): (change: ItemChange) => boolean {
  const reviewed = new Set(deciding.flatMap(itemsOfTask));
  return ({ sequence, to }) => {
    const item = before.item?.find(({ itemSequence }) => itemSequence === sequence);
    const action = item && reviewActionOf(item);
    if (to !== 'keep' || action === undefined) return false;
    return action === 'A3' || action === 'A6' || (action === 'A1' && reviewed.has(sequence));
  };
}

export interface UpdateInPlace {
  /** The answer to the update, and its fullUrl in the transaction. */
  readonly response: ClaimResponse;
  readonly responseUrl: string;
  readonly basedOn: readonly Reference[];
  readonly caseKey: string;
  /** Instant of the update, ISO 8601 with offset. */
  readonly at: string;
  readonly opened: readonly Task[];
  readonly deadlines?: Deadlines;
  readonly sought: OpinionsSought;
}

/**
 * What an update adds to the transaction of its answer. Everything it changes is fenced by the version it was read as.
 * @param isBare - the answer it replaces keeps its items in the version before, and in the answer in its place, only
 */
export function updateEntries(
  { plan, work }: CaseUpdate,
  { response, responseUrl, basedOn, caseKey, at, opened, deadlines, sought }: UpdateInPlace,
  isBare: boolean,
): { readonly created: readonly Task[]; readonly entries: readonly BundleEntry[] } {
  const { prior, changes } = plan;
  if (!prior || !work) return { created: opened, entries: [] };
  const place: NewPlace = { caseKey, focus: { reference: responseUrl }, basedOn, at, what: updateInWords(plan, at) };
  const { created, changed } = updatedWork({
    work,
    before: prior.response,
    changes,
    opened,
    after: response,
    place,
    sought,
    ...(deadlines ? { deadlines } : {}),
  });
  const { item: _items, addItem: _added, processNote: _notes, ...bare } = prior.response;
  const replaced: ClaimResponse = {
    ...(isBare ? bare : prior.response),
    // FHIR knows no superseded answer. Withdrawn, it is not found among those that are active.
    status: 'cancelled',
    extension: [...(prior.response.extension ?? []), replacedBy(responseUrl)],
  };
  return {
    created,
    entries: [update(replaced, prior.response), ...changed.map(({ now, read }) => update(now, read))],
  };
}
