import type { BotEvent, MedplumClient } from '@medplum/core';
import type { PractitionerRole } from '@medplum/fhirtypes';
import { networkTagSystem, withNetworkTags } from '../src/directory/load/networkTags.ts';
import { wait } from '../src/directory/load/patience.ts';
import { readNetworkTags } from '../src/directory/load/readNetworkTags.ts';
import { failureOf } from '../src/intake/retries.ts';
import { inputOf } from './context.ts';

/**
 * Trigger: a PractitionerRole was created or updated. Gives it the network tags its networks call for, as after a PUT
 * without meta, and writes nothing when it has them. What changes with an OrganizationAffiliation or a network is left
 * to the loader: that may concern thousands of roles at once.
 */
export async function handler(medplum: MedplumClient, event: BotEvent): Promise<void> {
  const role = inputOf<PractitionerRole>(event, 'PractitionerRole');
  const tags = (await readNetworkTags({ client: medplum, wait }, [role])).get(role) ?? [];
  const codes = tags.map(({ code }) => code);
  if (codes.join('\n') === networkCodes(role).join('\n')) return;
  try {
    await medplum.updateResource(withNetworkTags(role, tags), {
      headers: { 'If-Match': `W/"${role.meta?.versionId}"` },
      maxRetries: 0,
    });
  } catch (error) {
    // A newer version has come, and with it another run.
    if (failureOf(error) !== 'fence') throw error;
  }
}

function networkCodes({ meta }: PractitionerRole): (string | undefined)[] {
  return (meta?.tag ?? [])
    .filter(({ system }) => system === networkTagSystem)
    .map(({ code }) => code)
    .sort();
}
