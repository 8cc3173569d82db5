import type { Catalog } from './catalog.ts';
import { findCircles } from './circles.ts';

/** Of a record whose circle is being placed: it is neither before roles nor after them. */
const undecided = 2;

/** When records are written, by their numbers in the catalog. */
export interface Arrangement {
  readonly stages: number;
  /** A record is written after every stage below its own. */
  stageOf(record: number): number;
  /** Records that refer to each other, in a circle, and are written together; undefined for a record in none. */
  circleOf(record: number): readonly number[] | undefined;
}

/**
 * Puts what is referred to before what refers to it. Roles, and what refers to roles, come after everything else, so
 * that a role's networks are known when it is written. A few dozen bytes a record are its memory.
 */
export function arrange(catalog: Catalog): Arrangement {
  const targetsOf = readTargets(catalog);
  const levels = new Int32Array(catalog.size);
  const isLater = new Uint8Array(catalog.size);
  for (const role of catalog.numbersOfType('PractitionerRole')) isLater[role] = 1;
  const circles = new Map<number, readonly number[]>();
  const heights: [first: number, later: number] = [0, 0];

  for (const circle of findCircles(catalog.size, targetsOf)) {
    const late = Number(circle.some((record) => isLater[record] || someOf(targetsOf(record), isLater)));
    for (const record of circle) isLater[record] = undecided;
    const level = levelAbove(
      circle.flatMap((record) => [...targetsOf(record)]),
      (target) => (isLater[target] === late ? (levels[target] ?? 0) : -1),
    );
    for (const record of circle) {
      levels[record] = level;
      isLater[record] = late;
      if (circle.length > 1) circles.set(record, circle);
    }
    heights[late] = Math.max(heights[late] ?? 0, level + 1);
  }

  const [first, later] = heights;
  return {
    stages: first + later,
    stageOf: (record) => (levels[record] ?? 0) + (isLater[record] ? first : 0),
    circleOf: (record) => circles.get(record),
  };
}

function levelAbove(targets: readonly number[], levelOf: (target: number) => number): number {
  return targets.reduce((level, target) => Math.max(level, levelOf(target) + 1), 0);
}

function someOf(targets: Int32Array, flags: Uint8Array): boolean {
  return targets.some((target) => flags[target] === 1);
}

/** What each record refers to, in one array: those of record n stand from `starts[n]` up to `starts[n + 1]`. */
function readTargets(catalog: Catalog): (record: number) => Int32Array {
  const targets = new Int32Array(catalog.linkCount);
  const starts = new Int32Array(catalog.size + 1);
  let [filled, last] = [0, 0];
  for (const { from, to } of catalog.links()) {
    while (last < from) starts[++last] = filled;
    targets[filled++] = to;
  }
  while (last < catalog.size) starts[++last] = filled;
  return (record) => targets.subarray(starts[record], starts[record + 1]);
}
