import { getRateLimitReset, getStatus, type MedplumClient, OperationOutcomeError } from '@medplum/core';

/** Milliseconds to wait; replaced in tests. */
export type Wait = (milliseconds: number) => Promise<void>;

const attempts = 6;

export const wait: Wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Repeats a request for as long as the store asks for patience (429: as many seconds as its `RateLimit` header says),
 * and a read also when the store failed or did not answer. Any other error goes on.
 */
export async function withPatience<T>(
  client: MedplumClient,
  request: () => Promise<T>,
  { isRead, wait }: { readonly isRead: boolean; readonly wait: Wait },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request();
    } catch (error) {
      const status = statusOf(error);
      const isPassing = status === 429 || (isRead && (status === undefined || status >= 500));
      if (!isPassing || (status !== 429 && attempt >= attempts)) throw error;
      await wait(delay(client, error, attempt));
    }
  }
}

/** HTTP status of what the store answered; undefined when it did not answer. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof OperationOutcomeError)) return undefined;
  if (error.outcome.issue.some(({ code }) => code === 'throttled')) return 429;
  return getStatus(error.outcome);
}

/** Milliseconds, doubled from a quarter of a second up to 30 s, with a random half: runners that clash do not clash again. */
export function backOff(attempt: number): number {
  return Math.min(250 * 2 ** (attempt - 1), 30_000) * (0.5 + Math.random() / 2);
}

function delay(client: MedplumClient, error: unknown, attempt: number): number {
  if (statusOf(error) !== 429) return backOff(attempt);
  const spent = client.rateLimitStatus().filter(({ remainingUnits }) => remainingUnits <= 0);
  return Math.max(
    saidDelay(error),
    ...spent.map(({ secondsUntilReset }) => secondsUntilReset * 1000),
    backOff(attempt),
  );
}

/** What the answer itself says, in milliseconds: servers up to 5.0 write `_msBeforeNext` into its diagnostics, of which core does not know. */
function saidDelay(error: unknown): number {
  if (!(error instanceof OperationOutcomeError)) return 0;
  const texts = error.outcome.issue.map(({ diagnostics }) => /"_msBeforeNext":(\d+)/.exec(diagnostics ?? '')?.[1]);
  return Math.max(getRateLimitReset(error.outcome) ?? 0, ...texts.map((text) => Number(text ?? 0)));
}
