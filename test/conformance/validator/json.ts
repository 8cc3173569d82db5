export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Does `value` hold all that `pattern` holds? */
export function contains(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern))
    return Array.isArray(value) && pattern.every((part) => value.some((each) => contains(each, part)));
  if (!isJson(pattern)) return value === pattern;
  return isJson(value) && Object.entries(pattern).every(([name, part]) => contains(value[name], part));
}

const date = /^\d{4}(-\d\d(-\d\d)?)?$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isWhole = (least: number) => (value: unknown) => Number.isInteger(value) && Number(value) >= least;
const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);

const primitives: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['boolean', (value: unknown) => typeof value === 'boolean'],
  ['integer', isWhole(Number.MIN_SAFE_INTEGER)],
  ['unsignedInt', isWhole(0)],
  ['positiveInt', isWhole(1)],
  ['decimal', (value: unknown) => typeof value === 'number'],
  ['date', matches(date)],
  ['dateTime', (value: unknown) => matches(date)(value) || matches(instant)(value)],
  ['instant', matches(instant)],
  ['time', matches(/^\d\d:\d\d:\d\d(\.\d+)?$/)],
  ['id', matches(/^[A-Za-z0-9\-.]{1,64}$/)],
  ['code', matches(/^\S+( \S+)*$/)],
  ['uri', matches(/^\S+$/)],
  ['url', matches(/^\S+$/)],
  ['canonical', matches(/^\S+$/)],
  ['base64Binary', matches(/^[A-Za-z0-9+/=\s]+$/)],
]);

/** Is `value` one of a primitive type? Undefined: the type is not primitive. */
export function isPrimitive(type: string, value: unknown): boolean | undefined {
  if (type.startsWith('http://hl7.org/fhirpath/') || ['string', 'markdown', 'xhtml', 'oid', 'uuid'].includes(type))
    return isText(value);
  return primitives.get(type)?.(value);
}
