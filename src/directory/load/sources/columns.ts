/** Where a field of a list stands: the header of its column, or several by which it is known. */
export interface Column {
  readonly headers: readonly string[];
  /** The list cannot be read without it. */
  readonly required?: true;
}

/** The columns of a list, by field. A changed header is a change here, or in the file given with `--columns`. */
export type Columns = Readonly<Record<string, Column>>;

/** The header of a field's column, or several, by field: what `--columns` overrides. */
export type ColumnNames = Readonly<Record<string, string | readonly string[]>>;

/** One line of a list, by field: trimmed, empty where the file has no such column. */
export type Row = (field: string) => string;

/** Where each field stands in a line. */
export type Places = ReadonlyMap<string, number>;

/**
 * `columns` with other headers for some fields.
 * @throws RangeError that names the fields it does not know, and those it does
 */
export function withNames(columns: Columns, names: ColumnNames): Columns {
  const unknown = Object.keys(names).filter((field) => !(field in columns));
  if (unknown.length > 0) {
    throw new RangeError(`Columns: no field ${unknown.join(', ')}; the list has ${Object.keys(columns).join(', ')}`);
  }
  const renamed = Object.entries(names).map(([field, headers]) => [
    field,
    { ...columns[field], headers: typeof headers === 'string' ? [headers] : headers },
  ]);
  return { ...columns, ...Object.fromEntries(renamed) };
}

/** Finds each field's column; case, spaces and underscores do not matter. Names the columns that are required and absent instead. */
export function findPlaces(
  columns: Columns,
  header: readonly string[],
): Places | { readonly missing: readonly string[] } {
  const found = header.map(plain);
  const places = new Map<string, number>();
  const missing: string[] = [];
  for (const [field, { headers, required }] of Object.entries(columns)) {
    const known = headers.map(plain);
    const place = found.findIndex((name) => known.includes(name));
    if (place >= 0) places.set(field, place);
    else if (required) missing.push(headers.join(' or '));
  }
  return missing.length > 0 ? { missing } : places;
}

export function rowOf(places: Places, values: readonly string[]): Row {
  return (field) => values[places.get(field) ?? -1]?.trim() ?? '';
}

function plain(header: string): string {
  return header
    .replaceAll(/[\s_]+/g, ' ')
    .trim()
    .toLowerCase();
}
