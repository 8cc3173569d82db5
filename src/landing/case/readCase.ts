import { getStatus, type MedplumClient, OperationOutcomeError } from '@medplum/core';
import type { ClaimResponse, Task } from '@medplum/fhirtypes';
import { extensionOf } from '../../fhir/elements.ts';
import { itemFindings } from '../../fhir/itemFindings.ts';
import { findingsOf } from '../../fhir/policyFinding.ts';
import type { IntakeContext } from '../../intake/context.ts';
import { findingsInEvidence } from '../../intake/findingsInEvidence.ts';
import { pasExtension } from '../../pas/codes.ts';
import type { Finding } from '../../policy/finding.ts';
import { deadlinesIn, type SetDeadlines } from './clocks.ts';
import { type AnsweredError, type AnsweredItem, errorsIn, itemsIn } from './readAnswer.ts';
import { type Information, readInformation } from './readInformation.ts';

/** A case as people see it: the answer as it now stands, and the work it opened. */
export interface CaseView {
  /** Of the ClaimResponse. */
  readonly id: string;
  /** `Claim/<id>`. */
  readonly claim?: string;
  /** Instant of receipt, ISO 8601 with offset. */
  readonly received: string;
  readonly timeZone: string;
  readonly reviewedByPerson: boolean;
  readonly items: readonly AnsweredItem[];
  readonly errors: readonly AnsweredError[];
  readonly deadlines: SetDeadlines;
  readonly findings: readonly ScopedFindings[];
  readonly tasks: readonly Task[];
  readonly information: Information;
}

/** Findings of the request as a whole, or of items of which the same was found. */
export interface ScopedFindings {
  readonly about: string;
  /** Clauses not found met, where the findings themselves are not at hand. */
  readonly openClauses?: readonly string[];
  readonly findings: readonly Finding[];
}

/** The case with this ClaimResponse; nothing when there is none. */
export async function readCase({ client, settings }: IntakeContext, id: string): Promise<CaseView | undefined> {
  const response = await client.readResource('ClaimResponse', id, { cache: 'reload' }).catch(absent);
  if (response === undefined) return undefined;
  const query = { focus: `ClaimResponse/${id}`, _count: '100' };
  const tasks = await client.searchResources('Task', query, { cache: 'reload' });
  const { created, request } = response;
  const { calendar } = settings;
  return {
    id,
    claim: request?.reference,
    received: created,
    timeZone: calendar.timeZone,
    reviewedByPerson: wasReviewedByPerson(response),
    items: itemsIn(response),
    errors: errorsIn(response),
    deadlines: deadlinesIn(response.extension, created, calendar),
    findings: await scopedFindings(client, response),
    information: await readInformation(client, response),
    tasks: tasks.toSorted((one, other) => Number(isClosed(one)) - Number(isClosed(other))),
  };
}

function absent(error: unknown): undefined {
  if (error instanceof OperationOutcomeError && [404, 410].includes(getStatus(error.outcome))) return undefined;
  throw error;
}

function isClosed({ status }: Task): boolean {
  return status === 'completed' || status === 'cancelled';
}

function wasReviewedByPerson(response: ClaimResponse): boolean {
  const reviewer = extensionOf(response, pasExtension.claimResponseReviewer);
  return extensionOf(reviewer, 'wasHumanReviewedFlag')?.valueBoolean ?? false;
}

async function scopedFindings(client: MedplumClient, response: ClaimResponse): Promise<readonly ScopedFindings[]> {
  const items = (response.item ?? []).map(({ itemSequence }) => ({
    sequence: itemSequence,
    ...itemFindings(response, itemSequence),
  }));
  const kept = items.some(({ inEvidence }) => inEvidence) ? await findingsInEvidence(client, response) : undefined;
  const found = items.map(({ sequence, findings, inEvidence, openClauses }) => {
    if (!inEvidence) return { sequence, findings };
    const inFull = kept?.get(sequence);
    return inFull ? { sequence, findings: inFull } : { sequence, findings, openClauses };
  });
  const groups = [...Map.groupBy(found, ({ sequence: _sequence, ...same }) => JSON.stringify(same)).values()];
  const scopes = [
    { about: 'The request', findings: findingsOf(response.extension) },
    ...groups.flatMap((group) => {
      const [first] = group;
      const which = group.map(({ sequence }) => sequence).join(', ');
      return first ? [{ ...first, about: `${group.length > 1 ? 'Items' : 'Item'} ${which}` }] : [];
    }),
  ];
  return scopes.filter(({ findings, openClauses = [] }: ScopedFindings) => findings.length + openClauses.length > 0);
}
