import { Hono } from 'hono';
import { computeDeadlines, DeadlineError } from '../deadlines/index.ts';
import type { Service } from './service.ts';

/** `/health/live`: the process answers. `/health/ready`: the store answers, and the calendar covers what comes in now. */
export function health({ store, intake }: Service): Hono {
  return new Hono()
    .get('/live', (c) => c.json({ status: 'live' }))
    .get('/ready', async (c) => {
      const problems: string[] = [];
      const { status } = await store.request({ method: 'GET', path: 'InsurancePlan?_count=1&_summary=count' });
      if (status !== 200) problems.push('The store does not answer.');
      const deadlines = computeDeadlines({
        received: intake.now(),
        urgency: 'routine',
        calendar: intake.settings.calendar,
      });
      if (deadlines instanceof DeadlineError) problems.push(deadlines.message);
      return c.json(
        { status: problems.length === 0 ? 'ready' : 'not ready', problems },
        problems.length === 0 ? 200 : 503,
      );
    });
}
