import type { Html } from './html.ts';

/** Only this service's own stylesheet and forms: no script, no inline style, no frame, nothing from elsewhere. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** A page as an HTTP response. */
export async function pageReply(page: Html, status = 200): Promise<Response> {
  const body = String(await page);
  return new Response(body, { status, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } });
}

/** See other: what a form gets, so that loading again sends nothing again. */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { ...headers, location } });
}
