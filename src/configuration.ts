import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PlanSettings } from './intake/settings.ts';
import { inWords, onOff, planShape, settingsOf, withoutEmpty } from './planSettings.ts';

/** Everything the environment decides. */
export interface Configuration {
  readonly host: string;
  readonly port: number;
  readonly dataDirectory: string;
  readonly demo: boolean;
  /** Absent: the embedded store. */
  readonly medplum?: { readonly baseUrl: string; readonly clientId: string; readonly clientSecret: string };
  /** Days after which a notification that cannot be delivered is given up. */
  readonly notifyDays: number;
  readonly settings: PlanSettings;
  /** The plan's settings as a bot finds them in its secrets. */
  readonly planSecrets: Readonly<Record<string, string>>;
}

export type ConfigurationResult =
  | { readonly ok: true; readonly configuration: Configuration }
  | { readonly ok: false; readonly problems: readonly string[] };

const loopback = z.string().regex(/^(127(\.\d{1,3}){3}|::1|localhost)$/, {
  error: 'Without authentication the service listens on loopback only: give 127.0.0.1, ::1 or localhost.',
});

const environmentSchema = z.object({
  ...planShape,
  HOST: loopback.default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  DATA_DIR: z.string().min(1).default('./data'),
  DEMO: onOff.default(true),
  NOTIFY_DAYS: z.coerce.number().int().min(1).max(90).default(14),
  MEDPLUM_BASE_URL: z.url('Give the URL of a Medplum server.').optional(),
  MEDPLUM_CLIENT_ID: z.string().optional(),
  MEDPLUM_CLIENT_SECRET: z.string().optional(),
});

/** Reads the environment. Every problem at once, each naming the variable and what it accepts. An empty variable is unset. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): ConfigurationResult {
  const given = withoutEmpty(environment);
  const files = planFiles.map((name) => readPlanFile(name, given[name]));
  const texts = Object.fromEntries(files.map(({ name, text }) => [name, text]));
  const parsed = environmentSchema.safeParse({ ...given, ...texts });
  const unread = files.flatMap(({ problem }) => problem ?? []);
  const problems = [...unread, ...(parsed.success ? [] : parsed.error.issues.map(inWords))];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  const { MEDPLUM_BASE_URL: baseUrl, MEDPLUM_CLIENT_ID: clientId, MEDPLUM_CLIENT_SECRET: clientSecret } = parsed.data;
  if (baseUrl !== undefined && (clientId === undefined || clientSecret === undefined)) {
    return { ok: false, problems: ['MEDPLUM_BASE_URL needs MEDPLUM_CLIENT_ID and MEDPLUM_CLIENT_SECRET.'] };
  }
  const plan = Object.keys(planShape).map((name) => [name, texts[name] ?? given[name]] as const);
  const configuration: Configuration = {
    host: parsed.data.HOST,
    port: parsed.data.PORT,
    dataDirectory: parsed.data.DATA_DIR,
    demo: parsed.data.DEMO,
    notifyDays: parsed.data.NOTIFY_DAYS,
    ...(baseUrl !== undefined && clientId !== undefined && clientSecret !== undefined
      ? { medplum: { baseUrl, clientId, clientSecret } }
      : {}),
    settings: settingsOf(parsed.data),
    planSecrets: Object.fromEntries(plan.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  };
  return { ok: true, configuration };
}

/** Settings of the plan for which the environment names a file; a bot is given what stands in it. */
const planFiles = ['PLAN_CALENDAR', 'POSTAL_CODES', 'DISTANCE_STANDARDS'] as const;

interface PlanFile {
  readonly name: (typeof planFiles)[number];
  readonly text?: string;
  readonly problem?: string;
}

function readPlanFile(name: PlanFile['name'], path: string | undefined): PlanFile {
  if (path === undefined) return { name };
  try {
    return { name, text: readFileSync(path, 'utf8') };
  } catch {
    return { name, problem: `${name}: ${path} cannot be read. Give the path of a file.` };
  }
}
