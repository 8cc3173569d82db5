import { Hono } from 'hono';
import { explainWhy, readQuestion } from '../intake/why.ts';
import { pageReply } from '../landing/reply.ts';
import { outcomeReply } from './fhirReply.ts';
import { outcome } from './outcome.ts';
import type { Service } from './service.ts';
import { whyPage } from './whyPage.ts';

/**
 * `GET /why?npi=&icd10=&member=&date=&firstOpinion=`: the findings that a determination would rest on, as a page or, asked
 * for as JSON, as one object. In demo mode only: it tells of members.
 */
export function why(service: Service): Hono {
  const app = new Hono();
  if (service.demo !== true) return app;
  return app.get('/why', async (c) => {
    const values = c.req.query();
    const asJson = c.req.header('accept')?.includes('json') ?? false;
    const isAsked = Object.values(values).some((value) => value !== '');
    if (!isAsked && !asJson) return pageReply(whyPage({ values }));
    const read = readQuestion(values);
    if (!read.ok) {
      const { problems } = read;
      if (!asJson) return pageReply(whyPage({ values, problems }), 400);
      return outcomeReply({ status: 400, outcome: outcome('value', problems.join(' ')) });
    }
    const { client, settings, now } = service.intake;
    const { timeZone } = settings.calendar;
    const receivedOn = now().toZonedDateTimeISO(timeZone).toPlainDate().toString();
    const answer = await explainWhy(client, read.question, { ...settings, timeZone, receivedOn });
    return asJson ? c.json(answer) : pageReply(whyPage({ values, answer }));
  });
}
