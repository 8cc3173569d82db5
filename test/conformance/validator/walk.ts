import type { Defined, Definitions } from './definitions.ts';
import type { Json } from './json.ts';
import type { ContextDefect, Problem } from './problem.ts';

/** Where in the resource the walk is. */
export interface Whereabouts {
  /** As contexts of extensions are told: `ClaimResponse.item`. */
  readonly path: string;
  /** Data type of the element. */
  readonly type: string;
  /** Of an extension: its url. */
  readonly extension?: string;
}

/** One walk through a resource. */
export interface Walk {
  readonly definitions: Definitions;
  readonly ownBase: string;
  readonly defects: readonly ContextDefect[];
  /** Urls of extensions that no package held defines, though they are standard. */
  readonly elsewhere: readonly string[];
  /** Told of a rule that cannot be held: a value set, or the key of an invariant. */
  readonly passedOver?: (rule: string) => void;
  /** The resource walked through. */
  readonly resource: Json;
  /** The resource of the same Bundle a reference leads to. */
  readonly resolve: (reference: string) => Json | undefined;
  /** Problems of a whole resource after a profile. */
  readonly resourceProblems: (resource: Json, profile: string) => readonly Problem[];
  /** Problems of what is below an element. */
  readonly below: (value: Json, structure: Defined, id: string, where: Whereabouts) => readonly Problem[];
}
