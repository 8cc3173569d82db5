import type { Bundle } from '@medplum/fhirtypes';
import { type Context, Hono } from 'hono';
import type { Reach } from '../notifications/channel/endpoint.ts';
import {
  type Asked,
  createSubscription,
  deleteSubscription,
  type Managed,
  type Managing,
  ownSubscription,
  ownSubscriptions,
  updateSubscription,
} from '../notifications/subscription/manage.ts';
import { type SubscriptionRecord, sentSubscription } from '../notifications/subscription/record.ts';
import { outcomeOf } from '../pas/request/issues.ts';
import { anonymous } from './anonymous.ts';
import { isJson, readBody, unsupportedType } from './body.ts';
import { fhirReply, outcomeReply } from './fhirReply.ts';
import { type OutcomeReply, outcome } from './outcome.ts';
import type { Service } from './service.ts';
import { notThere, subscriptionOperations } from './subscriptionOperations.ts';

const collection = '/Subscription';
const instance = '/Subscription/:id';

/**
 * `/fhir/Subscription`: create, read, update, delete and list, each for its owner alone; `$status`, `$events`, `$resend`.
 * The service keeps subscriptions itself, whatever the store. 4xx: one OperationOutcome with every problem.
 */
export function subscriptions(service: Service): Hono {
  const { client, now } = service.intake;
  const reach: Reach = service.demo === true ? 'open' : 'public';
  const managing: Managing = { client, now, reach };
  const routes = new Hono();
  routes.post(collection, async (c) => {
    const asked = await askedIn(c);
    if ('outcome' in asked) return outcomeReply(asked);
    return replyTo(await createSubscription(managing, asked), 201);
  });
  routes.get(collection, async (c) => {
    const query = Object.keys(c.req.query()).filter((name) => !/^_(format|pretty|id)$/.test(name));
    if (query.length > 0) return outcomeReply(unknownParameter);
    const id = c.req.query('_id')?.split(',');
    const own = await ownSubscriptions(client, anonymous);
    return fhirReply(
      200,
      searchset(
        own.filter((each) => !id || id.includes(each.id)),
        baseOf(c),
      ),
    );
  });
  routes.all(collection, () => outcomeReply(notTaken('GET, HEAD, POST')));
  routes.route('/', subscriptionOperations(service));
  routes.get(instance, async (c) => {
    const found = await ownSubscription(client, anonymous, c.req.param('id'));
    return found ? replyTo({ ok: true, record: found }, 200) : outcomeReply(notThere);
  });
  routes.put(instance, async (c) => {
    const asked = await askedIn(c);
    if ('outcome' in asked) return outcomeReply(asked);
    const ifMatch = versionIn(c);
    if (ifMatch === 'malformed') return outcomeReply(badIfMatch);
    return replyTo(await updateSubscription(managing, c.req.param('id'), asked, ifMatch?.version), 200);
  });
  routes.delete(instance, async (c) => {
    const ifMatch = versionIn(c);
    if (ifMatch === 'malformed') return outcomeReply(badIfMatch);
    const refused = await deleteSubscription(managing, c.req.param('id'), anonymous, ifMatch?.version);
    return refused ? replyTo(refused, 200) : new Response(null, { status: 204 });
  });
  routes.all(instance, () => outcomeReply(notTaken('GET, HEAD, PUT, DELETE')));
  routes.all('/Subscription/*', () => outcomeReply(notThere));
  return routes;
}

async function askedIn(c: Context): Promise<Asked | OutcomeReply> {
  const body = await readBody(c.req.raw);
  if (!body.ok) return body;
  if (!isJson(c.req.header('content-type'))) return unsupportedType;
  return { owner: anonymous, body: body.bytes, base: baseOf(c) };
}

function baseOf(c: Context): string {
  return `${new URL(c.req.url).origin}/fhir`;
}

function versionIn(c: Context): { readonly version: string } | 'malformed' | undefined {
  const header = c.req.header('if-match');
  if (header === undefined) return undefined;
  const version = /^(?:W\/)?"([^"]+)"$/.exec(header.trim())?.[1];
  return version === undefined ? 'malformed' : { version };
}

function replyTo(managed: Managed, status: 200 | 201): Response {
  if (!managed.ok) return outcomeReply({ status: managed.status, outcome: outcomeOf(managed.issues) });
  const { state, id } = managed.record;
  const location = `${state.base}/Subscription/${id}`;
  return fhirReply(status, sentSubscription(managed.record), {
    etag: `W/"${state.version}"`,
    ...(status === 201 ? { location } : {}),
  });
}

function searchset(records: readonly SubscriptionRecord[], base: string): Bundle {
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: records.length,
    link: [{ relation: 'self', url: `${base}/Subscription` }],
    entry: records.map((record) => ({
      fullUrl: `${base}/Subscription/${record.id}`,
      resource: sentSubscription(record),
      search: { mode: 'match' },
    })),
  };
}

const unknownParameter: OutcomeReply = {
  status: 400,
  outcome: outcome('not-supported', 'Your subscriptions are listed whole; the one search parameter is _id.'),
};

const badIfMatch: OutcomeReply = {
  status: 400,
  outcome: outcome('value', 'If-Match takes one version of the Subscription, such as W/"3".'),
};

function notTaken(allow: string): OutcomeReply {
  return {
    status: 405,
    outcome: outcome('not-supported', 'A Subscription is created by POST, updated by PUT and deleted by DELETE.'),
    headers: { allow },
  };
}
