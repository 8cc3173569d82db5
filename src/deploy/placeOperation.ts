import type { OperationDefinition } from '@medplum/fhirtypes';
import { readArtifacts } from '../artifacts/artifacts.ts';
import type { OperationTrigger } from '../store/store.ts';
import { bringTo, type DeploySession, type Desired } from './session.ts';

const implementationUrl = 'https://medplum.com/fhir/StructureDefinition/operationDefinition-implementation';

/**
 * Puts the project's OperationDefinition into the project, with the bot that carries it out.
 * @param code - by which the server finds it; the operation's own unless the server has one of that code
 * @throws Error when fhir-profiles/ holds no such OperationDefinition
 */
export async function placeOperation(
  session: DeploySession,
  trigger: OperationTrigger,
  code: string,
  botId: string | undefined,
): Promise<void> {
  const { client, dryRun, placed } = session;
  const thing = `OperationDefinition ${trigger.resource}/$${code}`;
  const desired = desiredOperation(trigger, code, botId);
  const existing = await client.searchOne('OperationDefinition', { url: desired.url }, { cache: 'reload' });
  if (existing) placed({ outcome: await bringTo(session, existing, desired), thing });
  else {
    if (!dryRun) await client.createResource<OperationDefinition>(desired);
    placed({ outcome: 'created', thing });
  }
  await warnOfOthers(session, thing, code, desired.url);
}

function desiredOperation(
  trigger: OperationTrigger,
  code: string,
  botId: string | undefined,
): OperationDefinition & Desired<OperationDefinition> {
  const { id: _ours, ...artifact } = artifactOf(trigger);
  const url = code === artifact.code ? artifact.url : `${artifact.url}-${code}`;
  const implementation = { url: implementationUrl, valueReference: { reference: `Bot/${botId}` } };
  const others = (artifact.extension ?? []).filter((extension) => extension.url !== implementationUrl);
  return { ...artifact, url, code, extension: [...others, implementation] };
}

function artifactOf({ code, resource }: OperationTrigger): OperationDefinition {
  const found = readArtifacts()
    .all.filter((artifact) => artifact.resourceType === 'OperationDefinition')
    .find((definition) => definition.code === code && definition.resource?.includes(resource));
  if (found) return found;
  throw new Error(`fhir-profiles/ holds no OperationDefinition of ${resource}/$${code}`);
}

/** The server takes the first definition with the code, whatever its type. */
async function warnOfOthers(
  { client, warn }: DeploySession,
  thing: string,
  code: string,
  url: string | undefined,
): Promise<void> {
  const found = await client.searchResources('OperationDefinition', { code, status: 'active' }, { cache: 'reload' });
  for (const other of found.filter((definition) => definition.url !== url)) {
    warn(
      `OperationDefinition/${other.id} (${other.url ?? other.name}) has the code ${code} as well, and the server takes ` +
        `the first that it finds. If ${thing} answers 404, delete it or set its code to another.`,
    );
  }
}
