import { Hono } from 'hono';
import { submit } from '../intake/submit.ts';
import { anonymous } from './anonymous.ts';
import { isJson, readBody, unsupportedType } from './body.ts';
import { fhirReply, outcomeReply } from './fhirReply.ts';
import { type OutcomeReply, outcome } from './outcome.ts';
import type { Service } from './service.ts';

const postOnly: OutcomeReply = {
  status: 405,
  outcome: outcome('not-supported', 'Send a PAS request Bundle by POST.'),
  headers: { allow: 'POST' },
};

/**
 * `POST /fhir/Claim/$submit`. 200: a PAS response Bundle, also for a business error. 4xx: one OperationOutcome with every
 * problem. 503 with Retry-After: not answered now, send it again.
 */
export function submitOperation({ intake }: Service): Hono {
  const operation = new Hono().post('/Claim/$submit', async (c) => {
    const received = intake.now();
    const body = await readBody(c.req.raw);
    if (!body.ok) return outcomeReply(body);
    if (!isJson(c.req.header('content-type'))) return outcomeReply(unsupportedType);
    const base = `${new URL(c.req.url).origin}/fhir`;
    const result = await submit(intake, { client: anonymous, body: body.bytes, received, base });
    return result.ok ? fhirReply(200, result.bundle) : outcomeReply(result);
  });
  operation.all('/Claim/$submit', () => outcomeReply(postOnly));
  return operation;
}
