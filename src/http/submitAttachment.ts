import { Hono } from 'hono';
import { submitAttachments } from '../intake/attachments/submitAttachments.ts';
import { anonymous } from './anonymous.ts';
import { isJson, readBody, unsupportedType } from './body.ts';
import { fhirReply, outcomeReply } from './fhirReply.ts';
import { type OutcomeReply, outcome } from './outcome.ts';
import type { Service } from './service.ts';

const path = '/$submit-attachment';

const postOnly: OutcomeReply = {
  status: 405,
  outcome: outcome('not-supported', 'Send the attachments as Parameters by POST.'),
  headers: { allow: 'POST' },
};

/**
 * `POST /fhir/$submit-attachment`. 200: an OperationOutcome that tells what was put where. 400 malformed, 413 too large, 422
 * not taken: one OperationOutcome with every problem. 503 with Retry-After: not answered now, send it again.
 */
export function submitAttachmentOperation({ intake }: Service): Hono {
  const operation = new Hono().post(path, async (c) => {
    const received = intake.now();
    const body = await readBody(c.req.raw);
    if (!body.ok) return outcomeReply(body);
    if (!isJson(c.req.header('content-type'))) return outcomeReply(unsupportedType);
    const result = await submitAttachments(intake, { client: anonymous, body: body.bytes, received });
    return result.ok ? fhirReply(200, result.outcome) : outcomeReply(result);
  });
  operation.all(path, () => outcomeReply(postOnly));
  return operation;
}
