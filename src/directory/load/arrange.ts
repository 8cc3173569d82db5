import type { Catalog, CatalogRecord } from './catalog.ts';
import { findCircles } from './circles.ts';

/** When a record is written: after every stage below its own; together with its circle, if it is in one. */
export interface Place {
  readonly stage: number;
  /** Records that refer to each other, in a circle; one alone for most. */
  readonly circle: readonly CatalogRecord[];
}

export interface Arrangement {
  readonly stages: number;
  placeOf(record: CatalogRecord): Place;
}

/**
 * Puts what is referred to before what refers to it. Roles, and what refers to roles, come after everything else, so
 * that a role's networks are known when it is written.
 */
export function arrange(catalog: Catalog): Arrangement {
  const targetsOf = (record: CatalogRecord) =>
    record.references.flatMap((reference) => catalog.records.get(catalog.keyOf(reference) ?? '') ?? []);
  const places = new Map<CatalogRecord, Place>();
  const afterRoles = new Set<CatalogRecord>();
  const circles = findCircles([...catalog.records.values()], targetsOf);
  let stages = 0;

  const place = (circle: readonly CatalogRecord[], from: number) => {
    const below = circle.flatMap(targetsOf).map((target) => places.get(target)?.stage ?? -1);
    const stage = below.reduce((highest, level) => Math.max(highest, level + 1), from);
    for (const record of circle) places.set(record, { stage, circle });
    stages = Math.max(stages, stage + 1);
  };

  const later = circles.filter((circle) => {
    const isLater = circle.some(
      (record) => isRole(record) || targetsOf(record).some((target) => afterRoles.has(target)),
    );
    if (isLater) for (const record of circle) afterRoles.add(record);
    else place(circle, 0);
    return isLater;
  });
  const first = stages;
  for (const circle of later) place(circle, first);

  return { stages, placeOf: (record) => places.get(record) ?? { stage: 0, circle: [record] } };
}

function isRole(record: CatalogRecord): boolean {
  return record.key.startsWith('PractitionerRole/');
}
