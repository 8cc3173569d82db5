import { z } from 'zod';

const date = z.iso.date('Give a calendar date as YYYY-MM-DD.');
const text = z.string().trim().min(1, 'Give a text that is not empty.');

/** What can be read of a calendar that is wrong elsewhere, so that every issue is told at once. */
const readable = z.object({
  from: date.optional().catch(undefined),
  to: date.optional().catch(undefined),
  closures: z.array(z.object({ date }).optional().catch(undefined)).catch([]),
});

function checkDates(value: unknown, context: z.RefinementCtx): void {
  const { data } = readable.safeParse(value);
  if (!data) return;
  const { from, to, closures } = data;
  if (from && to && to < from) {
    context.addIssue({ code: 'custom', path: ['to'], message: `"to" (${to}) must not be before "from" (${from}).` });
  }
  const seen = new Set<string>();
  for (const [index, closure] of closures.entries()) {
    if (!closure) continue;
    const path = ['closures', index, 'date'];
    const outside = (from && closure.date < from) || (to && closure.date > to);
    if (outside) context.addIssue({ code: 'custom', path, message: `${closure.date} is outside "from".."to".` });
    if (seen.has(closure.date)) {
      context.addIssue({ code: 'custom', path, message: `${closure.date} is listed twice: keep one of them.` });
    }
    seen.add(closure.date);
  }
}

/**
 * The plan's own calendar: `from` and `to` (local dates, both included) bound what it knows, `closures` are the days it
 * is closed besides Saturdays and Sundays. Strict; all issues at once, each with its path.
 */
export const planCalendarSchema = z
  .strictObject({
    version: text,
    from: date,
    to: date,
    closures: z.array(z.strictObject({ date, name: text })),
  })
  .superRefine(checkDates, { when: () => true });

export type PlanCalendar = z.infer<typeof planCalendarSchema>;
