import { Hono } from 'hono';
import { readTask } from '../intake/worklist/readTask.ts';
import { updateTask } from '../intake/worklist/updateTask.ts';
import { outcomeOf } from '../pas/request/issues.ts';
import { isJson, readBody, unsupportedType } from './body.ts';
import { fhirReply, outcomeReply } from './fhirReply.ts';
import { readIfMatch } from './ifMatch.ts';
import { isLocal } from './rest.ts';
import type { Service } from './service.ts';

/**
 * `PUT /fhir/Task/{id}`: a person takes a Task, works on it, completes it. 200: the Task as stored; what is decided by it the bot
 * decides next. 400 malformed, 404 no such Task, 409 closed already, 412 stale If-Match, 422 a change that is nobody's to make: one
 * OperationOutcome with every element. 503 with Retry-After: not taken now, send it again.
 */
export function taskUpdate(service: Service): Hono {
  return new Hono().put('/Task/:id{[A-Za-z0-9.-]+}', async (c, next) => {
    if (isLocal(c, service)) return next();
    const body = await readBody(c.req.raw);
    if (!body.ok) return outcomeReply(body);
    if (!isJson(c.req.header('content-type'))) return outcomeReply(unsupportedType);
    const ifMatch = readIfMatch(c.req.header('if-match'));
    if (!ifMatch.ok) return outcomeReply(ifMatch.reply);
    const id = c.req.param('id');
    const read = readTask(body.bytes, id);
    if (!read.ok) return outcomeReply({ status: read.status, outcome: outcomeOf(read.issues, 'Task') });
    const result = await updateTask(service.intake, id, read.task, ifMatch.version);
    if (!result.ok) return outcomeReply({ status: result.status, outcome: outcomeOf(result.issues, 'Task') });
    const { versionId, lastUpdated } = result.task.meta ?? {};
    return fhirReply(200, result.task, {
      etag: `W/"${versionId}"`,
      ...(lastUpdated === undefined ? {} : { 'last-modified': new Date(lastUpdated).toUTCString() }),
    });
  });
}
