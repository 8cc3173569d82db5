import type { MiddlewareHandler } from 'hono';
import { outcomeReply } from './fhirReply.ts';
import { outcome } from './outcome.ts';

/** Media types that a JSON answer satisfies, as `Accept` names them. */
const accepted: ReadonlySet<string> = new Set(['application/fhir+json', 'application/json', 'application/*', '*/*']);
/** The same, as `_format` names them; a `+` in a query may arrive as a space. */
const formats: ReadonlySet<string> = new Set([
  'json',
  'application/fhir+json',
  'application/fhir json',
  'application/json',
]);

/** Answers are FHIR JSON: 406 for who takes only something else. `_format` outranks `Accept`. @see FHIR R4 http.html#mime-type */
export const negotiation: MiddlewareHandler = async (c, next) => {
  const format = c.req.query('_format');
  if (format !== undefined ? formats.has(format) : acceptsJson(c.req.header('accept'))) return next();
  return outcomeReply({
    status: 406,
    outcome: outcome('not-supported', 'Answers are FHIR JSON: accept application/fhir+json, or leave Accept out.'),
  });
};

function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return accepted.has(type) && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

/** The query without what concerns the answer's form only; undefined parts stay as they were sent. */
export function withoutFormat(search: string): string {
  const kept = search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '' && !/^_(format|pretty)(=|$)/.test(part));
  return kept.length > 0 ? `?${kept.join('&')}` : '';
}
