import {
  convertToSearchableQuantities,
  convertToSearchableReferences,
  convertToSearchableStrings,
  convertToSearchableTokens,
  convertToSearchableUris,
  evalFhirPathTyped,
  type TypedValue,
  toTypedValue,
} from '@medplum/core';
import type { Address, HumanName, Resource } from '@medplum/fhirtypes';
import { rangeOf } from './instants.ts';
import { type IndexedParameter, type ParameterKind, parametersOf } from './parameter.ts';
import { fold } from './text.ts';

export interface TextRow {
  readonly parameter: number;
  readonly value: string;
  readonly system: string;
}

export interface RangeRow {
  readonly parameter: number;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly system: string;
}

export interface IndexRows {
  readonly text: readonly TextRow[];
  readonly range: readonly RangeRow[];
}

type Text = Omit<TextRow, 'parameter'>;
type Range = Omit<RangeRow, 'parameter'>;

const textOf: Partial<Record<ParameterKind, (values: TypedValue[], parameter: IndexedParameter) => Text[]>> = {
  token: tokens,
  reference: references,
  string: strings,
  uri: (values) => convertToSearchableUris(values).map((value) => ({ value, system: '' })),
};

const rangesOf: Partial<Record<ParameterKind, (values: TypedValue[]) => Range[]>> = {
  date: (values) => values.flatMap(({ value }) => plain(rangeOf(value))),
  number: (values) =>
    values.flatMap(({ value }) => (typeof value === 'number' ? plain({ low: value, high: value }) : [])),
  quantity: quantities,
};

/** Everything a resource can be found by. */
export function indexRows(resource: Resource): IndexRows {
  const text: TextRow[] = [];
  const range: RangeRow[] = [];
  const root = [toTypedValue(resource)];
  for (const parameter of parametersOf(resource.resourceType).values()) {
    const values = evalFhirPathTyped(parameter.expression, root);
    if (values.length === 0) continue;
    for (const row of textOf[parameter.kind]?.(values, parameter) ?? [])
      text.push({ ...row, parameter: parameter.key });
    for (const row of rangesOf[parameter.kind]?.(values) ?? []) range.push({ ...row, parameter: parameter.key });
  }
  return { text, range };
}

function tokens(values: TypedValue[], { lowerCase }: IndexedParameter): Text[] {
  // Core adds displays and texts as tokens of this system: `:text` is not offered, and a display is not a code.
  const display = 'display';
  return convertToSearchableTokens(values, { textSearchSystem: display })
    .filter(({ system }) => system !== display)
    .map(({ system = '', value = '' }) => ({ system, value: lowerCase ? value.toLowerCase() : value }));
}

/** A canonical is found with and without its version. */
function references(values: TypedValue[]): Text[] {
  return convertToSearchableReferences(values).flatMap((value) => {
    const [url = value] = value.split('|');
    const isCanonical = value.includes('|') && !value.startsWith('identifier:');
    return (isCanonical ? [value, url] : [value]).map((each) => ({ value: each, system: '' }));
  });
}

/** Names and addresses are found by each of their parts, and as a whole. */
function strings(values: TypedValue[]): Text[] {
  const whole = convertToSearchableStrings(values);
  const parts = values.flatMap(({ type, value }) => {
    if (type === 'HumanName') return nameParts(value);
    return type === 'Address' ? addressParts(value) : [];
  });
  return [...new Set([...whole, ...parts])].map((text) => ({ value: fold(text), system: text }));
}

function nameParts({ text, family, given = [], prefix = [], suffix = [] }: HumanName): string[] {
  return [text, family, ...given, ...prefix, ...suffix].filter((part) => part !== undefined);
}

function addressParts({ text, line = [], city, district, state, postalCode, country }: Address): string[] {
  return [text, ...line, city, district, state, postalCode, country].filter((part) => part !== undefined);
}

function quantities(values: TypedValue[]): Range[] {
  return convertToSearchableQuantities(values).flatMap(({ value, system = '', code, unit }) =>
    value === undefined ? [] : [{ low: value, high: value, system, unit: code ?? unit ?? '' }],
  );
}

function plain(range: { low: number; high: number } | undefined): Range[] {
  return range ? [{ ...range, unit: '', system: '' }] : [];
}
