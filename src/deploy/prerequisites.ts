import { type MedplumClient, normalizeErrorString } from '@medplum/core';
import type { CapabilityStatement, Project, ProjectMembership } from '@medplum/fhirtypes';

/** A project that can run the service. */
export interface ReadyProject {
  readonly id: string;
  readonly name: string;
  /** Of the server, as numbers: 5.0.10 is [5, 0, 10]. */
  readonly version: readonly number[];
  readonly warnings: readonly string[];
}

export type Prerequisites =
  | { readonly ok: true; readonly project: ReadyProject }
  /** Everything that is missing, each with what to do. */
  | { readonly ok: false; readonly problems: readonly string[] };

const leastVersion = [5, 0, 0];
const neededFeatures = {
  bots: 'bots do not run without it',
  cron: 'the sweep, which watches the deadlines, does not run without it',
  'transaction-bundles': 'transactions are carried out in parts without it, and answer 200 all the same',
} as const;

/** A `$submit` costs about 700 units of the bot's quota. */
const defaultQuota = 50_000;
const unitsOfASubmission = 700;

/** Reads whether the server and the project can run the service; writes nothing. */
export async function checkPrerequisites(
  client: MedplumClient,
  credentials: { readonly clientId: string; readonly clientSecret: string },
): Promise<Prerequisites> {
  const server = await readServer(client);
  if ('problem' in server) return { ok: false, problems: [server.problem] };
  const { version } = server;
  const tooOld = isAtLeast(version, leastVersion)
    ? []
    : [`The server is of version ${server.text}. Upgrade it to ${leastVersion.join('.')} or later.`];
  const login = await logIn(client, credentials);
  if (login !== undefined) return { ok: false, problems: [...tooOld, login] };
  const { project, membership } = await whoAmI(client);
  if (membership?.admin !== true) {
    const name = membership?.profile?.display ?? `client ${credentials.clientId}`;
    const problem = `${name} is no administrator of the project. Set admin to true on its ProjectMembership.`;
    return { ok: false, problems: [...tooOld, problem] };
  }
  const read = await client.readResource('Project', project.id ?? '', { cache: 'reload' });
  const problems = [...tooOld, ...missingFeatures(read)];
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    project: { id: project.id ?? '', name: project.name ?? '', version, warnings: quotaWarnings(read) },
  };
}

/** Is a version the other one or later? */
export function isAtLeast(version: readonly number[], other: readonly number[]): boolean {
  for (const [index, part] of other.entries()) {
    const own = version[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

type Server = { readonly version: readonly number[]; readonly text: string } | { readonly problem: string };

async function readServer(client: MedplumClient): Promise<Server> {
  try {
    const statement: CapabilityStatement = await client.get(client.fhirUrl('metadata'));
    const text = statement.software?.version ?? statement.version ?? '';
    const version = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number);
    return version
      ? { version, text }
      : { problem: `${client.getBaseUrl()} does not answer as a Medplum server does.` };
  } catch (error) {
    const reason = normalizeErrorString(error);
    return { problem: `${client.getBaseUrl()} cannot be reached: ${reason}. Check MEDPLUM_BASE_URL.` };
  }
}

async function logIn(
  client: MedplumClient,
  { clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string },
): Promise<string | undefined> {
  try {
    await client.startClientLogin(clientId, clientSecret);
    return undefined;
  } catch (error) {
    const advice = 'Check MEDPLUM_CLIENT_ID and MEDPLUM_CLIENT_SECRET.';
    return `Login as client ${clientId} failed: ${normalizeErrorString(error)}. ${advice}`;
  }
}

async function whoAmI(
  client: MedplumClient,
): Promise<{ readonly project: Project; readonly membership?: ProjectMembership }> {
  return client.get('auth/me', { cache: 'reload' });
}

function missingFeatures({ features = [] }: Project): string[] {
  return Object.entries(neededFeatures)
    .filter(([feature]) => !features.some((given) => given === feature))
    .map(
      ([feature, why]) =>
        `The project lacks the feature ${feature}: ${why}. As super admin add it to Project.features.`,
    );
}

function quotaWarnings({ systemSetting = [] }: Project): string[] {
  const quota = (name: string) => systemSetting.find((setting) => setting.name === name)?.valueInteger;
  const units = quota('userFhirQuota') ?? defaultQuota;
  if (units > defaultQuota) return [];
  const submissions = Math.floor(units / unitsOfASubmission);
  return [
    `Each bot may spend ${units} units a minute, about ${submissions} submissions. For more, as super admin set ` +
      'userFhirQuota, and totalFhirQuota to some ten times that, in Project.systemSetting (valueInteger).',
  ];
}
