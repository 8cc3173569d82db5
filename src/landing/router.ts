import { Hono } from 'hono';
import { toOutcome } from '../http/outcome.ts';
import type { Service } from '../http/service.ts';
import { landingAssets } from './assets.ts';
import { demoPages } from './demoPages.ts';
import { readExamples } from './exampleIndex.ts';
import { errorPage } from './pages/errorPage.ts';
import { homePage } from './pages/homePage.ts';
import { pageReply } from './reply.ts';
import { walkthrough } from './walkthrough/router.ts';

export interface LandingOptions {
  /** Examples can be sent, and their cases looked at; otherwise no page shows anything that is stored. */
  readonly demo: boolean;
}

/** The pages for people at `/`. Errors become pages here, FHIR's outcomes in words. */
export function landing(service: Service, { demo }: LandingOptions): Hono {
  const app = new Hono();
  app.get('/', async () => pageReply(homePage({ examples: await readExamples(), demo })));
  app.route('/', landingAssets());
  app.route('/', walkthrough(service.intake.settings.calendar.timeZone));
  if (demo) app.route('/', demoPages(service));
  app.onError((error) => {
    const reply = toOutcome(error, service.log);
    return pageReply(errorPage(reply), reply.status);
  });
  return app;
}
