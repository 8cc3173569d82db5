import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isLoopbackAddress, isPublicAddress } from './publicAddress.ts';

/** Where notifications may be sent: by https to public addresses. `open`: also by http and to this machine itself, for trying things out. */
export type Reach = 'open' | 'public';

/** What is wrong with an endpoint as it is written; undefined: nothing. */
export function endpointProblem(text: string, reach: Reach): string | undefined {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'Give an absolute https URL.';
  if (url.username !== '' || url.password !== '')
    return 'Leave user and password out of the URL; put an Authorization header into channel.header.';
  if (url.hash !== '') return 'Leave the fragment (#…) out of the URL.';
  if (reach === 'public' && url.protocol !== 'https:') return 'Notifications name members: give an https URL.';
  const host = hostOf(url);
  const isThere = isIP(host) === 0 ? isReachableName(host, reach) : isReachable(host, reach);
  return isThere ? undefined : notThere[reach];
}

/**
 * What is wrong with where the endpoint's name leads now. A name that leads nowhere may still come to lead somewhere.
 * @param resolve - in place of the system's name resolution
 */
export async function addressProblem(
  text: string,
  reach: Reach,
  resolve: (name: string) => Promise<readonly LookupAddress[]> = everyAddress,
): Promise<string | undefined> {
  const url = URL.parse(text);
  if (!url || isIP(hostOf(url)) !== 0) return undefined;
  try {
    const addresses = await resolve(hostOf(url));
    return addresses.every(({ address }) => isReachable(address, reach)) ? undefined : notThere[reach];
  } catch {
    return undefined;
  }
}

function everyAddress(name: string): Promise<readonly LookupAddress[]> {
  return lookup(name, { all: true });
}

/** Whether notifications may be sent to an IP address. */
export function isReachable(address: string, reach: Reach): boolean {
  return isPublicAddress(address) || (reach === 'open' && isLoopbackAddress(address));
}

function isReachableName(host: string, reach: Reach): boolean {
  if (reach === 'open' && /^(.+\.)?localhost\.?$/.test(host)) return true;
  return host.includes('.') && !/(^|\.)(localhost|local|internal)\.?$/.test(host);
}

const notThere: Record<Reach, string> = {
  public: 'The endpoint must lead to a public address: not to a loopback, private, link-local or reserved one.',
  open: 'The endpoint must lead to a public address or to this machine itself: not to a private, link-local or reserved one.',
};

/** Without the brackets of a literal IPv6 address. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
