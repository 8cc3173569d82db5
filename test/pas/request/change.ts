import { validRequest } from './fixture.ts';

/** One change to the valid request: a path such as `entry[0].resource.use`, with its new value or without one. */
export type Change = readonly ['set', path: string, value: unknown] | readonly ['remove', path: string];

/** In words, for the title of a test. */
export function described([kind, path, value]: Change): string {
  return kind === 'remove' ? `without ${path}` : `${path} = ${JSON.stringify(value)?.slice(0, 80)}`;
}

/** The valid request with changes. @throws Error when a path leads nowhere, so that no change is lost */
export function changed(changes: readonly Change[]): Record<string, unknown> {
  const request = validRequest();
  for (const [kind, path, value] of changes) {
    const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((object, key) => Reflect.get(Object(object), key), request);
    if (typeof parent !== 'object' || parent === null) throw new Error(`Nothing at ${path}`);
    if (kind === 'set') Reflect.set(parent, last, value);
    else if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else if (!Reflect.has(parent, last)) throw new Error(`Nothing at ${path}`);
    else Reflect.deleteProperty(parent, last);
  }
  return request;
}
