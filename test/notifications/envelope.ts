import { validateResource } from '@medplum/core';
import type { Bundle, Parameters, ParametersParameter } from '@medplum/fhirtypes';

/** How often a part is there, and what of; `choices`: which values it may have. */
interface PartRule {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly value: keyof ParametersParameter;
  readonly choices?: readonly string[];
}

/** @see Subscriptions R5 Backport 1.1.0, backport-subscription-status-r4 */
const statusRules: readonly PartRule[] = [
  { name: 'subscription', min: 1, max: 1, value: 'valueReference' },
  { name: 'topic', min: 0, max: 1, value: 'valueCanonical' },
  {
    name: 'status',
    min: 1,
    max: 1,
    value: 'valueCode',
    choices: ['requested', 'active', 'error', 'off', 'entered-in-error'],
  },
  {
    name: 'type',
    min: 1,
    max: 1,
    value: 'valueCode',
    choices: ['handshake', 'heartbeat', 'event-notification', 'query-status', 'query-event'],
  },
  { name: 'events-since-subscription-start', min: 0, max: 1, value: 'valueString' },
  { name: 'notification-event', min: 0, max: 1_000, value: 'part' },
  { name: 'error', min: 0, max: 1_000, value: 'valueCodeableConcept' },
];

const eventRules: readonly PartRule[] = [
  { name: 'event-number', min: 1, max: 1, value: 'valueString' },
  { name: 'timestamp', min: 0, max: 1, value: 'valueInstant' },
  { name: 'focus', min: 0, max: 1, value: 'valueReference' },
  { name: 'additional-context', min: 0, max: 1_000, value: 'valueReference' },
];

/** What is against the rules for SubscriptionStatus, a line each. */
export function statusProblems({ parameter = [] }: Parameters): readonly string[] {
  const events = parameter.filter(({ name }) => name === 'notification-event');
  return [
    ...partProblems(parameter, statusRules),
    ...events.flatMap(({ part = [] }) => partProblems(part, eventRules)),
  ];
}

function partProblems(parts: readonly ParametersParameter[], rules: readonly PartRule[]): readonly string[] {
  const unknown = parts.filter(({ name }) => !rules.some((rule) => rule.name === name));
  return [
    ...unknown.map(({ name }) => `${name} is no part`),
    ...rules.flatMap(({ name, min, max, value, choices }) => {
      const own = parts.filter((part) => part.name === name);
      const isOff = own.length < min || own.length > max;
      const wrong = own.filter((part) => part[value] === undefined || (choices && !choices.includes(`${part[value]}`)));
      return [...(isOff ? [`${name} is there ${own.length} times`] : []), ...wrong.map(() => `${name} is none`)];
    }),
  ];
}

/**
 * What is against the rules for a notification, a line each: R4's, those of the backport's profile, and PAS 2.2.1, spec-61.
 * @see Subscriptions R5 Backport 1.1.0, backport-subscription-notification-r4
 */
export function notificationProblems(bundle: Bundle): readonly string[] {
  const [first, ...others] = bundle.entry ?? [];
  const status = first?.resource;
  if (status?.resourceType !== 'Parameters') return ['It does not begin with its status'];
  const focuses = (status.parameter ?? []).flatMap(({ part = [] }) =>
    part.flatMap(({ name, valueReference }) => (name === 'focus' ? (valueReference?.reference ?? '') : [])),
  );
  const rules: readonly (readonly [holds: boolean, rule: string])[] = [
    [bundle.type === 'history', 'is a history'],
    [(bundle.entry ?? []).every(({ request, response }) => request && response), 'has request and response everywhere'],
    [/\/Subscription\/[^/]+\/\$status$/.test(first?.request?.url ?? ''), 'says where the status is'],
    [others.map(({ fullUrl }) => fullUrl).join() === focuses.join(), 'holds every focus, in order'],
    [
      others.every(
        ({ resource }) =>
          resource?.resourceType === 'Bundle' &&
          resource.type === 'collection' &&
          resource.id !== undefined &&
          resource.entry?.[0]?.resource?.resourceType === 'ClaimResponse',
      ),
      'holds whole PAS response Bundles',
    ],
  ];
  return [
    ...rules.filter(([holds]) => !holds).map(([, rule]) => rule),
    ...statusProblems(status),
    ...baseProblems(bundle),
  ];
}

function baseProblems(bundle: Bundle): readonly string[] {
  try {
    validateResource(bundle);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : 'It is not FHIR R4'];
  }
}
