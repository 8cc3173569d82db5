import { prometheus } from '@hono/prometheus';
import { Hono, type MiddlewareHandler } from 'hono';

/** Counts and times every request by method, route and status, never by path or query, which may name members. */
export interface Metrics {
  readonly count: MiddlewareHandler;
  /** `/metrics` in the Prometheus text format: requests, and the process's memory, processor time and event loop. */
  readonly route: Hono;
}

export function metrics(): Metrics {
  const { registerMetrics, printMetrics } = prometheus({ collectDefaultMetrics: true });
  return { count: registerMetrics, route: new Hono().get('/metrics', printMetrics) };
}
