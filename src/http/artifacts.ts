import { type Context, Hono } from 'hono';
import { type ArtifactType, isArtifactType } from '../artifacts/artifact.ts';
import { type Artifacts, readArtifacts } from '../artifacts/artifacts.ts';
import { searchArtifacts } from '../artifacts/searchArtifacts.ts';
import { serverCapabilities } from '../artifacts/serverCapabilities.ts';
import { readBody } from './body.ts';
import { fhirReply, outcomeReply } from './fhirReply.ts';
import { outcome } from './outcome.ts';

/**
 * `GET /fhir/metadata`, and read and search of the project's own artifacts; other requests go on to the routes that follow.
 * @throws Error at the start when the artifacts cannot be read
 */
export function artifacts(): Hono {
  const held = readArtifacts();
  const capabilities = serverCapabilities(held);
  return new Hono()
    .get('/metadata', (c) => fhirReply(200, capabilities(baseOf(c))))
    .get('/:type', async (c, next) => {
      const type = c.req.param('type');
      if (!isArtifactType(type)) return next();
      return search(c, held, type, new URL(c.req.url).searchParams);
    })
    .post('/:type/_search', async (c, next) => {
      const type = c.req.param('type');
      if (!isArtifactType(type)) return next();
      const body = await readBody(c.req.raw);
      if (!body.ok) return outcomeReply(body);
      const form = new URLSearchParams(new TextDecoder().decode(body.bytes));
      return search(c, held, type, new URLSearchParams([...new URL(c.req.url).searchParams, ...form]));
    })
    .get('/:type/:id{[A-Za-z0-9.-]+}', async (c, next) => {
      const { type, id } = c.req.param();
      if (!isArtifactType(type)) return next();
      const artifact = held.read(type, id);
      if (artifact) return fhirReply(200, artifact);
      const text = `There is no such ${type}. ${baseOf(c)}/${type} lists those that there are.`;
      return outcomeReply({ status: 404, outcome: outcome('not-found', text) });
    });
}

function search(c: Context, held: Artifacts, type: ArtifactType, query: URLSearchParams): Response {
  const found = searchArtifacts(held, type, query, baseOf(c));
  if (found.ok) return fhirReply(200, found.bundle);
  const issue = found.problems.flatMap((text) => outcome('not-supported', text).issue);
  return outcomeReply({ status: 400, outcome: { resourceType: 'OperationOutcome', issue } });
}

function baseOf(c: Context): string {
  return `${new URL(c.req.url).origin}/fhir`;
}
