import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isReachable, type Reach } from './endpoint.ts';

/** The name leads, or also leads, to an address that is not public. */
export class AddressNotPublic extends Error {
  override readonly name = 'AddressNotPublic';
  readonly code = 'ADDRESS_NOT_PUBLIC';

  constructor() {
    super('The endpoint does not lead to a public address');
  }
}

/** Looks up all addresses of a name. */
export type Resolve = (
  name: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A lookup for connections that gives addresses within reach only. What it gives is what is connected to, so a name that leads
 * elsewhere by the time of the connection is refused then. A literal address is never looked up: check it beforehand.
 */
export function lookupWithin(reach: Reach, resolve: Resolve = systemLookup): LookupFunction {
  return (name, options, callback) => {
    resolve(name, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isReachable(address, reach)))
        return callback(new AddressNotPublic(), '');
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}
