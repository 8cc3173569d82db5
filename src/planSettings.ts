import { z } from 'zod';
import { type PlanCalendar, planCalendarSchema } from './deadlines/index.ts';
import { type PostalCodes, parsePostalCodes } from './directory/postalCodes.ts';
import type { PlanSettings } from './intake/settings.ts';

export const onOff = z.enum(['0', '1'], 'Give 1 (on) or 0 (off).').transform((value) => value === '1');
const timeZone = z.string().refine(isZone, { error: 'Give an IANA time zone such as America/Los_Angeles.' });

/** The plan's own choices as the environment and a bot's secrets name them. */
export const planShape = {
  PLAN_TIME_ZONE: timeZone.default('America/Los_Angeles'),
  /** The calendar itself, as JSON text; in the environment a file is named instead. */
  PLAN_CALENDAR: z.string().transform(readCalendar).optional(),
  /** The table itself, as CSV text; in the environment a file is named instead. */
  POSTAL_CODES: z.string().transform(readPostalCodes).optional(),
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
  };
}

/** An empty variable is unset. */
export function withoutEmpty(values: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}

function readCalendar(text: string, context: z.RefinementCtx): PlanCalendar | undefined {
  try {
    const parsed = planCalendarSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    for (const { message, path } of parsed.error.issues) context.addIssue({ code: 'custom', message, path: [...path] });
  } catch {
    context.addIssue({ code: 'custom', message: 'The calendar is not JSON.' });
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
