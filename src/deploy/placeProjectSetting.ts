import { normalizeErrorString } from '@medplum/core';
import type { Project } from '@medplum/fhirtypes';
import { bringTo, type DeploySession } from './session.ts';

/** Puts one setting into Project.setting; the others stay. A project that does not take it is a warning, with what to do. */
export async function placeProjectSetting(session: DeploySession, name: string, valueString: string): Promise<void> {
  const { client, projectId, placed, warn } = session;
  const project = await client.readResource('Project', projectId, { cache: 'reload' });
  const settings = project.setting ?? [];
  const isThere = settings.some((setting) => setting.name === name);
  const wanted = { name, valueString };
  const setting = isThere ? settings.map((each) => (each.name === name ? wanted : each)) : [...settings, wanted];
  try {
    const outcome = await bringTo<Project>(session, project, { setting });
    placed({ outcome: outcome === 'changed' && !isThere ? 'created' : outcome, thing: `project setting ${name}` });
  } catch (error) {
    warn(
      `The project does not take the setting ${name}: ${normalizeErrorString(error)}. As super admin set it to ${valueString} in Project.setting.`,
    );
  }
}
