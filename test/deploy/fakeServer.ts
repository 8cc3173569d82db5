import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Project, ProjectSetting } from '@medplum/fhirtypes';
import { onTestFinished } from 'vitest';
import { type FhirStore, openEmbeddedStore, type RestRequest } from '../../src/store/index.ts';

/** A server that would run the service, unless a test says otherwise. */
export interface FakeOptions {
  readonly version?: string;
  readonly features?: Project['features'];
  readonly systemSetting?: readonly ProjectSetting[];
  readonly secret?: readonly ProjectSetting[];
  readonly admin?: boolean;
  /** False: the server knows no such client. */
  readonly letsIn?: boolean;
  /** An operation of the server that fails: `$deploy`. */
  readonly failing?: string;
}

export interface FakeServer {
  readonly env: Readonly<Record<string, string>>;
  readonly store: FhirStore;
  readonly projectId: string;
  /** What was written, as `POST Subscription`; ids left out. */
  readonly writes: string[];
  /** Code deployed, by bot id. */
  readonly deployed: Map<string, string>;
}

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const token = `e30.${Buffer.from(JSON.stringify({ exp: 4_000_000_000, client_id: 'client' })).toString('base64url')}.s`;
const raised: readonly ProjectSetting[] = [{ name: 'userFhirQuota', valueInteger: 5_000_000 }];

function issue(code: string, text: string): unknown {
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, details: { text } }] };
}

/** The parts of a Medplum server that a deployment meets, on a FHIR store of its own; closed when the test has ended. */
export async function fakeServer(options: FakeOptions = {}): Promise<FakeServer> {
  const store = await openEmbeddedStore({ directory: ':memory:', bots: [], secrets: {} });
  const { features = ['bots', 'cron', 'transaction-bundles'], systemSetting = raised, secret = [] } = options;
  const project = await store.client.createResource<Project>({
    resourceType: 'Project',
    name: 'Redwood Coast',
    features: [...features],
    ...(systemSetting.length > 0 ? { systemSetting: [...systemSetting] } : {}),
    ...(secret.length > 0 ? { secret: [...secret] } : {}),
  });
  const writes: string[] = [];
  const deployed = new Map<string, string>();
  const fake = { store, projectId: project.id, writes, deployed };
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await reply(fake, options, request, await readBody(request));
    response.writeHead(status, { ...headers, 'content-type': 'application/fhir+json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await store.close();
  });
  const { port } = server.address() as AddressInfo;
  const env = {
    MEDPLUM_BASE_URL: `http://127.0.0.1:${port}/`,
    MEDPLUM_CLIENT_ID: 'client',
    MEDPLUM_CLIENT_SECRET: 'hush',
  };
  return { ...fake, env };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function reply(
  { store, projectId, writes, deployed }: Omit<FakeServer, 'env'>,
  { version = '5.0.10-abc', admin = true, letsIn = true, failing }: FakeOptions,
  { method = '', url = '', headers }: IncomingMessage,
  text: string,
): Promise<Reply> {
  const path = url.replace(/^\//, '');
  if (path === 'fhir/R4/metadata') return { status: 200, body: { resourceType: 'CapabilityStatement', version } };
  if (path === 'oauth2/token') {
    const body = { access_token: token, token_type: 'Bearer', expires_in: 3600, project: {}, profile: {} };
    return letsIn ? { status: 200, body } : { status: 400, body: { error: 'invalid_request' } };
  }
  if (path === 'auth/me') {
    const membership = { admin, profile: { display: 'Deployer' } };
    return { status: 200, body: { project: { id: projectId, name: 'Redwood Coast' }, membership, profile: {} } };
  }
  const body = text === '' ? undefined : JSON.parse(text);
  if (method !== 'GET') writes.push(`${method} ${path.replaceAll(/[0-9a-f-]{36}/g, '…').replace(/^fhir\/R4\//, '')}`);
  if (failing !== undefined && path.endsWith(failing)) return { status: 400, body: issue('invalid', 'Out of order') };
  const deploying = /^fhir\/R4\/Bot\/([^/]+)\/\$deploy$/.exec(path)?.[1];
  if (deploying !== undefined) {
    deployed.set(deploying, body.code);
    return { status: 200, body: issue('informational', 'All OK') };
  }
  if (path === `admin/projects/${projectId}/bot`) {
    return { status: 201, body: await store.client.createResource({ resourceType: 'Bot', ...body }) };
  }
  if (path === `admin/projects/${projectId}/secrets`) {
    const project = await store.client.readResource('Project', projectId, { cache: 'reload' });
    return { status: 200, body: await store.client.updateResource<Project>({ ...project, secret: body }) };
  }
  const match = headers['if-match'];
  return store.request({
    method: method as RestRequest['method'],
    path: path.replace(/^fhir\/R4\//, ''),
    ...(match ? { headers: { 'if-match': match } } : {}),
    body,
  });
}
