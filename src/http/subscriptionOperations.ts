import { type Context, Hono } from 'hono';
import { answerBundles } from '../notifications/bundle/answerBundles.ts';
import { type EventContent, eventsBundle, resendEvents, statusBundle } from '../notifications/subscription/events.ts';
import { ownSubscription, ownSubscriptions } from '../notifications/subscription/manage.ts';
import type { StoredSubscription } from '../notifications/subscription/record.ts';
import { outcomeOf } from '../pas/request/issues.ts';
import { readJson } from '../pas/request/json.ts';
import { isObject } from '../pas/request/message.ts';
import { anonymous } from './anonymous.ts';
import { readBody } from './body.ts';
import { fhirReply, outcomeReply } from './fhirReply.ts';
import { type OutcomeReply, outcome } from './outcome.ts';
import type { Service } from './service.ts';

/**
 * `$status` (one subscription or all of the owner's), `$events` and `$resend`, with their parameters in the query of a GET
 * or in the Parameters of a POST. @see Subscriptions R5 Backport 1.1.0, OperationDefinition backport-subscription-status, -events
 */
export function subscriptionOperations({ intake }: Service): Hono {
  const { client, now } = intake;
  const answers = answerBundles(client);
  const routes = new Hono();
  const own = (c: Context) => ownSubscription(client, anonymous, c.req.param('id') ?? '');
  routes.on(['GET', 'POST'], '/Subscription/$status', async (c) => {
    const read = await parametersIn(c);
    if (!read.ok) return outcomeReply(read);
    const ids = read.values.getAll('id').flatMap((id) => id.split(','));
    const all = await ownSubscriptions(client, anonymous);
    const found = all.filter(({ id }) => ids.length === 0 || ids.includes(id));
    return fhirReply(200, await statusBundle(client, found));
  });
  routes.on(['GET', 'POST'], '/Subscription/:id/$status', async (c) => {
    const found = await own(c);
    return found ? fhirReply(200, await statusBundle(client, [found])) : outcomeReply(notThere);
  });
  routes.on(['GET', 'POST'], '/Subscription/:id/$events', async (c) => {
    const found = await own(c);
    if (!found) return outcomeReply(notThere);
    const read = await parametersIn(c);
    if (!read.ok) return outcomeReply(read);
    const query = eventsQuery(read.values, found);
    if ('outcome' in query) return outcomeReply(query);
    return fhirReply(200, await eventsBundle(client, found, query, answers, now()));
  });
  routes.post('/Subscription/:id/$resend', async (c) => {
    const found = await own(c);
    if (!found) return outcomeReply(notThere);
    const read = await parametersIn(c);
    if (!read.ok) return outcomeReply(read);
    const from = numberIn(read.values, 'eventsSinceNumber');
    if (from === 'malformed') return outcomeReply(badNumber('eventsSinceNumber'));
    const resent = await resendEvents(client, found, from, now());
    if (!resent.ok) return outcomeReply({ status: resent.status, outcome: outcome('business-rule', resent.text) });
    const text = `Events from number ${resent.from} on are sent again, under their numbers.`;
    return fhirReply(200, {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'information', code: 'informational', details: { text } }],
    });
  });
  for (const name of ['$status', '$events', '$resend'])
    routes.all(`/Subscription/:id/${name}`, () => outcomeReply(otherMethod(name)));
  return routes;
}

type ParametersRead = { readonly ok: true; readonly values: URLSearchParams } | ({ readonly ok: false } & OutcomeReply);

/** The values of the query, and of the Parameters in the body, by name. */
async function parametersIn(c: Context): Promise<ParametersRead> {
  const values = new URL(c.req.url).searchParams;
  if (c.req.method !== 'POST') return { ok: true, values };
  const body = await readBody(c.req.raw);
  if (!body.ok) return body;
  if (body.bytes.length === 0) return { ok: true, values };
  const json = readJson(body.bytes, { root: 'Parameters' });
  if (!json.ok) return { ok: false, status: json.status, outcome: outcomeOf(json.issues) };
  if (!isObject(json.value) || json.value.resourceType !== 'Parameters') return { ok: false, ...notParameters };
  const list = Array.isArray(json.value.parameter) ? json.value.parameter : [];
  for (const part of list) {
    if (!isObject(part) || typeof part.name !== 'string') return { ok: false, ...notParameters };
    const [, value] = Object.entries(part).find(([name]) => name.startsWith('value')) ?? [];
    if (typeof value === 'string' || typeof value === 'number') values.append(part.name, String(value));
  }
  return { ok: true, values };
}

const contents: readonly EventContent[] = ['full-resource', 'id-only', 'empty'];

function eventsQuery(values: URLSearchParams, { state }: StoredSubscription) {
  const from = numberIn(values, 'eventsSinceNumber');
  if (from === 'malformed') return badNumber('eventsSinceNumber');
  const to = numberIn(values, 'eventsUntilNumber');
  if (to === 'malformed') return badNumber('eventsUntilNumber');
  const asked = values.get('content') ?? 'full-resource';
  const content = contents.find((known) => known === asked);
  if (content === undefined) {
    const text = `“content” takes one of ${contents.join(', ')}.`;
    return { status: 400, outcome: outcome('value', text) } satisfies OutcomeReply;
  }
  return { from: from ?? 1, to: to ?? state.events, content };
}

function numberIn(values: URLSearchParams, name: string): number | 'malformed' | undefined {
  const text = values.get(name);
  if (text === null || text === '') return undefined;
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : 'malformed';
}

function badNumber(name: string): OutcomeReply {
  return { status: 400, outcome: outcome('value', `“${name}” takes the number of an event: 1 or more.`) };
}

function otherMethod(name: string): OutcomeReply {
  const allow = name === '$resend' ? 'POST' : 'GET, HEAD, POST';
  return { status: 405, outcome: outcome('not-supported', `Call ${name} by ${allow}.`), headers: { allow } };
}

const notParameters: OutcomeReply = {
  status: 400,
  outcome: outcome('structure', 'Send a FHIR Parameters resource as JSON, or nothing.'),
};

/** Also what another's subscription is answered with. */
export const notThere: OutcomeReply = {
  status: 404,
  outcome: outcome('not-found', 'You have no subscription with this id.'),
};
