/** What in a resource is against a profile. */
export interface Problem {
  /** Path of the element: `ClaimResponse.item.extension`. */
  readonly at: string;
  readonly text: string;
}

/** An extension that a package publishes with a context too narrow for its own use. */
export interface ContextDefect {
  readonly extension: string;
  readonly at: string;
  readonly because: string;
}
