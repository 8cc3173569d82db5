import type { BotEvent, MedplumClient } from '@medplum/core';
import type { ResourceType } from '@medplum/fhirtypes';

/**
 * The FHIR store as the rest of the service sees it. The embedded store (`node:sqlite`) and a Medplum server are both
 * handed out in this shape, and both follow a Medplum server's semantics: server-assigned ids, `If-Match`, no new
 * version for an unchanged update, atomic transactions of at most 50 entries.
 */
export interface FhirStore {
  readonly kind: 'embedded' | 'medplum';
  /** What bots and operations use; the same class whatever lies behind it. */
  readonly client: MedplumClient;
  /** Seconds for which it is worth while to let the client remember, by `Cache-Control: max-age`; absent: what it remembers is never old. */
  readonly maxAge?: number;
  /** One REST interaction below the FHIR base, for the outside world. Never throws: a failure is a reply. */
  request(request: RestRequest): Promise<RestReply>;
  /** Lets running bots end, then closes what is open. */
  close(): Promise<void>;
}

/** A FHIR REST request; `path` is relative to the FHIR base, query included, without a leading slash: `Task?status=requested`. */
export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Lower-case names; `if-match`, `if-none-exist`, `prefer` and, for a Binary, `accept` and `content-type` matter. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The parsed JSON body; for `_search` the form as text or object; a Uint8Array makes a POST to Binary raw. */
  readonly body?: unknown;
  /** Absolute FHIR base with a trailing slash, for the URLs in the reply; absent: they are relative to it. */
  readonly base?: string;
}

/**
 * Header names are in lower case: `etag`, `last-modified`, `location` and `content-type`. `body` is a FHIR resource (an
 * OperationOutcome when `status` is 400 or more), a Uint8Array for a Binary asked for other than as JSON, or absent.
 */
export interface RestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A bot's entry point, called alike by the embedded store and by a Medplum server. */
export type BotHandler = (medplum: MedplumClient, event: BotEvent) => Promise<unknown>;

/** A bot with what starts it; `bots/manifest.ts` lists them all. */
export interface BotDefinition {
  readonly name: string;
  /** One sentence: what the bot does and when. */
  readonly description: string;
  readonly trigger: SubscriptionTrigger | ScheduleTrigger | OperationTrigger;
  readonly handler: BotHandler;
}

/** Fires after the commit of a create or update (no other interactions) of a resource that matches `criteria`. */
export interface SubscriptionTrigger {
  readonly kind: 'subscription';
  /** A search as in Subscription.criteria: `Claim?use=preauthorization&status=active`. */
  readonly criteria: string;
  /** Narrows to one interaction; absent: create and update. */
  readonly interaction?: 'create' | 'update';
}

/** Fires by the clock. */
export interface ScheduleTrigger {
  readonly kind: 'schedule';
  /** Five-field cron expression, as Bot.cronString. */
  readonly cron: string;
}

/**
 * Runs when a client calls the operation on a Medplum server, and answers it. On the embedded store nothing starts such a
 * bot: there the service answers the operation itself.
 */
export interface OperationTrigger {
  readonly kind: 'operation';
  /** Without the dollar sign, as OperationDefinition.code. */
  readonly code: string;
  readonly resource: ResourceType;
}
