import { randomUUID } from 'node:crypto';
import { OperationOutcomeError } from '@medplum/core';

/** One line for the log: no patient data, no resource content. */
export interface StoreLogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [detail: string]: unknown;
}

export type StoreLog = (entry: StoreLogEntry) => void;

/**
 * What may be said about an error in a log: its kind and where it arose. Messages may quote resource content and are
 * left out, except SQLite's: all statements are parameterized, so these name tables and columns only.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (error instanceof OperationOutcomeError) {
    return { error: error.name, issues: error.outcome.issue.map(({ code, expression }) => ({ code, expression })) };
  }
  // Errors of bots and of the engine may come from another realm, where instanceof is false.
  if (typeof error !== 'object' || error === null) return { error: typeof error };
  if (error instanceof AggregateError) return { error: error.name, errors: error.errors.map(describeError) };
  const { name, code, message, stack } = error as NodeJS.ErrnoException;
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at '));
  // It names dates and the calendar, and is no surprise: where it arose does not matter.
  if (name === 'DeadlineError') return { error: name, problem: message };
  return { error: name, code, frames, ...(code === 'ERR_SQLITE_ERROR' ? { sqlite: message } : {}) };
}

/**
 * Turns anything unforeseen into an OperationOutcome with issue code `exception` (HTTP 500) that names an incident;
 * the details go to the log only. An OperationOutcomeError is passed on as it is.
 */
export function toOutcomeError(error: unknown, log: StoreLog): OperationOutcomeError {
  if (error instanceof OperationOutcomeError) return error;
  const incident = randomUUID();
  log({ level: 'error', message: 'unforeseen error in the store', incident, ...describeError(error) });
  return new OperationOutcomeError({
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'fatal',
        code: 'exception',
        details: { text: `Internal error. Give the operator of this service incident ${incident}.` },
      },
    ],
  });
}
