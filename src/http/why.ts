import { type Context, Hono } from 'hono';
import { explainWhy, readQuestion } from '../intake/why.ts';
import { pageReply } from '../landing/reply.ts';
import { outcomeOf } from '../pas/request/issues.ts';
import { readJson } from '../pas/request/json.ts';
import { isObject } from '../pas/request/message.ts';
import { isJson, readBody } from './body.ts';
import { outcomeReply } from './fhirReply.ts';
import { type OutcomeReply, outcome } from './outcome.ts';
import type { Service } from './service.ts';
import { whyPage } from './whyPage.ts';

type Values = Readonly<Record<string, string>>;

const byPost = 'Ask by POST, with the values in the body: a question names a member, which no URL may.';

/**
 * `/why`: the findings that a determination would rest on. GET: the page with its form. POST with `npi`, `icd10`, `member`,
 * `date` and `firstOpinion`, as a form or as JSON: the page with the findings or, asked for as JSON, one object. In demo
 * mode only: it tells of members.
 */
export function why(service: Service): Hono {
  const app = new Hono();
  if (service.demo !== true) return app;
  app.get('/why', async (c) => {
    const isAsked = Object.keys(c.req.query()).length > 0;
    if (!isAsked && !wantsJson(c)) return pageReply(whyPage({ values: {} }));
    if (!wantsJson(c)) return pageReply(whyPage({ values: {}, problems: [byPost] }), 400);
    return outcomeReply({ status: 400, outcome: outcome('not-supported', byPost) });
  });
  app.post('/why', async (c) => {
    const values = await valuesIn(c);
    if ('outcome' in values) return outcomeReply(values);
    const read = readQuestion(values.values);
    if (!read.ok) {
      const { problems } = read;
      if (!wantsJson(c)) return pageReply(whyPage({ ...values, problems }), 400);
      return outcomeReply({ status: 400, outcome: outcome('value', problems.join(' ')) });
    }
    const { client, settings, now } = service.intake;
    const { timeZone } = settings.calendar;
    const receivedOn = now().toZonedDateTimeISO(timeZone).toPlainDate().toString();
    const answer = await explainWhy(client, read.question, { ...settings, timeZone, receivedOn });
    return wantsJson(c) ? c.json(answer) : pageReply(whyPage({ ...values, answer }));
  });
  return app;
}

function wantsJson(c: Context): boolean {
  return c.req.header('accept')?.includes('json') ?? false;
}

/** The values of a form, or of the texts in a JSON object. */
async function valuesIn(c: Context): Promise<{ readonly values: Values } | OutcomeReply> {
  const body = await readBody(c.req.raw);
  if (!body.ok) return body;
  const contentType = c.req.header('content-type');
  if (contentType?.startsWith('application/x-www-form-urlencoded')) {
    return { values: Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body.bytes))) };
  }
  if (!isJson(contentType)) return { status: 415, outcome: outcome('not-supported', 'Send a form, or JSON.') };
  const json = readJson(body.bytes, { root: 'question' });
  if (!json.ok) return { status: json.status, outcome: outcomeOf(json.issues) };
  if (!isObject(json.value)) return { status: 400, outcome: outcome('structure', 'Send one JSON object.') };
  const texts = Object.entries(json.value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { values: Object.fromEntries(texts) };
}
