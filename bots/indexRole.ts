import type { BotEvent, MedplumClient } from '@medplum/core';
import type { Coding, PractitionerRole } from '@medplum/fhirtypes';
import { wait } from '../src/directory/load/patience.ts';
import { readRoleTags, roleTagsOf, withRoleTags } from '../src/directory/load/roleTags.ts';
import { failureOf } from '../src/intake/retries.ts';
import { inputOf } from './context.ts';

/**
 * Trigger: a PractitionerRole was created or updated. Gives it the tags its networks and locations call for, as after a PUT
 * without meta, and writes nothing when it has them. What changes with an OrganizationAffiliation, a network or a Location
 * is left to the loader: that may concern thousands of roles at once.
 */
export async function handler(medplum: MedplumClient, event: BotEvent): Promise<void> {
  const role = inputOf<PractitionerRole>(event, 'PractitionerRole');
  const tags = (await readRoleTags({ client: medplum, wait }, [role])).get(role) ?? [];
  if (inOrder(tags) === inOrder(roleTagsOf(role))) return;
  try {
    await medplum.updateResource(withRoleTags(role, tags), {
      headers: { 'If-Match': `W/"${role.meta?.versionId}"` },
      maxRetries: 0,
    });
  } catch (error) {
    // A newer version has come, and with it another run.
    if (failureOf(error) !== 'fence') throw error;
  }
}

function inOrder(tags: readonly Coding[]): string {
  return tags
    .map(({ system, code }) => `${system}|${code}`)
    .sort()
    .join('\n');
}
