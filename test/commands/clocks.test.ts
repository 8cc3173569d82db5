import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, it } from 'vitest';

const command = fileURLToPath(new URL('../../src/commands/clocks.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'clocks-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function clocks(
  args: readonly string[],
  environment: Record<string, string> = {},
  cwd = process.cwd(),
): Promise<Ended> {
  const { PLAN_TIME_ZONE, PLAN_CALENDAR, ...inherited } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [command, ...args],
      { cwd, env: { ...inherited, ...environment } },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

function calendarFile(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const closures = [{ date: '2026-11-30', name: 'Moving day' }];
const plan = calendarFile('plan.json', { version: '2026.1', from: '2026-01-01', to: '2026-12-31', closures });
calendarFile('broken.json', '{');
calendarFile('empty.json', {});
const wednesday = '2026-11-25T16:30:00-08:00';

describe.concurrent('prints one JSON object', () => {
  it('routine: both clocks in order, nothing but the members of the contract', async ({ expect }) => {
    const { code, stdout, stderr } = await clocks(['--received', wednesday]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      received: wednesday,
      urgency: 'routine',
      timeZone: 'America/Los_Angeles',
      calendar: 'state-and-federal',
      clocks: [
        {
          id: 'member-notice-5-business-days',
          basis: 'MPUP3078 VI.D.2',
          due: '2026-12-03T23:59:59-08:00',
          explanation: expect.stringContaining('Thanksgiving Day'),
        },
        {
          id: 'decision-7-calendar-days',
          basis: '42 CFR 438.210(d)(1)',
          due: '2026-12-02T23:59:59-08:00',
          explanation: expect.stringContaining('7 calendar days'),
        },
      ],
      governing: {
        id: 'decision-7-calendar-days',
        due: '2026-12-02T23:59:59-08:00',
        workBy: '2026-12-02T17:00:00-08:00',
      },
    });
  });

  it('urgent: the one clock', async ({ expect }) => {
    const { code, stdout } = await clocks(['--urgent', '--received', '2026-11-26T00:30:00.999Z']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      received: wednesday,
      urgency: 'urgent',
      timeZone: 'America/Los_Angeles',
      calendar: 'state-and-federal',
      clocks: [
        {
          id: 'urgent-72h',
          basis: 'MPUP3078 VI.D.1; 42 CFR 438.210(d)(2)',
          due: '2026-11-28T16:30:00-08:00',
          explanation: expect.stringContaining('72 hours'),
        },
      ],
      governing: { id: 'urgent-72h', due: '2026-11-28T16:30:00-08:00', workBy: '2026-11-27T16:30:00-08:00' },
    });
  });

  it.for([
    [{ PLAN_CALENDAR: plan }, '2026.1', '2026-12-03T23:59:59-08:00'],
    [{ PLAN_TIME_ZONE: 'Asia/Kolkata' }, 'state-and-federal', '2026-12-03T23:59:59+05:30'],
    [{ PLAN_TIME_ZONE: '', PLAN_CALENDAR: '' }, 'state-and-federal', '2026-12-03T23:59:59-08:00'],
    [{ TZ: 'Pacific/Kiritimati' }, 'state-and-federal', '2026-12-03T23:59:59-08:00'],
  ] as const)('under %j: calendar %s, first due %s', async ([environment, calendar, due], { expect }) => {
    const { stdout, stderr } = await clocks(['--received', wednesday], { ...environment });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ calendar, clocks: [{ due }, {}] });
  });
});

const wanted = 'give an instant with its offset, such as 2026-11-25T16:30:00-08:00';
const usage = 'Usage: npm run -s clocks -- --received';

describe.concurrent('refuses, with exit 1, nothing on stdout and what to give instead', () => {
  it.for([
    [[], usage],
    [['--received'], usage],
    [['--received', wednesday, '--late'], usage],
    [['--received', wednesday, 'now'], usage],
    [['--received', wednesday, '--urgent=yes'], usage],
    [['--received', '2026-11-25T16:30:00'], wanted],
    [['--received', '2026-11-25'], wanted],
    [['--received', '2026-11-25T16:30:00-08:00[America/New_York]'], wanted],
    [['--received', '2026-02-30T16:30:00-08:00'], wanted],
    [['--received', 'yesterday'], wanted],
    [['--received', '2025-12-31T23:59:59-08:00'], '2025-12-31 is outside coverage'],
    [['--received', '2050-01-01T12:00:00-08:00', '--urgent'], '2050-01-01 is outside the built-in'],
  ] as const)('%j: %s', async ([args, message], { expect }) => {
    const { code, stdout, stderr } = await clocks(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  it.for([
    ['PLAN_TIME_ZONE', 'Mars/Olympus', 'give an IANA time zone'],
    ['PLAN_TIME_ZONE', '-08:00', 'give an IANA time zone'],
    ['PLAN_CALENDAR', 'absent.json', 'give a readable JSON file'],
    ['PLAN_CALENDAR', 'broken.json', 'give a readable JSON file'],
    ['PLAN_CALENDAR', 'empty.json', 'version: '],
  ] as const)('%s=%s: %s', async ([name, value, message], { expect }) => {
    const { code, stdout, stderr } = await clocks(['--received', wednesday], { [name]: value }, folder);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(name);
    expect(stderr).toContain(message);
  });

  it('a clock that leaves the plan calendar', async ({ expect }) => {
    const { code, stderr } = await clocks(['--received', '2026-12-28T12:00:00-08:00'], { PLAN_CALENDAR: plan });
    expect(code).toBe(1);
    expect(stderr).toContain('2027-01-01 is outside plan calendar 2026.1 (2026-01-01 to 2026-12-31)');
  });

  it('everything that is wrong, at once', async ({ expect }) => {
    const environment = { PLAN_TIME_ZONE: 'Mars/Olympus', PLAN_CALENDAR: join(folder, 'absent.json') };
    const { stderr } = await clocks(['--received', 'yesterday'], environment);
    expect(
      stderr
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['--received', 'PLAN_TIME_ZONE', 'PLAN_CALENDAR']);
  });
});
