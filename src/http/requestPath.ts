import { getPath } from 'hono/utils/url';

/**
 * The path by which a request is routed: `%24` is the `$` of an operation's name, and a slash at the end makes no other
 * resource.
 */
export function requestPath(request: Request): string {
  const path = getPath(request).replaceAll(/%24/g, '$');
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
