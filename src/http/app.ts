import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { requestId } from 'hono/request-id';
import { landing } from '../landing/router.ts';
import { accessLog } from './accessLog.ts';
import { artifacts } from './artifacts.ts';
import { decideOperation } from './decide.ts';
import { outcomeReply } from './fhirReply.ts';
import { health } from './health.ts';
import { inquireOperation } from './inquire.ts';
import { metrics } from './metrics.ts';
import { negotiation } from './negotiation.ts';
import { openApi } from './openApi.ts';
import { outcome, toOutcome } from './outcome.ts';
import { requestPath } from './requestPath.ts';
import { rest } from './rest.ts';
import type { Service } from './service.ts';
import { submitOperation } from './submit.ts';
import { submitAttachmentOperation } from './submitAttachment.ts';
import { subscriptions } from './subscriptions.ts';
import { taskUpdate } from './updateTask.ts';
import { why } from './why.ts';

/** The HTTP service: every route, and the one place where errors become outcomes. */
export function createApp(service: Service): Hono {
  const app = new Hono({ getPath: requestPath });
  const { count, route } = metrics();
  app.use(count, requestId(), accessLog(service.log), compress());
  app.use('/fhir/*', negotiation);
  app.route('/health', health(service));
  app.route('/', route);
  app.route('/', openApi());
  app.route('/', landing(service, { demo: service.demo === true }));
  app.route('/', why(service));
  app.route('/fhir', submitOperation(service));
  app.route('/fhir', decideOperation(service));
  app.route('/fhir', taskUpdate(service));
  app.route('/fhir', inquireOperation(service));
  app.route('/fhir', submitAttachmentOperation(service));
  app.route('/fhir', subscriptions(service));
  app.route('/fhir', artifacts());
  app.route('/fhir', rest(service));
  app.notFound(() =>
    outcomeReply({ status: 404, outcome: outcome('not-found', 'Nothing is served here. The FHIR base is /fhir.') }),
  );
  app.onError((error) => outcomeReply(toOutcome(error, service.log)));
  return app;
}
