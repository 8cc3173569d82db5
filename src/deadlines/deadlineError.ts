/** Why a deadline cannot be computed, and what would make it possible. Returned as a value, never thrown: the caller must decide. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}
