import { Hono } from 'hono';
import { inquire } from '../intake/inquire.ts';
import { isJson, readBody, unsupportedType } from './body.ts';
import { fhirReply, outcomeReply } from './fhirReply.ts';
import { type OutcomeReply, outcome } from './outcome.ts';
import type { Service } from './service.ts';

const postOnly: OutcomeReply = {
  status: 405,
  outcome: outcome('not-supported', 'Send a PAS inquiry Bundle by POST.'),
  headers: { allow: 'POST' },
};

/**
 * `POST /fhir/Claim/$inquire`. 200: a Parameters with a PAS inquiry response Bundle in each `return`, none when nothing is
 * found. 4xx: one OperationOutcome with every problem. 503 with Retry-After: not answered now, send it again.
 */
export function inquireOperation({ intake }: Service): Hono {
  const operation = new Hono().post('/Claim/$inquire', async (c) => {
    const body = await readBody(c.req.raw);
    if (!body.ok) return outcomeReply(body);
    if (!isJson(c.req.header('content-type'))) return outcomeReply(unsupportedType);
    const base = `${new URL(c.req.url).origin}/fhir`;
    const result = await inquire(intake, body.bytes, base);
    return result.ok ? fhirReply(200, result.parameters) : outcomeReply(result);
  });
  operation.all('/Claim/$inquire', () => outcomeReply(postOnly));
  return operation;
}
