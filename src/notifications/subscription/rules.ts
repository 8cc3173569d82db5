import type { Subscription } from '@medplum/fhirtypes';
import { extensionOf, extensionsOf } from '../../fhir/elements.ts';
import type { Issue } from '../../pas/request/issues.ts';
import { endpointProblem, type Reach } from '../channel/endpoint.ts';
import { readHeader } from '../channel/header.ts';
import { backport, pasTopic } from '../codes.ts';
import { shortestHeartbeat } from './channel.ts';
import { readFilter } from './filter.ts';
import type { PasSubscription } from './record.ts';

const most = { headers: 20, headerLength: 8_192, identifiers: 200 };

/** A rule of PASSubscription or of this service: what is wrong at which element. */
type Rule = (subscription: PasSubscription) => readonly Issue[];

/** Every rule that a Subscription does not keep. @see PAS 2.2.1, profile-subscription; spec-56, 58 and 62 */
export function subscriptionIssues(
  subscription: PasSubscription,
  reach: Reach,
  statuses: readonly Subscription['status'][],
): readonly Issue[] {
  const status: Rule = ({ status: given }) =>
    statuses.includes(given)
      ? []
      : [issue('status', `Send status ${statuses.join(' or ')}: the others are for the service to say.`)];
  const endpoint: Rule = ({ channel }) => {
    const problem = channel?.endpoint === undefined ? undefined : endpointProblem(channel.endpoint, reach);
    return problem === undefined ? [] : [issue('channel.endpoint', problem)];
  };
  return [status, endpoint, ...rules].flatMap((rule) => rule(subscription));
}

const rules: readonly Rule[] = [
  ({ reason }) => (reason ? [] : [issue('reason', 'Say what the subscription is for.', 'required')]),
  ({ criteria }) =>
    criteria === pasTopic ? [] : [issue('criteria', `The one topic that is served is ${pasTopic}.`, 'not-supported')],
  ({ _criteria }) => filterIssues(extensionsOf(_criteria, backport.filterCriteria).map((each) => each.valueString)),
  ({ channel }) =>
    channel?.type === 'rest-hook'
      ? []
      : [issue('channel.type', 'Notifications are sent by rest-hook only.', 'not-supported')],
  ({ channel }) =>
    channel?.endpoint ? [] : [issue('channel.endpoint', 'Give the URL that takes the notifications.', 'required')],
  ({ channel }) =>
    channel?.payload === 'application/fhir+json'
      ? []
      : [issue('channel.payload', 'Notifications are sent as application/fhir+json.', 'not-supported')],
  ({ channel }) =>
    extensionOf(channel?._payload, backport.payloadContent)?.valueCode === 'full-resource'
      ? []
      : [
          issue(
            `channel.payload.extension('${backport.payloadContent}')`,
            'Notifications hold the whole answer: ask for the content full-resource.',
            'not-supported',
          ),
        ],
  ({ channel }) => headerIssues(channel?.header ?? []),
  ({ channel }) => heartbeatIssues(extensionOf(channel, backport.heartbeatPeriod)?.valueUnsignedInt),
];

function filterIssues(filters: readonly (string | undefined)[]): readonly Issue[] {
  const at = `criteria.extension('${backport.filterCriteria}')`;
  const accepted =
    'Give one filter: org-identifier=A,B for answers to what these senders sent, or payer-identifier=A for answers of a payer.';
  if (filters.length !== 1) return [issue(at, accepted, 'required')];
  const filter = readFilter(filters[0] ?? '');
  if (!filter) return [issue(at, accepted)];
  return filter.identifiers.length > most.identifiers
    ? [issue(at, `A filter may name at most ${most.identifiers} identifiers.`, 'too-costly')]
    : [];
}

function headerIssues(headers: readonly string[]): readonly Issue[] {
  const found = headers.flatMap((text, index) => {
    const at = `channel.header[${index}]`;
    const read = readHeader(text);
    if ('problem' in read) return [issue(at, read.problem)];
    return text.length > most.headerLength
      ? [issue(at, `A header may have at most ${most.headerLength} characters.`, 'too-long')]
      : [];
  });
  return headers.length > most.headers
    ? [...found, issue('channel.header', `There may be at most ${most.headers} headers.`, 'too-costly')]
    : found;
}

function heartbeatIssues(seconds: number | undefined): readonly Issue[] {
  const at = `channel.extension('${backport.heartbeatPeriod}')`;
  return seconds === undefined || seconds >= shortestHeartbeat
    ? []
    : [issue(at, `A heartbeat comes every ${shortestHeartbeat} seconds at most.`, 'too-costly')];
}

function issue(at: string, text: string, code: Issue['code'] = 'value'): Issue {
  return { code, expression: `Subscription.${at}`, text };
}
