import { z } from 'zod';
import { type PlanCalendar, planCalendarSchema } from './deadlines/index.ts';
import { type PostalCodes, parsePostalCodes } from './directory/postalCodes.ts';
import type { PlanSettings } from './intake/settings.ts';
import type { DistanceStandards } from './policy/data/distanceStandards.ts';

export const onOff = z.enum(['0', '1'], 'Give 1 (on) or 0 (off).').transform((value) => value === '1');
const timeZone = z.string().refine(isZone, { error: 'Give an IANA time zone such as America/Los_Angeles.' });

/** The plan's own choices as the environment and a bot's secrets name them. */
export const planShape = {
  PLAN_TIME_ZONE: timeZone.default('America/Los_Angeles'),
  /** The calendar itself, as JSON text; in the environment a file is named instead. */
  PLAN_CALENDAR: z.string().transform(readCalendar).optional(),
  /** The table itself, as CSV text; in the environment a file is named instead. */
  POSTAL_CODES: z.string().transform(readPostalCodes).optional(),
  /** The plan's own standards, as JSON text; in the environment a file is named instead. */
  DISTANCE_STANDARDS: z.string().transform(readDistanceStandards).optional(),
  AUTO_APPROVE: onOff.default(true),
  AUTHORIZATION_DAYS: z.coerce.number().int().min(1).max(366).default(90),
  NOTIFY_KEEP_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
  POLICY_PRODUCTS: z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((product) => product.trim())
        .filter((product) => product !== ''),
    )
    .refine((products) => products.length > 0, { error: 'Give at least one plan product, such as medi-cal.' })
    .default(['medi-cal']),
};

/** As `DistanceStandards`: care `primary-care` or `specialist`, counties by name, miles and minutes. */
const distanceStandardsSchema = z.strictObject({
  source: z.string().min(1, { error: 'Say where the standards come from.' }),
  effective: z.iso.date({ error: 'Give the first day on which they hold, YYYY-MM-DD.' }),
  standards: z
    .array(
      z.strictObject({
        care: z.enum(['primary-care', 'specialist']),
        counties: z.array(z.string().min(1)).min(1).optional(),
        miles: z.number().positive(),
        minutes: z.number().positive(),
      }),
    )
    .refine((standards) => ['primary-care', 'specialist'].every((care) => standards.some((one) => one.care === care)), {
      error: 'Give a standard for primary-care and one for specialist.',
    }),
});

const planSchema = z.object(planShape);

/**
 * The plan's settings from a bot's secrets; PLAN_CALENDAR is the calendar itself there.
 * @throws Error that names what is wrong
 */
export function readPlanSettings(secrets: Secrets): PlanSettings {
  return settingsOf(readPlan(secrets));
}

/**
 * Days for which events are kept that were delivered or given up, from a bot's secrets.
 * @throws Error that names what is wrong
 */
export function readNotifyKeepDays(secrets: Secrets): number {
  return readPlan(secrets).NOTIFY_KEEP_DAYS;
}

type Secrets = Readonly<Record<string, string | undefined>>;

function readPlan(secrets: Secrets): z.infer<typeof planSchema> {
  const parsed = planSchema.safeParse(withoutEmpty(secrets));
  if (!parsed.success) throw new Error(`The plan's settings are wrong. ${parsed.error.issues.map(inWords).join(' ')}`);
  return parsed.data;
}

export function settingsOf(plan: z.infer<typeof planSchema>): PlanSettings {
  return {
    calendar: { timeZone: plan.PLAN_TIME_ZONE, ...(plan.PLAN_CALENDAR ? { plan: plan.PLAN_CALENDAR } : {}) },
    autoApprove: plan.AUTO_APPROVE,
    authorizationDays: plan.AUTHORIZATION_DAYS,
    products: plan.POLICY_PRODUCTS,
    ...(plan.POSTAL_CODES ? { postalCodes: plan.POSTAL_CODES } : {}),
    ...(plan.DISTANCE_STANDARDS ? { distanceStandards: plan.DISTANCE_STANDARDS } : {}),
  };
}

/** An empty variable is unset. */
export function withoutEmpty(values: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}

function readCalendar(text: string, context: z.RefinementCtx): PlanCalendar | undefined {
  return readJson('calendar', text, planCalendarSchema, context);
}

function readDistanceStandards(text: string, context: z.RefinementCtx): DistanceStandards | undefined {
  return readJson('table', text, distanceStandardsSchema, context);
}

function readJson<T>(what: string, text: string, schema: z.ZodType<T>, context: z.RefinementCtx): T | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    for (const { message, path } of parsed.error.issues) context.addIssue({ code: 'custom', message, path: [...path] });
  } catch {
    context.addIssue({ code: 'custom', message: `The ${what} is not JSON.` });
  }
  return undefined;
}

function readPostalCodes(text: string, context: z.RefinementCtx): PostalCodes | undefined {
  try {
    return parsePostalCodes(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'The table cannot be read.';
    context.addIssue({ code: 'custom', message });
    return undefined;
  }
}

function isZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Temporal.Now.zonedDateTimeISO(name) !== undefined;
  } catch {
    return false;
  }
}

/** A problem as a sentence that names the variable. */
export function inWords({ path, message }: z.core.$ZodIssue): string {
  return `${path.map(String).join('.')}: ${message}`;
}
