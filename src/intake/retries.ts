import { getStatus, OperationOutcomeError } from '@medplum/core';

/** The store does not answer now: HTTP 503. The receipt, if there is one, stays and is taken up again by the sweep. */
export class Unavailable extends Error {
  /** Seconds after which to come again. */
  readonly retryAfter: number;

  constructor(cause: unknown, retryAfter = 30) {
    super('The store is not available', { cause });
    this.retryAfter = retryAfter;
  }
}

/** What a failed call means for the protocol. `refused`: the store will not do it; `fault`: it is not of the store at all. */
export type Failure = 'fence' | 'conflict' | 'throttled' | 'unavailable' | 'refused' | 'fault';

/**
 * Reads a failure of the store. A Medplum server tells a conflict of concurrent transactions as 409 or, misleadingly, as
 * 400 "Assigned ID is already in use". Inside a bot errors are of another realm, so the shape decides, not the class.
 */
export function failureOf(error: unknown): Failure {
  const outcome = error instanceof OperationOutcomeError ? error.outcome : outcomeIn(error);
  if (outcome === undefined) return isOfTheNetwork(error) ? 'unavailable' : 'fault';
  const status = getStatus(outcome);
  if (status === 412) return 'fence';
  if (status === 409 || /Assigned ID is already in use/.test(textOf(outcome))) return 'conflict';
  if (status === 429) return 'throttled';
  return status >= 500 || outcome.issue.some(({ code }) => passing.has(code)) ? 'unavailable' : 'refused';
}

/** Issue codes of what goes by; a status of its own, such as 503, does not reach the caller. */
const passing: ReadonlySet<string | undefined> = new Set(['transient', 'timeout']);

/** The call did not get through, or its answer did not: whether it took effect is open. Anything else is a fault of ours. */
function isOfTheNetwork(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, message, code } = error as { name?: string; message?: string; code?: string };
  if (name === 'AbortError' || name === 'TimeoutError' || /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|UND_ERR)/.test(code ?? ''))
    return true;
  return /fetch failed|failed to fetch|socket hang up|network/i.test(message ?? '');
}

type Outcome = OperationOutcomeError['outcome'];

function outcomeIn(error: unknown): Outcome | undefined {
  if (typeof error !== 'object' || error === null || !('outcome' in error)) return undefined;
  const { outcome } = error;
  return isOutcome(outcome) ? outcome : undefined;
}

function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'object' && value !== null && 'issue' in value && Array.isArray(value.issue);
}

function textOf(outcome: Outcome): string {
  return outcome.issue.map(({ details, diagnostics }) => `${details?.text ?? ''} ${diagnostics ?? ''}`).join(' ');
}

const attempts = 5;
const pauses: Readonly<Record<Failure, number>> = {
  fence: 0,
  conflict: 40,
  throttled: 600,
  unavailable: 200,
  refused: 0,
  fault: 0,
};

/** Milliseconds before try number `attempt`, with jitter so that rivals part. */
export function pause(failure: Failure, attempt: number): Promise<void> {
  const milliseconds = pauses[failure] * attempt * (0.5 + Math.random());
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Repeats a call that may be repeated while the store is throttled, in conflict or unavailable.
 * @throws Unavailable when the store does not do it; a fault that is not of the store as it is
 */
export async function withRetries<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const failure = failureOf(error);
      if (failure === 'fault') throw error;
      if (failure === 'refused' || failure === 'fence' || attempt >= attempts) throw new Unavailable(error);
      await pause(failure, attempt);
    }
  }
}
