import { permittingLicences } from './clauses/scopeOfPractice.ts';
import type { DatePeriod, LocalDate } from './evidence.ts';
import type { ItemFacts, ProfessionalStanding } from './facts.ts';
import { covers } from './period.ts';

/** The days an approval holds, both included. */
export interface AuthorizationPeriod {
  readonly start: LocalDate;
  readonly end: LocalDate;
}

/**
 * From the day of issue for `days` days, cut short by the end of what it relies on: licence, Medi-Cal enrolment, coverage.
 * @param issued - local date of issue
 * @param days - calendar days added to `issued`
 */
export function authorizationPeriod(
  issued: LocalDate,
  days: number,
  item: Pick<ItemFacts, 'serviceDate' | 'coverage' | 'diagnoses'>,
  standing: Pick<ProfessionalStanding, 'licences' | 'enrolments'>,
): AuthorizationPeriod {
  const full = Temporal.PlainDate.from(issued).add({ days }).toString();
  const licences = standing.licences.known ? standing.licences.value : [];
  const enrolments = standing.enrolments.known ? standing.enrolments.value : [];
  const ends = [
    latestEnd(permittingLicences(licences, item.diagnoses[0], item.serviceDate).map(({ period }) => period)),
    latestEnd(enrolments.filter((period) => covers(period, item.serviceDate) === 'yes')),
    item.coverage.period?.end,
  ];
  const end = ends.reduce<LocalDate>(
    (earliest, other) => (other !== undefined && other < earliest ? other : earliest),
    full,
  );
  return { start: issued, end };
}

/** Of several that hold, the one that holds longest is relied on; an open end has none. */
function latestEnd(periods: readonly (DatePeriod | undefined)[]): LocalDate | undefined {
  const ends = periods.map((period) => period?.end);
  if (ends.includes(undefined)) return undefined;
  return ends
    .filter((end) => end !== undefined)
    .sort()
    .at(-1);
}
