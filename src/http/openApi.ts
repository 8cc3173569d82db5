import { Hono } from 'hono';

const fhir = { 'application/fhir+json': { schema: { type: 'object' } } };
const json = { 'application/json': { schema: { type: 'object' } } };

/** What is served besides FHIR, which describes itself at `/fhir/metadata`; and how a Task is updated, of which that says least. */
const description = {
  openapi: '3.1.0',
  info: {
    title: 'second-opinion',
    version: '0.1.0',
    description: 'Everything below /fhir is FHIR R4 and described by GET /fhir/metadata.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  paths: {
    '/health/live': {
      get: { summary: 'The process answers.', responses: { 200: { description: 'It does.', content: json } } },
    },
    '/health/ready': {
      get: {
        summary: 'The store answers, and the calendar covers requests that come in now.',
        responses: {
          200: { description: 'Ready.', content: json },
          503: { description: 'Not ready; `problems` says why.', content: json },
        },
      },
    },
    '/fhir/Task/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      put: {
        summary: 'A person takes a Task, works on it, and completes it; by its outputs a request is decided.',
        description:
          'The Task as it stands, with changes in status (forward only), owner, output, note (added), businessStatus, executionPeriod and lastModified alone.',
        parameters: [{ name: 'If-Match', in: 'header', schema: { type: 'string' }, example: 'W/"3"' }],
        requestBody: { required: true, content: fhir },
        responses: {
          200: { description: 'The Task as stored; what is decided by it follows.', content: fhir },
          400: { description: 'Malformed.', content: fhir },
          404: { description: 'No such Task.', content: fhir },
          409: { description: 'Closed already.', content: fhir },
          412: { description: 'The version in If-Match is not the one that stands.', content: fhir },
          415: { description: 'No JSON.', content: fhir },
          422: { description: 'Something else is changed; every element is named.', content: fhir },
          503: { description: 'The store does not answer; send it again.', content: fhir },
        },
      },
    },
    '/openapi.json': {
      get: { summary: 'This description.', responses: { 200: { description: 'OpenAPI 3.1.', content: json } } },
    },
  },
} as const;

export function openApi(): Hono {
  return new Hono().get('/openapi.json', (c) => c.json(description));
}
