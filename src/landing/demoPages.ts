import { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { referencedId } from '../fhir/elements.ts';
import type { Service } from '../http/service.ts';
import { submit } from '../intake/submit.ts';
import { readSubmission } from '../pas/request/readSubmission.ts';
import { readCase } from './case/readCase.ts';
import { type Example, readExample, readExamples } from './exampleIndex.ts';
import { casePage } from './pages/casePage.ts';
import { notFoundPage } from './pages/errorPage.ts';
import { examplePage } from './pages/examplePage.ts';
import { pageReply, seeOther } from './reply.ts';
import { resourceView } from './resourceView.ts';

/** Who sends the examples, as receipts name it. */
const demoClient = 'demo';

/** Sending examples, and looking at what became of them. */
export function demoPages(service: Service): Hono {
  const { intake } = service;
  return new Hono()
    .get('/examples/:name', async (c) => {
      const example = await exampleNamed(c.req.param('name'));
      if (example === undefined) return noExample();
      const bytes = await readExample(example);
      const message = new TextDecoder().decode(bytes);
      return pageReply(examplePage({ example, message, reading: readSubmission(bytes) }));
    })
    .post('/examples/:name', csrf(), async (c) => {
      const received = intake.now();
      const example = await exampleNamed(c.req.param('name'));
      if (example === undefined) return noExample();
      const base = `${new URL(c.req.url).origin}/fhir`;
      const result = await submit(intake, { client: demoClient, body: await readExample(example), received, base });
      // A refused message is refused by its own content: the example's page tells the same problems again.
      if (!result.ok) return seeOther(`/examples/${example.name}`);
      const answer = referencedId(result.bundle.entry?.[0]?.fullUrl);
      return seeOther(`/cases/${answer?.id}`);
    })
    .get('/cases/:id{[A-Za-z0-9.-]{1,64}}', async (c) => {
      const view = await readCase(intake, c.req.param('id'));
      return view === undefined
        ? pageReply(notFoundPage('There is no case with this id.'), 404)
        : pageReply(casePage(view));
    })
    .route('/view', resourceView(service));
}

async function exampleNamed(name: string): Promise<Example | undefined> {
  const examples = await readExamples();
  return examples.find((example) => example.name === name);
}

function noExample(): Promise<Response> {
  return pageReply(notFoundPage('There is no example of this name.'), 404);
}
