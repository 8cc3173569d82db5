/** Where in the input something stands: a line of NDJSON (from 1), or an entry of a Bundle (from 0); neither: the whole file. */
export interface Position {
  readonly file: string;
  readonly line?: number;
  readonly entry?: number;
}

/** One reason, at one place inside a resource. */
export interface Fault {
  /** FHIRPath from the resource's type: `PractitionerRole.organization`. Absent: the line or file as a whole. */
  readonly expression?: string;
  /** What is wrong and what would be accepted. */
  readonly reason: string;
}

/** A line or entry that was not loaded, with everything that is wrong with it. */
export interface Rejection extends Position {
  readonly faults: readonly Fault[];
}

/** Told of each rejection as it comes, none of which is kept: of a damaged file there may be millions. */
export type OnRejected = (rejection: Rejection) => void;

/** One line of text for each fault: `plan.ndjson:12 PractitionerRole.organization: …`. */
export function describeRejection(rejection: Rejection): string[] {
  const place = describePosition(rejection);
  return rejection.faults.map(({ expression, reason }) =>
    expression ? `${place} ${expression}: ${reason}` : `${place}: ${reason}`,
  );
}

/** `file:line`, `file entry[n]`, or the file's name alone. */
export function describePosition({ file, line, entry }: Position): string {
  if (line !== undefined) return `${file}:${line}`;
  return entry === undefined ? file : `${file} entry[${entry}]`;
}
