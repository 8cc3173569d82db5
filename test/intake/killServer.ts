import { MedplumClient } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';

/**
 * Loaded before `src/main.ts` (`node --import`): the server is killed `before` or `after` the first transaction that makes
 * an answer stand, or files attachments, as KILL_AT_COMMIT says. The server itself knows nothing of it.
 */
const { executeBatch } = MedplumClient.prototype;

MedplumClient.prototype.executeBatch = async function (this: MedplumClient, bundle, options) {
  const commits = isCommit(bundle);
  if (commits && process.env.KILL_AT_COMMIT === 'before') process.kill(process.pid, 'SIGKILL');
  const reply = await executeBatch.call(this, bundle, options);
  if (commits) process.kill(process.pid, 'SIGKILL');
  return reply;
};

function isCommit({ entry }: Bundle): boolean {
  return (
    entry?.some(({ resource }) => ['ClaimResponse', 'DocumentReference'].includes(resource?.resourceType ?? '')) ??
    false
  );
}
