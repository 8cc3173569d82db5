import type { MedplumClient } from '@medplum/core';

/** One call of the client's methods below, from outside. */
export interface Call {
  /** Counts from 1. */
  readonly index: number;
  readonly method: string;
  readonly parameters: readonly unknown[];
  /** Lets the store have the call. */
  readonly proceed: () => Promise<unknown>;
}

const intercepted: ReadonlySet<string> = new Set([
  'createBinary',
  'createResource',
  'createResourceIfNoneExist',
  'download',
  'executeBatch',
  'get',
  'readHistory',
  'readResource',
  'search',
  'searchOne',
  'updateResource',
]);

/** The client with every call to the store handed to `meet`, which answers it, fails it, or lets it through. */
export function wrappedClient(client: MedplumClient, meet: (call: Call) => Promise<unknown>): MedplumClient {
  let index = 0;
  return new Proxy(client, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (typeof name !== 'string' || !intercepted.has(name)) return member.bind(target);
      return (...parameters: unknown[]) => {
        index += 1;
        const proceed = async () => Reflect.apply(member, target, parameters);
        return meet({ index, method: name, parameters, proceed });
      };
    },
  });
}

/** The names of the calls that `work` makes, in order. */
export async function callsOf(
  client: MedplumClient,
  work: (observed: MedplumClient) => Promise<unknown>,
): Promise<readonly string[]> {
  const calls: string[] = [];
  const observed = wrappedClient(client, ({ method, proceed }) => {
    calls.push(method);
    return proceed();
  });
  await work(observed);
  return calls;
}
