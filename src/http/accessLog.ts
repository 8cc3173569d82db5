import type { MiddlewareHandler } from 'hono';
import type { StoreLog } from '../store/embedded/incident.ts';

/** One line a request: what was asked and how it went, under the id the client is told. Without the query, which may name members. */
export function accessLog(log: StoreLog): MiddlewareHandler<{ Variables: { requestId: string } }> {
  return async (c, next) => {
    const start = performance.now();
    await next();
    const milliseconds = Math.round(performance.now() - start);
    // Set again: a handler's own Response does not carry what was set before it.
    c.header('x-request-id', c.get('requestId'));
    const { method, path } = c.req;
    log({
      level: 'info',
      message: 'request',
      requestId: c.get('requestId'),
      method,
      path,
      status: c.res.status,
      milliseconds,
    });
  };
}
