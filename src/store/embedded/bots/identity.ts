import { createHash } from 'node:crypto';
import type { Bot } from '@medplum/fhirtypes';
import type { BotDefinition } from '../../store.ts';

/** The same UUID for the same name in every store. */
export function stableId(kind: 'Bot' | 'Subscription', name: string): string {
  const hex = createHash('sha256').update(`${kind}/${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The Bot resource as a Medplum server would hold it; the embedded store keeps none. */
export function botResource({ name, description, trigger }: BotDefinition): Bot {
  const cron = trigger.kind === 'schedule' ? { cronString: trigger.cron } : {};
  return { resourceType: 'Bot', id: stableId('Bot', name), name, description, runtimeVersion: 'vmcontext', ...cron };
}
