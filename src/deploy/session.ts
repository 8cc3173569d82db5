import { deepEquals, type MedplumClient, type WithId } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';

/** What became of one thing, or would become of it in a dry run. */
export type Outcome = 'created' | 'changed' | 'left alone';

export interface Placed {
  readonly outcome: Outcome;
  /** `Bot adjudicate-claim`. */
  readonly thing: string;
  /** What else there is to say of it. */
  readonly note?: string;
}

/** One deployment: into which project, and whom to tell. */
export interface DeploySession {
  readonly client: MedplumClient;
  readonly projectId: string;
  /** Reads and compares, and writes nothing. */
  readonly dryRun: boolean;
  readonly placed: (placed: Placed) => void;
  readonly warn: (warning: string) => void;
}

/** What a resource is to become: the members named, of which undefined ones are to be absent; the others stay as they are. */
export type Desired<T extends Resource> = { readonly [K in keyof T]?: T[K] | undefined };

/** The resource as it is to become, or undefined when it is so already. */
export function changeOf<T extends Resource>(existing: WithId<T>, desired: Desired<T>): WithId<T> | undefined {
  const wanted: WithId<T> = JSON.parse(JSON.stringify({ ...existing, ...desired }));
  return deepEquals(wanted, JSON.parse(JSON.stringify(existing))) ? undefined : wanted;
}

/** Updates the resource against the version read, unless it is as it is to be. */
export async function bringTo<T extends Resource>(
  { client, dryRun }: DeploySession,
  existing: WithId<T>,
  desired: Desired<T>,
): Promise<'changed' | 'left alone'> {
  const wanted = changeOf(existing, desired);
  if (!wanted) return 'left alone';
  if (!dryRun) {
    await client.updateResource<T>(wanted, { headers: { 'If-Match': `W/"${existing.meta?.versionId}"` } });
  }
  return 'changed';
}
