import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  computeDeadlines,
  DeadlineError,
  type Deadlines,
  type PlanCalendar,
  planCalendarSchema,
} from '../deadlines/index.ts';

const usage = 'Usage: npm run -s clocks -- --received 2026-11-25T16:30:00-08:00 [--urgent]';
const defaultTimeZone = 'America/Los_Angeles';
const instantWithOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** What is wrong with the command line or the environment, and what to give instead. */
class InputError extends Error {}

interface Options {
  readonly received?: string;
  readonly urgent?: boolean;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readOptions(args: readonly string[]): Options | InputError {
  try {
    return parseArgs({
      args: [...args],
      options: { received: { type: 'string' }, urgent: { type: 'boolean' } },
    }).values;
  } catch (error) {
    return new InputError(`${messageOf(error)}\n${usage}`);
  }
}

function readReceived(received: string | undefined): Temporal.Instant | InputError {
  if (received === undefined) return new InputError(`--received is missing.\n${usage}`);
  const wanted = 'give an instant with its offset, such as 2026-11-25T16:30:00-08:00 or 2026-11-26T00:30:00Z.';
  if (!instantWithOffset.test(received)) return new InputError(`--received ${JSON.stringify(received)}: ${wanted}`);
  try {
    return Temporal.Instant.from(received);
  } catch {
    return new InputError(`--received ${JSON.stringify(received)} is no date and time that exists: ${wanted}`);
  }
}

function readTimeZone(name: string): string | InputError {
  try {
    // Temporal also takes offsets and whole date-times for a time zone; neither knows when the clocks change.
    if (/^[A-Za-z]/.test(name)) return new Temporal.ZonedDateTime(0n, name).timeZoneId;
  } catch {}
  return new InputError(`PLAN_TIME_ZONE ${JSON.stringify(name)}: give an IANA time zone, such as ${defaultTimeZone}.`);
}

function readPlanCalendar(path: string | undefined): PlanCalendar | undefined | InputError {
  if (!path) return undefined;
  try {
    const { success, data, error } = planCalendarSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (success) return data;
    const issues = error.issues.map((issue) => `  ${issue.path.join('.') || 'calendar'}: ${issue.message}`);
    return new InputError(`PLAN_CALENDAR ${path}:\n${issues.join('\n')}`);
  } catch (error) {
    return new InputError(`PLAN_CALENDAR ${path}: give a readable JSON file (${messageOf(error)}).`);
  }
}

function asPrinted({ clocks, governing, ...request }: Deadlines) {
  const printed = clocks.map(({ id, basis, due, explanation }) => ({ id, basis, due, explanation }));
  return { ...request, clocks: printed, governing };
}

/** All that is wrong is told at once, on stderr; a result is one JSON object on stdout. */
function clocks(args: readonly string[], environment: NodeJS.ProcessEnv): Deadlines | readonly Error[] {
  const options = readOptions(args);
  if (options instanceof InputError) return [options];
  const received = readReceived(options.received);
  const timeZone = readTimeZone(environment.PLAN_TIME_ZONE || defaultTimeZone);
  const plan = readPlanCalendar(environment.PLAN_CALENDAR);
  if (received instanceof InputError || timeZone instanceof InputError || plan instanceof InputError) {
    return [received, timeZone, plan].filter((value) => value instanceof InputError);
  }
  const urgency = options.urgent ? 'urgent' : 'routine';
  const deadlines = computeDeadlines({ received, urgency, calendar: { timeZone, plan } });
  return deadlines instanceof DeadlineError ? [deadlines] : deadlines;
}

const result = clocks(process.argv.slice(2), process.env);
if ('clocks' in result) {
  process.stdout.write(`${JSON.stringify(asPrinted(result))}\n`);
} else {
  process.stderr.write(`${result.map(({ message }) => message).join('\n')}\n`);
  process.exitCode = 1;
}
