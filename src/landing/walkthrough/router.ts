import { Hono } from 'hono';
import { notFoundPage } from '../pages/errorPage.ts';
import { pageReply } from '../reply.ts';
import { readMessage, readWalkthrough } from './walkthrough.ts';
import { walkthroughPage } from './walkthroughPage.ts';

/**
 * `/walkthrough` and the files it shows. Nothing stored is read: the messages are those of the examples.
 * @param timeZone - the plan's
 */
export function walkthrough(timeZone: string): Hono {
  return new Hono()
    .get('/walkthrough', async () => pageReply(walkthroughPage({ steps: await shownSteps(), timeZone })))
    .get('/walkthrough/:folder/:file', async (c) => {
      const name = `${c.req.param('folder')}/${c.req.param('file')}`;
      const steps = await readWalkthrough();
      if (!steps.some(({ request, response }) => name === request || name === response)) {
        return pageReply(notFoundPage('The walkthrough has no such file.'), 404);
      }
      const headers = { 'content-type': 'application/fhir+json; charset=utf-8', 'x-content-type-options': 'nosniff' };
      return c.body(await readMessage(name), 200, headers);
    });
}

async function shownSteps() {
  const steps = await readWalkthrough();
  const read = async (name: string | undefined) => (name === undefined ? undefined : readMessage(name));
  return Promise.all(
    steps.map(async (step) => ({ ...step, sent: await read(step.request), received: await read(step.response) })),
  );
}
