import type { Coverage } from '@medplum/fhirtypes';
import type { DatePeriod, LocalDate } from '../policy/evidence.ts';
import type { CoverageFacts } from '../policy/facts.ts';
import { covers } from '../policy/period.ts';
import type { PlanProducts } from './product.ts';

/** What the coverages of record say for one day. */
export interface CoverageOnDate {
  readonly facts: CoverageFacts;
  /** The coverage relied on. */
  readonly coverage?: Coverage;
  /** `Organization/<id>` of every network of the products that apply. */
  readonly networks: readonly string[];
}

/** The coverage of record on the service date; it alone decides product and networks. */
export function coverageOn(
  coverages: readonly Coverage[],
  products: PlanProducts,
  serviceDate: LocalDate,
): CoverageOnDate {
  const active = coverages.filter(
    (coverage) => coverage.status === 'active' && covers(datePeriod(coverage.period), serviceDate) === 'yes',
  );
  const applying = active.filter((coverage) => productsOf(coverage).some((product) => products.networks.has(product)));
  const coverage = applying[0] ?? active[0];
  const names = active.flatMap(productsOf);
  return {
    facts: {
      activeProducts: active.length > 0 && names.length === 0 ? ['not of record'] : names,
      policyApplies: applying.length > 0,
      period: datePeriod(coverage?.period),
    },
    coverage,
    networks: applying.flatMap(productsOf).flatMap((product) => products.networks.get(product) ?? []),
  };
}

function productsOf(coverage: Coverage): readonly string[] {
  return (coverage.class ?? [])
    .filter(({ type }) => type.coding?.some(({ code }) => code === 'plan'))
    .map(({ value }) => value);
}

/** A FHIR Period of record as local dates; a dateTime counts by the date it writes. */
export function datePeriod(period: { start?: string; end?: string } | undefined): DatePeriod | undefined {
  if (period === undefined) return undefined;
  return { start: firstDay(period.start), end: lastDay(period.end) };
}

function firstDay(value: string | undefined): LocalDate | undefined {
  if (value === undefined) return undefined;
  const [year = '', month = '01', day = '01'] = value.slice(0, 10).split('-');
  return `${year}-${month}-${day}`;
}

/** A year or month alone lasts to its end. */
function lastDay(value: string | undefined): LocalDate | undefined {
  if (value === undefined) return undefined;
  const [year = '', month = '12', day] = value.slice(0, 10).split('-');
  if (day !== undefined) return `${year}-${month}-${day}`;
  const days = Temporal.PlainYearMonth.from(`${year}-${month}`).daysInMonth;
  return `${year}-${month}-${days}`;
}
