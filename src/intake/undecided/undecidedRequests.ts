import { isResourceWithId, type MedplumClient, type WithId } from '@medplum/core';
import type { ClaimResponse, Task } from '@medplum/fhirtypes';
import type { Calendar, Deadlines } from '../../deadlines/index.ts';
import { ofType, searchAll } from '../../directory/searchAll.ts';
import { clocksSinceOf } from '../../fhir/caseLinks.ts';
import { referencedId } from '../../fhir/elements.ts';
import { standingDeadlines } from '../../pas/updates/standingDeadlines.ts';
import { batchesOf } from '../batches.ts';
import { opinionSoughtSystem } from './opinionSought.ts';

/** An earlier request for the same that is not decided. */
export interface UndecidedRequest {
  readonly response: WithId<ClaimResponse>;
  /** Its clocks as they run. */
  readonly deadlines: Deadlines;
}

const open = 'draft,requested,received,accepted,ready,in-progress,on-hold';

/** As many are looked at: each linked one has the clocks of those before it. */
const most = 10;

/** A search names so many at once: of more its URL would be longer than a server takes. */
const mostNamed = 30;

/**
 * The undecided requests for the same that came before an instant; the one that is due first is first. One search for 30 of
 * what is sought, and where something is found one more for the answers.
 *
 * Two that come at once may each miss the other, as neither is committed when the other looks: their clocks then differ by as
 * little as their receipts do, and both are found by the same identifier. A lock would make strangers wait for each other.
 * @param sought - what is sought, as digests
 */
export async function undecidedRequests(
  client: MedplumClient,
  sought: readonly string[],
  before: Temporal.Instant,
  calendar: Calendar,
): Promise<readonly UndecidedRequest[]> {
  if (sought.length === 0) return [];
  const tasks = (await openTasks(client, sought)).filter(
    ({ authoredOn }) => Temporal.Instant.compare(Temporal.Instant.from(authoredOn ?? ''), before) < 0,
  );
  // Mostly there is none: then nothing more is asked for.
  const answers = await answersOf(client, tasks);
  const found = tasks.flatMap(({ authoredOn, focus }): readonly UndecidedRequest[] => {
    const response = answers.get(referencedId(focus?.reference)?.id);
    if (!response) return [];
    const since = clocksSinceOf(response) ?? Temporal.Instant.from(authoredOn ?? '');
    const deadlines = standingDeadlines(response, since, calendar);
    return deadlines ? [{ response, deadlines }] : [];
  });
  const byId = new Map(found.map((each) => [each.response.id, each]));
  return [...byId.values()].sort((a, b) => dueFirst(a.deadlines, b.deadlines));
}

async function openTasks(client: MedplumClient, sought: readonly string[]): Promise<readonly Task[]> {
  const pages = await Promise.all(
    batchesOf(sought, mostNamed).map((values) => {
      const identifier = values.map((value) => `${opinionSoughtSystem}|${value}`).join(',');
      const query = { identifier, status: open, _sort: 'authored-on', _count: `${most}` };
      return searchAll(client, 'Task', query, most);
    }),
  );
  return pages.flatMap(({ resources }) => ofType(resources, 'Task'));
}

async function answersOf(
  client: MedplumClient,
  tasks: readonly Task[],
): Promise<ReadonlyMap<string | undefined, WithId<ClaimResponse>>> {
  const ids = [...new Set(tasks.flatMap(({ focus }) => referencedId(focus?.reference)?.id ?? []))];
  const pages = await Promise.all(
    batchesOf(ids, mostNamed).map((some) => searchAll(client, 'ClaimResponse', { _id: some.join(',') })),
  );
  const responses = pages
    .flatMap(({ resources }) => ofType(resources, 'ClaimResponse'))
    .filter((response) => isResourceWithId<ClaimResponse>(response, 'ClaimResponse'));
  return new Map(responses.map((response) => [response.id, response]));
}

function dueFirst(one: Deadlines, other: Deadlines): number {
  const due = ({ governing }: Deadlines) => Temporal.Instant.from(governing.due);
  return Temporal.Instant.compare(due(one), due(other));
}
