/** A JSON value met on the way through a resource, with its FHIRPath. */
export interface FoundObject {
  readonly value: Readonly<Record<string, unknown>>;
  readonly expression: string;
}

export type IsPassedOver = (value: FoundObject['value']) => boolean;

/**
 * Every object within a resource, the resource itself first; narrative is passed over. Input depth is bounded by the reader.
 * @param isPassedOver - objects that are left out with all they hold
 */
export function objectsWithin(
  value: unknown,
  expression: string,
  isPassedOver: IsPassedOver = () => false,
): readonly FoundObject[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) => objectsWithin(entry, `${expression}[${index}]`, isPassedOver));
  }
  if (!isObject(value) || isPassedOver(value)) return [];
  const inner = Object.entries(value)
    .filter(([name]) => name !== 'div')
    .flatMap(([name, child]) => objectsWithin(child, `${expression}.${name}`, isPassedOver));
  return [{ value, expression }, ...inner];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
