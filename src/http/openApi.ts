import { Hono } from 'hono';

const json = { 'application/json': { schema: { type: 'object' } } };

/** What is served besides FHIR; FHIR describes itself at `/fhir/metadata`. */
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
    '/openapi.json': {
      get: { summary: 'This description.', responses: { 200: { description: 'OpenAPI 3.1.', content: json } } },
    },
  },
} as const;

export function openApi(): Hono {
  return new Hono().get('/openapi.json', (c) => c.json(description));
}
