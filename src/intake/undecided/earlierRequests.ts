import type { ClaimResponse, Extension, Task } from '@medplum/fhirtypes';
import type { Deadlines } from '../../deadlines/index.ts';
import { clocksSince, earlierRequest } from '../../fhir/caseLinks.ts';
import type { UndecidedRequest } from './undecidedRequests.ts';

/** The answer with what leads to the earlier undecided requests, and since when the clocks run that it has from them. */
export function withEarlierRequests(
  response: ClaimResponse,
  undecided: readonly UndecidedRequest[],
  deadlines: Deadlines | undefined,
): ClaimResponse {
  const [first] = undecided;
  if (!first || !deadlines) return response;
  const since = deadlines.received === first.deadlines.received ? [clocksSince(instantOf(first))] : [];
  return { ...response, extension: [...(response.extension ?? []), ...links(undecided), ...since] };
}

/** A review with the same, and with a note that says so. */
export function besideEarlierRequests(task: Task, undecided: readonly UndecidedRequest[], at: string): Task {
  if (undecided.length === 0) return task;
  const since = undecided.map(({ deadlines }) => deadlines.received).join(', ');
  const text = `Undecided already: a request for the same member, professional and condition, whose clocks run since ${since}. Decide them together.`;
  return {
    ...task,
    extension: [...(task.extension ?? []), ...links(undecided)],
    note: [...(task.note ?? []), { time: at, text }],
  };
}

function links(undecided: readonly UndecidedRequest[]): readonly Extension[] {
  return undecided.map(({ response }) => earlierRequest(`ClaimResponse/${response.id}`));
}

function instantOf({ deadlines }: UndecidedRequest): Temporal.Instant {
  return Temporal.Instant.from(deadlines.received);
}
