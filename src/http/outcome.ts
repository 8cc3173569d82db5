import { randomUUID } from 'node:crypto';
import { getStatus, OperationOutcomeError } from '@medplum/core';
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import { HTTPException } from 'hono/http-exception';
import { outsideCalendar } from '../intake/outsideCalendar.ts';
import { Unavailable } from '../intake/retries.ts';
import { describeError, type StoreLog } from '../store/embedded/incident.ts';

export interface OutcomeReply {
  readonly status: number;
  readonly outcome: OperationOutcome;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One issue, as an outcome. */
export function outcome(
  code: OperationOutcomeIssue['code'],
  text: string,
  severity: 'error' | 'fatal' = 'error',
): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: [{ severity, code, details: { text } }] };
}

/** The one place where an error becomes an OperationOutcome. What was not foreseen is our fault: 500, an incident id, and no detail. */
export function toOutcome(error: unknown, log: StoreLog): OutcomeReply {
  if (error instanceof Unavailable) {
    log({ level: 'warn', message: 'the store is not available', ...describeError(error.cause) });
    const text = 'The service cannot answer now. Send the same request again; what was received is not lost.';
    return { status: 503, outcome: outcome('transient', text), headers: { 'retry-after': String(error.retryAfter) } };
  }
  const calendar = outsideCalendar(error);
  if (calendar !== undefined) {
    logOnce(log, calendar);
    const headers = { 'retry-after': String(secondsToConfigure) };
    return { status: 503, outcome: outcome('transient', calendar), headers };
  }
  if (error instanceof OperationOutcomeError && getStatus(error.outcome) < 500) {
    return { status: getStatus(error.outcome), outcome: error.outcome };
  }
  if (error instanceof HTTPException) return { status: error.status, outcome: outcome('processing', error.message) };
  const incident = randomUUID();
  log({ level: 'error', message: 'unforeseen error', incident, ...describeError(error) });
  const text = `Internal error. Give the operator of this service incident ${incident}.`;
  return { status: 500, outcome: outcome('exception', text, 'fatal') };
}

/** An operator does not put another calendar in place sooner. */
const secondsToConfigure = 3600;

/** By log: a service that is started again says it again. */
const told = new WeakMap<StoreLog, Set<string>>();

function logOnce(log: StoreLog, problem: string): void {
  const known = told.get(log) ?? new Set();
  told.set(log, known);
  if (known.has(problem)) return;
  known.add(problem);
  log({ level: 'error', message: 'the plan calendar does not cover the clocks of a request', problem });
}
