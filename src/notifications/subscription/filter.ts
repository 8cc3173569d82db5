import type { Parties } from '../queue/parties.ts';

/** Whose answers a subscription asks for. */
export interface Filter {
  /** `sender`: answers to what these have sent; `payer`: answers that these have given. */
  readonly role: keyof Parties;
  /** Identifier values, or `system|value`. */
  readonly identifiers: readonly string[];
}

/** The IG's narrative has one spelling of the sender's filter and its topic the other. The payer's is our own. */
const roles: ReadonlyMap<string, keyof Parties> = new Map([
  ['org-identifier', 'sender'],
  ['orgIdentifier', 'sender'],
  ['payer-identifier', 'payer'],
]);

/** Reads `org-identifier=A,B`; undefined when it is none of the filters, or names nobody. */
export function readFilter(text: string): Filter | undefined {
  const [, name = '', list = ''] = /^([A-Za-z-]+)=(.*)$/s.exec(text.trim()) ?? [];
  const role = roles.get(name);
  const identifiers = list
    .split(',')
    .map((identifier) => identifier.trim())
    .filter((identifier) => identifier !== '');
  return role === undefined || identifiers.length === 0 ? undefined : { role, identifiers };
}

/** Whether one of the filter's identifiers is one of those that the request names in that role. */
export function admits({ role, identifiers }: Filter, parties: Parties): boolean {
  return identifiers.some((identifier) => parties[role].has(identifier));
}
