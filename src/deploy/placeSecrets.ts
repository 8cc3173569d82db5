import type { Project, ProjectSetting } from '@medplum/fhirtypes';
import { planShape } from '../planSettings.ts';
import type { DeploySession, Outcome } from './session.ts';

/**
 * Puts the plan's configuration into the project's secrets, where bots find it. Other secrets stay. A setting that has its
 * default is no secret: one that was set by an earlier deployment and is no longer given goes.
 * @param given - by name, as `Configuration.planSecrets`
 */
export async function placeSecrets(session: DeploySession, given: Readonly<Record<string, string>>): Promise<void> {
  const { client, projectId, dryRun, placed } = session;
  const project: Project = await client.readResource('Project', projectId, { cache: 'reload' });
  const before = project.secret ?? [];
  const own = new Set(Object.keys(planShape));
  const after = [
    ...before.filter(({ name }) => !own.has(name ?? '')),
    ...Object.entries(given).map(([name, valueString]): ProjectSetting => ({ name, valueString })),
  ];
  const results = [...own].flatMap((name) => {
    const outcome = outcomeOf(valueIn(before, name), valueIn(after, name));
    return outcome ? [{ ...outcome, thing: `secret ${name}` }] : [];
  });
  const isSettled = results.every(({ outcome }) => outcome === 'left alone');
  if (!isSettled && !dryRun) await client.post(`admin/projects/${projectId}/secrets`, after);
  for (const result of results) placed(result);
}

function valueIn(secrets: readonly ProjectSetting[], named: string): string | undefined {
  return secrets.find(({ name }) => name === named)?.valueString;
}

function outcomeOf(
  before: string | undefined,
  after: string | undefined,
): { readonly outcome: Outcome; readonly note?: string } | undefined {
  if (after === undefined) return before === undefined ? undefined : { outcome: 'changed', note: 'no longer set' };
  if (before === undefined) return { outcome: 'created' };
  return { outcome: before === after ? 'left alone' : 'changed' };
}
