import type { Bundle, ClaimResponse, ParametersParameter, ServiceRequest } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect } from 'vitest';
import { partsOf, people, type Said } from '../../intake/decision/support.ts';
import { claimResponseIn, post, type Reply, search, submit } from '../../support/fhirHttp.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../../support/server.ts';
import { bundleProblems } from '../responses/validate.ts';

/** A started server, for the suite that calls it. */
export interface Session {
  readonly submit: (request: Bundle) => Promise<Reply>;
  readonly inquire: (request: Bundle) => Promise<Reply>;
  /** A person's decision on the answer. */
  readonly decide: (answer: ClaimResponse, said: Said, ...more: readonly ParametersParameter[]) => Promise<Reply>;
  /** Writes a ServiceRequest, and gives the answer to it once it is there. */
  readonly order: (request: ServiceRequest) => Promise<ClaimResponse>;
}

export function session(): Session {
  const directory = temporaryDirectory();
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer(directory.path);
  });
  afterAll(async () => {
    await server.stop();
    directory.remove();
  });
  return {
    submit: (request) => submit(server.url, JSON.stringify(request)),
    inquire: (request) => post(`${server.url}/fhir/Claim/$inquire`, JSON.stringify(request)),
    decide: async (answer, said, ...more) => {
      const tasks = await search(server.url, 'Task', `focus=ClaimResponse/${answer.id}`);
      const parameter = [...partsOf({ reviewer: people.physician, ...said }), ...more];
      const task = tasks.find(({ code }) => ['review', 'find-provider'].includes(code?.coding?.[0]?.code ?? ''));
      return post(
        `${server.url}/fhir/Task/${task?.id}/$decide`,
        JSON.stringify({ resourceType: 'Parameters', parameter }),
      );
    },
    order: async (request) => {
      const { body } = await post(`${server.url}/fhir/ServiceRequest`, JSON.stringify(request));
      for (let tries = 0; tries < 100; tries += 1) {
        const [task] = await search(server.url, 'Task', `based-on=ServiceRequest/${body.id}`);
        if (task) return { resourceType: 'ClaimResponse', id: task.focus?.reference?.split('/')[1] } as ClaimResponse;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error('The ServiceRequest is not answered');
    },
  };
}

/** The response Bundle of a reply. @throws Error when it is none */
export function bundleIn({ status, body }: Reply): Bundle {
  if (status === 200 && body.resourceType === 'Bundle') return body;
  throw new Error(`No Bundle: ${status} ${JSON.stringify(body)}`);
}

/** Status, media type, and a Bundle: tests x.02 of the groups. */
export function expectSuccess(reply: Reply): void {
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  expect(reply.headers.get('content-type')).toMatch(/^application\/fhir\+json/);
  expect(reply.body.resourceType).toBe('Bundle');
  expect(claimResponseIn(reply).resourceType).toBe('ClaimResponse');
}

/** The Bundle and every entry after its profile: tests x.03, which need the official packages. */
export function expectConformant(bundle: Bundle, profile?: string): void {
  expect(bundle.entry?.[0]?.resource?.resourceType).toBe('ClaimResponse');
  expect(bundle.type).toBe('collection');
  expect(bundleProblems(bundle, profile)).toEqual([]);
}
