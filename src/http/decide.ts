import { Hono } from 'hono';
import { requestsOfAnswer } from '../intake/attachments/informationRequests.ts';
import { decideTask } from '../intake/decision/decideTask.ts';
import { atParameter, readParameters } from '../intake/decision/readParameters.ts';
import { withRetries } from '../intake/retries.ts';
import { outcomeOf } from '../pas/request/issues.ts';
import { responseBundle } from '../pas/response/responseBundle.ts';
import { isJson, readBody, unsupportedType } from './body.ts';
import { fhirReply, outcomeReply } from './fhirReply.ts';
import { readIfMatch } from './ifMatch.ts';
import { type OutcomeReply, outcome } from './outcome.ts';
import type { Service } from './service.ts';

const path = '/Task/:id/$decide';

const postOnly: OutcomeReply = {
  status: 405,
  outcome: outcome('not-supported', 'Send the decision as Parameters by POST.'),
  headers: { allow: 'POST' },
};

/**
 * `POST /fhir/Task/{id}/$decide`: a person's decision. 200: the PAS response Bundle as it now stands. 400 malformed, 403
 * not entitled, 404 no such Task, 409 already decided, 412 stale If-Match, 422 against the rules: one OperationOutcome
 * with every problem. 503 with Retry-After: not taken now, send it again.
 */
export function decideOperation({ intake }: Service): Hono {
  const operation = new Hono().post(path, async (c) => {
    const body = await readBody(c.req.raw);
    if (!body.ok) return outcomeReply(body);
    if (!isJson(c.req.header('content-type'))) return outcomeReply(unsupportedType);
    const ifMatch = readIfMatch(c.req.header('if-match'));
    if (!ifMatch.ok) return outcomeReply(ifMatch.reply);
    const read = readParameters(body.bytes);
    if (!read.ok) {
      const status = 'status' in read ? read.status : 400;
      return outcomeReply({ status, outcome: outcomeOf(read.issues) });
    }
    const result = await decideTask(intake, c.req.param('id'), read.decision, {
      at: atParameter,
      ifMatch: ifMatch.version,
    });
    if (!result.ok) return outcomeReply({ status: result.status, outcome: outcomeOf(result.issues) });
    const requests = await withRetries(() => requestsOfAnswer(intake.client, result.response));
    const base = `${new URL(c.req.url).origin}/fhir`;
    return fhirReply(200, responseBundle(result.response, result.current.submission, base, requests));
  });
  operation.all(path, () => outcomeReply(postOnly));
  return operation;
}
