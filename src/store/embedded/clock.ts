/** Epoch milliseconds that never repeat and never go back, whatever the machine's clock does. */
export class Clock {
  readonly #now: () => Temporal.Instant;
  #last: number;

  /** @param last the newest instant given out before, in epoch milliseconds. */
  constructor(now: () => Temporal.Instant, last: number) {
    this.#now = now;
    this.#last = last;
  }

  next(): number {
    this.#last = Math.max(this.#now().epochMilliseconds, this.#last + 1);
    return this.#last;
  }
}
