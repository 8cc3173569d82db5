/** How often resources of each type have changed since the store was opened: what was read before a change is told by it. */
export class Changes {
  readonly #counts = new Map<string, number>();
  readonly #written = new Set<string>();

  /** To be called in the transaction of every write, deletions among them. */
  written(type: string): void {
    this.#written.add(type);
  }

  /** To be called at once after a commit, before anything else can read. */
  committed(): void {
    for (const type of this.#written) this.#counts.set(type, this.of(type) + 1);
    this.#written.clear();
  }

  /** The number of commits so far that wrote the type, or may have: writes that were rolled back count with the next. */
  of(type: string): number {
    return this.#counts.get(type) ?? 0;
  }
}
