import type { MedplumClient } from '@medplum/core';
import { exclusionLists } from '../policy/data/exclusionLists.ts';
import { type Evidence, known, type LocalDate, unknown } from '../policy/evidence.ts';
import type { Exclusion } from '../policy/facts.ts';
import { loadCodeSystem } from './load/loadedSource.ts';
import { ofType, searchAll } from './searchAll.ts';

/** What the absence of an exclusion Flag shows on the day of receipt. */
export interface Screening {
  /** Local date of receipt. */
  readonly today: LocalDate;
  /** The plan's. */
  readonly timeZone: string;
  /** Codes of the exclusion lists that were loaded, be it in part. */
  readonly lists: readonly string[];
  /** Known and empty while no loaded list is older than its refresh; unknown once one is. */
  readonly nobodyListed: Evidence<readonly Exclusion[]>;
}

/**
 * Reads when the exclusion lists were loaded. Data loaded without a source have no refresh date and stand; a list loaded
 * by name stands until its refresh has passed.
 * @param maxAge - as of `searchAll`
 */
export async function readScreening(
  client: MedplumClient,
  today: LocalDate,
  timeZone: string,
  maxAge = 0,
): Promise<Screening> {
  const { resources } = await searchAll(client, 'Basic', { code: `${loadCodeSystem}|source` }, undefined, maxAge);
  const loads = ofType(resources, 'Basic');
  const loaded = exclusionLists.flatMap((list) => {
    const load = loads.find(({ identifier }) => identifier?.some(({ value }) => value === list.code));
    return load ? [{ ...list, asOf: load.created }] : [];
  });
  const stale = loaded.flatMap(({ name, refreshDays, asOf }) => {
    if (asOf === undefined) return [`${name} was never loaded to its end`];
    return daysBetween(asOf, today) > refreshDays ? [`${name} as of ${asOf}`] : [];
  });
  const [oldest = today] = loaded.flatMap(({ asOf }) => asOf ?? []).sort();
  const nobodyListed =
    stale.length === 0
      ? known([], oldest)
      : unknown(`Screening is out of date: ${stale.join('; ')}. Load the list again.`);
  return { today, timeZone, lists: loaded.map(({ code }) => code), nobodyListed };
}

function daysBetween(from: LocalDate, to: LocalDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}
