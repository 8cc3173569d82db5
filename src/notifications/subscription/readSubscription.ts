import type { Subscription } from '@medplum/fhirtypes';
import { baseIssues } from '../../pas/request/base.ts';
import { type Issue, withoutConsequences } from '../../pas/request/issues.ts';
import { readJson } from '../../pas/request/json.ts';
import { isObject } from '../../pas/request/message.ts';
import { shapeIssues } from '../../pas/request/shape.ts';
import { addressProblem, type Reach } from '../channel/endpoint.ts';
import type { PasSubscription } from './record.ts';
import { subscriptionIssues } from './rules.ts';

/** 400: not a Subscription of R4. 413: too large. 422: against the rules of PASSubscription, or of this service. */
export type SubscriptionReading =
  | { readonly ok: true; readonly subscription: PasSubscription }
  | { readonly ok: false; readonly status: 400 | 413 | 422; readonly issues: readonly Issue[] };

/**
 * Reads the body of a create or update: every problem at once, each with its FHIRPath. What comes back has neither id nor
 * meta nor narrative, which are not the owner's to decide or of no use to a service.
 * @see PAS 2.2.1, profile-subscription
 */
export async function readSubscription(
  body: Uint8Array,
  reach: Reach,
  statuses: readonly Subscription['status'][],
): Promise<SubscriptionReading> {
  if (body.length === 0) return refused(400, [notOne('The body is empty')]);
  const json = readJson(body, { root: 'Subscription' });
  if (!json.ok) return refused(json.status, json.issues);
  const { value } = json;
  if (!isObject(value) || value.resourceType !== 'Subscription')
    return refused(400, [notOne('This is something else')]);
  const shape = shapeIssues(value, 'Subscription');
  if (shape.length > 0) return refused(400, shape);
  const subscription: unknown = value;
  const read = subscription as PasSubscription;
  const rules = subscriptionIssues(read, reach, statuses);
  const base = withoutConsequences(basicIssues(read), rules);
  if (base.length > 0) return refused(400, [...base, ...withoutConsequences(rules, base)]);
  const address = rules.length === 0 ? await addressProblem(read.channel.endpoint ?? '', reach) : undefined;
  if (address !== undefined)
    return refused(422, [{ code: 'business-rule', expression: 'Subscription.channel.endpoint', text: address }]);
  if (rules.length > 0) return refused(422, rules);
  const { id: _id, meta: _meta, text: _text, contained: _contained, error: _error, ...content } = read;
  return { ok: true, subscription: content };
}

function basicIssues(subscription: Subscription): Issue[] {
  const at = 'Bundle.entry[0].resource';
  return baseIssues({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: subscription }] })
    .filter(({ expression }) => expression.startsWith(at))
    .map((issue) => ({ ...issue, expression: `Subscription${issue.expression.slice(at.length)}` }));
}

function notOne(what: string): Issue {
  return { code: 'structure', expression: 'Subscription', text: `${what}; send a FHIR R4 Subscription as JSON.` };
}

function refused(status: 400 | 413 | 422, issues: readonly Issue[]): SubscriptionReading {
  return { ok: false, status, issues };
}
