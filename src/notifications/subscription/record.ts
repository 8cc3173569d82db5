import type { Basic, Extension, Subscription } from '@medplum/fhirtypes';
import { type Extensible, extensionOf } from '../../fhir/elements.ts';
import { ownBase } from '../../fhir/systems.ts';
import { newBasic, type StoredBasic } from '../basic.ts';
import { pasSubscriptionProfile, subscriptionSystem } from '../codes.ts';
import { instantAs, instantPart, partsOf } from '../parts.ts';

const stateUrl = `${ownBase}/StructureDefinition/subscription-state`;

/** R4's Subscription with the extensions that its primitives carry. */
export type PasSubscription = Subscription & {
  readonly _criteria?: Extensible;
  readonly channel: Subscription['channel'] & { readonly _payload?: Extensible };
};

/** What the service knows of a subscription besides what its owner said. */
export interface SubscriptionState {
  /** Client id. */
  readonly owner: string;
  /** Absolute FHIR base under which it was asked for, and under which its notifications refer to answers. */
  readonly base: string;
  /** What was answered from this instant on is an event. */
  readonly started: Temporal.Instant;
  /** Counts what others see change: its `meta.versionId`. */
  readonly version: number;
  readonly changed: Temporal.Instant;
  /** The version in which the owner asked last; it is confirmed by a handshake. */
  readonly asked: number;
  /** Number of the newest event. Events are numbered from 1, without gaps. */
  readonly events: number;
  /** Number of the first event that is kept, or would be: those before it were removed in their time. */
  readonly held: number;
  /** Of every change of an answer up to this instant there was an event; some were removed. Absent: none was. */
  readonly removed?: Temporal.Instant;
}

/** A subscription as it is kept. `subscription` has neither id nor meta. */
export interface SubscriptionRecord {
  readonly id: string;
  readonly subscription: PasSubscription;
  readonly state: SubscriptionState;
}

export interface StoredSubscription extends SubscriptionRecord {
  readonly basic: StoredBasic;
}

/** @throws Error when the Basic is not one that `subscriptionBasic` made */
export function readRecord(basic: StoredBasic): StoredSubscription {
  const id = basic.identifier?.find(({ system }) => system === subscriptionSystem)?.value;
  const subscription = basic.contained?.find((resource) => resource.resourceType === 'Subscription');
  const parts = partsOf(extensionOf(basic, stateUrl));
  const started = instantPart(parts, 'started');
  const changed = instantPart(parts, 'changed');
  if (!id || !subscription || !started || !changed) throw new Error(`Basic ${basic.id} holds no subscription`);
  const { id: _local, ...content } = subscription;
  const state: SubscriptionState = {
    owner: parts('owner')?.valueString ?? '',
    base: parts('base')?.valueUrl ?? '',
    started,
    version: parts('version')?.valuePositiveInt ?? 1,
    changed,
    asked: parts('asked')?.valuePositiveInt ?? 1,
    events: parts('events')?.valueUnsignedInt ?? 0,
    held: parts('held')?.valuePositiveInt ?? 1,
    removed: instantPart(parts, 'removed'),
  };
  return { id, subscription: content, state, basic };
}

export function subscriptionBasic(record: SubscriptionRecord): Basic {
  const { id, subscription, state } = record;
  const extension: Extension = {
    url: stateUrl,
    extension: [
      { url: 'owner', valueString: state.owner },
      { url: 'base', valueUrl: state.base },
      ...instantAs('started', state.started),
      { url: 'version', valuePositiveInt: state.version },
      ...instantAs('changed', state.changed),
      { url: 'asked', valuePositiveInt: state.asked },
      { url: 'events', valueUnsignedInt: state.events },
      ...(state.held === 1 ? [] : [{ url: 'held', valuePositiveInt: state.held }]),
      ...instantAs('removed', state.removed),
    ],
  };
  return {
    ...newBasic('subscription', [{ system: subscriptionSystem, value: id }], extension),
    contained: [{ ...subscription, id: 'subscription' }],
    subject: { reference: '#subscription' },
  };
}

/** The record changed, to be written on the version that was read. */
export function withChanges(
  stored: StoredSubscription,
  changes: Partial<Pick<SubscriptionRecord, 'subscription' | 'state'>>,
): StoredBasic {
  return { ...stored.basic, ...subscriptionBasic({ ...stored, ...changes }) };
}

/** The Subscription as its owner reads it. */
export function sentSubscription({ id, subscription, state }: SubscriptionRecord): Subscription & { id: string } {
  const meta = {
    versionId: String(state.version),
    lastUpdated: state.changed.toString({ smallestUnit: 'millisecond' }),
    profile: [pasSubscriptionProfile],
  };
  return { ...subscription, id, meta };
}
