import { Hono } from 'hono';
import { outcomeReply } from './fhirReply.ts';
import { health } from './health.ts';
import { outcome, toOutcome } from './outcome.ts';
import { rest } from './rest.ts';
import type { Service } from './service.ts';
import { submitOperation } from './submit.ts';

/** The HTTP service: every route, and the one place where errors become outcomes. */
export function createApp(service: Service): Hono {
  const app = new Hono();
  app.route('/health', health(service));
  app.route('/fhir', submitOperation(service));
  app.route('/fhir', rest(service));
  app.notFound(() =>
    outcomeReply({ status: 404, outcome: outcome('not-found', 'Nothing is served here. The FHIR base is /fhir.') }),
  );
  app.onError((error) => outcomeReply(toOutcome(error, service.log)));
  return app;
}
