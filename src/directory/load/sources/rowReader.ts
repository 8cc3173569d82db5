import type { Period } from '@medplum/fhirtypes';
import { isNpi } from '../../../fhir/npi.ts';
import type { Fault } from '../rejection.ts';
import type { Row } from './columns.ts';
import { readDate } from './dates.ts';

/** Reads the values of one line and keeps what is wrong with them, all at once. */
export class RowReader {
  readonly faults: Fault[] = [];
  readonly #row: Row;

  constructor(row: Row) {
    this.#row = row;
  }

  text(field: string): string {
    return this.#row(field);
  }

  /** A value that has to be there. */
  needed(field: string): string {
    const text = this.#row(field);
    if (text === '') this.#fault(field, 'is missing');
    return text;
  }

  /** The NPI; undefined for none, which some lists write as ten zeros. */
  npi(field: string): string | undefined {
    const text = this.#row(field);
    if (/^0*$/.test(text)) return undefined;
    if (isNpi(text)) return text;
    this.#fault(field, `${JSON.stringify(text)} is no NPI: ten digits that begin with 1 or 2, with a Luhn check digit`);
    return undefined;
  }

  /** The NPI of a list whose every line has one. */
  neededNpi(field: string): string | undefined {
    const npi = this.npi(field);
    if (npi === undefined && /^0*$/.test(this.#row(field))) this.#fault(field, 'is missing');
    return npi;
  }

  date(field: string): string | undefined {
    const { date, fault } = { date: undefined, ...readDate(this.#row(field)) };
    if (fault) this.#fault(field, fault);
    return date;
  }

  /** From one date to another, both inclusive local dates; an end before the start is a fault. */
  period(startField: string, endField: string): Period | undefined {
    const [start, end] = [this.date(startField), this.date(endField)];
    if (start && end && end < start) this.#fault(endField, `${end} is before ${startField}, ${start}`);
    return start || end ? { ...(start ? { start } : {}), ...(end ? { end } : {}) } : undefined;
  }

  reject(field: string, reason: string): void {
    this.#fault(field, reason);
  }

  #fault(expression: string, reason: string): void {
    this.faults.push({ expression, reason });
  }
}
