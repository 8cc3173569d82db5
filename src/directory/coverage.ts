import type { Coverage } from '@medplum/fhirtypes';
import type { DatePeriod, LocalDate } from '../policy/evidence.ts';
import type { CoverageFacts } from '../policy/facts.ts';
import { covers } from '../policy/period.ts';
import type { PlanProduct, PlanProducts } from './product.ts';

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
  const applying = active.filter((coverage) => productsOf(coverage, products).length > 0);
  const coverage = applying[0] ?? active[0];
  const names = active.flatMap(planNames);
  return {
    facts: {
      activeProducts: active.length > 0 && names.length === 0 ? ['not of record'] : names,
      policyApplies: applying.length > 0,
      period: datePeriod(coverage?.period),
    },
    coverage,
    networks: applying.flatMap((applies) => productsOf(applies, products)).flatMap(({ networks }) => networks),
  };
}

/** The products of the coverage's own payers, of those the policy applies to, that it names. */
function productsOf(coverage: Coverage, { products }: PlanProducts): readonly PlanProduct[] {
  const payors = (coverage.payor ?? []).map(({ reference }) => reference);
  const names = planNames(coverage);
  return products.filter(({ value, owner }) => names.includes(value) && payors.includes(owner));
}

function planNames(coverage: Coverage): readonly string[] {
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
