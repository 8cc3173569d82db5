import { extensionOf } from '../../fhir/elements.ts';
import { type Header, readHeader } from '../channel/header.ts';
import { backport } from '../codes.ts';
import type { PasSubscription } from './record.ts';

/** How a subscriber wants to be told. Seconds. */
export interface Channel {
  readonly endpoint: string;
  readonly headers: readonly Header[];
  readonly type: string;
  readonly timeout: number;
  /** Something is sent at least this often; absent: only what happens. */
  readonly heartbeat?: number;
}

const usualTimeout = 20;
/** However long a subscriber asks for. */
export const longestTimeout = 60;
/** However often a subscriber asks for. */
export const shortestHeartbeat = 10;

export function channelOf({ channel }: PasSubscription): Channel {
  const heartbeat = extensionOf(channel, backport.heartbeatPeriod)?.valueUnsignedInt;
  const timeout = extensionOf(channel, backport.timeout)?.valueUnsignedInt;
  return {
    endpoint: channel.endpoint ?? '',
    headers: (channel.header ?? []).map(readHeader).filter((header) => 'name' in header),
    type: channel.payload ?? 'application/fhir+json',
    timeout: Math.min(timeout || usualTimeout, longestTimeout),
    ...(heartbeat ? { heartbeat: Math.max(heartbeat, shortestHeartbeat) } : {}),
  };
}
