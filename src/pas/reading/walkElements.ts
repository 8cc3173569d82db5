/** A JSON value met on the way through a resource, with its FHIRPath. */
export interface FoundObject {
  readonly value: Readonly<Record<string, unknown>>;
  readonly expression: string;
}

/** Every object within a resource, the resource itself first; narrative is passed over. Input depth is bounded by the reader. */
export function objectsWithin(value: unknown, expression: string): readonly FoundObject[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => objectsWithin(entry, `${expression}[${index}]`));
  if (!isObject(value)) return [];
  const inner = Object.entries(value)
    .filter(([name]) => name !== 'div')
    .flatMap(([name, child]) => objectsWithin(child, `${expression}.${name}`));
  return [{ value, expression }, ...inner];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
