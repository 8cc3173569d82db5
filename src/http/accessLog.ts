import { isResourceType } from '@medplum/core';
import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { StoreLog } from '../store/embedded/incident.ts';

/**
 * One line a request: which route answered and how it went, under the id the client is told. Never the path or the query
 * as they were sent, which may name members.
 */
export function accessLog(log: StoreLog): MiddlewareHandler<{ Variables: { requestId: string } }> {
  return async (c, next) => {
    const start = performance.now();
    await next();
    const milliseconds = Math.round(performance.now() - start);
    // Set again: a handler's own Response does not carry what was set before it.
    c.header('x-request-id', c.get('requestId'));
    log({
      level: 'info',
      message: 'request',
      requestId: c.get('requestId'),
      method: c.req.method,
      route: routeOf(c),
      status: c.res.status,
      milliseconds,
    });
  };
}

/** The pattern of the route, with a resource type that FHIR knows: `/fhir/Patient/:id`. Nothing is served: `/*`. */
function routeOf(c: Context): string {
  const type = c.req.param('type') ?? '';
  return isResourceType(type) ? routePath(c).replace(':type', type) : routePath(c);
}
