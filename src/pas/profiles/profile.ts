import type { Issue } from '../request/issues.ts';

/**
 * What a StructureDefinition of PAS asks beyond R4, as data. What R4 itself asks is told by R4's own rules, and what is
 * optional or must-support is no rule at all: its absence refuses nothing.
 * @see PAS 2.2.1, conf-5 and conf-14
 */
export interface Profile {
  readonly url: string;
  /** Resource or data type it is a profile of. */
  readonly type: string;
  readonly rules: readonly ElementRule[];
}

/** What is asked of one element. */
export interface ElementRule {
  /**
   * The element as the snapshot names it, without the type: `item.category`, `item.location[x]`,
   * `item.extension:requestType`, `supportingInfo:PatientEvent.timing[x]`; empty: the whole.
   */
  readonly at: string;
  /** One sentence: what is accepted here. */
  readonly text: string;
  readonly min?: 1;
  readonly max?: number;
  /** What holds the element lets it be absent all the same. */
  readonly unless?: (owner: JsonObject) => boolean;
  /** The element holds at least this. */
  readonly value?: Pattern;
  readonly codes?: Binding;
  /** Types of a choice. */
  readonly types?: readonly string[];
  /** A data type's profile, or an extension's definition, whose url then tells the slice. */
  readonly is?: Profile;
  /** Profiles of which one applies to the resource referred to, by its type. R4's own rules say which types may be. */
  readonly to?: readonly string[];
  /** Elements of the list that hold this are the slice. */
  readonly slice?: Pattern;
  readonly invariants?: readonly Invariant[];
}

/** JSON that a value has to contain: each member of an object, and for each element of an array one that contains it. */
export type Pattern = string | boolean | readonly Pattern[] | { readonly [member: string]: Pattern };

export type JsonObject = Readonly<Record<string, unknown>>;

/** Codes of a required binding. */
export interface Binding {
  /** Canonical of the value set. */
  readonly valueSet: string;
  /** Codes accepted by system; null where the code system is not published: any code of it. */
  readonly systems: ReadonlyMap<string, ReadonlySet<string> | null>;
}

/** A rule that looks at more than one element. Whoever writes one knows the type: the JSON has been checked against R4's. */
export interface Invariant {
  /** The IG's key, or the statement it follows from. */
  readonly key: string;
  readonly code: Issue['code'];
  /** What is accepted. */
  readonly text: string;
  /** FHIRPath of the issue below the element; the element itself when left out. */
  readonly below?: string;
  holds(element: unknown): boolean;
}
