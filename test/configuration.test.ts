import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfiguration } from '../src/configuration.ts';
import { readPlanSettings } from '../src/planSettings.ts';
import { temporaryDirectory } from './support/server.ts';

function configurationOf(environment: Record<string, string>) {
  const result = readConfiguration(environment);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.configuration;
}

function calendarFile(content: string): string {
  const directory = temporaryDirectory();
  onTestFinished(directory.remove);
  const file = join(directory.path, 'calendar.json');
  writeFileSync(file, content);
  return file;
}

const calendar = {
  version: '2026',
  from: '2026-01-01',
  to: '2026-12-31',
  closures: [{ date: '2026-11-27', name: 'Closed' }],
};

describe('the environment', () => {
  it('unset or empty is the contract’s defaults', () => {
    expect(configurationOf({ PORT: '', HOST: '' })).toEqual({
      host: '127.0.0.1',
      port: 8080,
      dataDirectory: './data',
      demo: true,
      notifyDays: 14,
      settings: {
        calendar: { timeZone: 'America/Los_Angeles' },
        autoApprove: true,
        authorizationDays: 90,
        products: ['medi-cal'],
      },
      planSecrets: {},
    });
  });

  const wrong: readonly (readonly [environment: Record<string, string>, named: string])[] = [
    [{ HOST: '0.0.0.0' }, 'HOST'],
    [{ PORT: '70000' }, 'PORT'],
    [{ PORT: 'http' }, 'PORT'],
    [{ DEMO: 'yes' }, 'DEMO'],
    [{ AUTO_APPROVE: 'true' }, 'AUTO_APPROVE'],
    [{ NOTIFY_DAYS: '91' }, 'NOTIFY_DAYS'],
    [{ NOTIFY_KEEP_DAYS: '0' }, 'NOTIFY_KEEP_DAYS'],
    [{ AUTHORIZATION_DAYS: '0' }, 'AUTHORIZATION_DAYS'],
    [{ PLAN_TIME_ZONE: '+08:00' }, 'PLAN_TIME_ZONE'],
    [{ PLAN_TIME_ZONE: 'Mars/Olympus' }, 'PLAN_TIME_ZONE'],
    [{ PLAN_CALENDAR: '/no/such/file.json' }, 'PLAN_CALENDAR'],
    [{ POLICY_PRODUCTS: ' , ' }, 'POLICY_PRODUCTS'],
    [{ MEDPLUM_BASE_URL: 'not a url' }, 'MEDPLUM_BASE_URL'],
    [{ MEDPLUM_BASE_URL: 'http://127.0.0.1:8103/' }, 'MEDPLUM_CLIENT_ID'],
  ];
  it.for(wrong)('%o is refused, naming %s', ([environment, named]) => {
    const result = readConfiguration(environment);
    expect(result.ok ? [] : result.problems).toEqual([expect.stringContaining(named)]);
  });

  it('tells every problem at once', () => {
    const result = readConfiguration({ PORT: '-1', DEMO: '2', AUTHORIZATION_DAYS: 'many' });
    expect(result.ok ? [] : result.problems).toHaveLength(3);
  });

  it.for(['{', '{}', JSON.stringify({ ...calendar, to: '2025-01-01' })])(
    'a calendar file that holds %s is refused',
    (content) => {
      const result = readConfiguration({ PLAN_CALENDAR: calendarFile(content) });
      expect(result.ok).toBe(false);
    },
  );

  it('a calendar file is read, and handed to bots as it is', () => {
    const { settings, planSecrets } = configurationOf({
      PLAN_CALENDAR: calendarFile(JSON.stringify(calendar)),
      AUTO_APPROVE: '0',
    });
    expect(settings.calendar).toEqual({ timeZone: 'America/Los_Angeles', plan: calendar });
    expect(readPlanSettings(planSecrets)).toEqual(settings);
  });
});

describe('a table of postal codes', () => {
  it('is read, and handed to bots as it is', () => {
    const { settings, planSecrets } = configurationOf({
      POSTAL_CODES: calendarFile('zip,lat,lon\n95401,38.44,-122.75\n'),
    });
    expect(settings.postalCodes?.get('95401')).toEqual({ latitude: 38.44, longitude: -122.75, county: undefined });
    expect(readPlanSettings(planSecrets)).toEqual(settings);
  });

  it.for(['zip,lat,lon\n9540,38,-122', 'zip,lat,lon\n95401,north,-122', 'postal\n95401'])(
    'that holds %j is refused',
    (content) => {
      const result = readConfiguration({ POSTAL_CODES: calendarFile(content) });
      expect(result.ok ? [] : result.problems).toEqual([expect.stringContaining('POSTAL_CODES')]);
    },
  );
});

describe('standards of time and distance', () => {
  const own = {
    source: 'The plan’s contract, exhibit A',
    effective: '2026-01-01',
    standards: [
      { care: 'primary-care', miles: 10, minutes: 30 },
      { care: 'specialist', miles: 20, minutes: 40, counties: ['Napa'] },
    ],
  };

  it('are read, and handed to bots as they are', () => {
    const { settings, planSecrets } = configurationOf({ DISTANCE_STANDARDS: calendarFile(JSON.stringify(own)) });
    expect(settings.distanceStandards).toEqual(own);
    expect(readPlanSettings(planSecrets)).toEqual(settings);
  });

  it.for([
    'none',
    JSON.stringify({ ...own, effective: 'soon' }),
    JSON.stringify({ ...own, standards: own.standards.slice(0, 1) }),
    JSON.stringify({ ...own, standards: [...own.standards, { care: 'specialist', miles: -1, minutes: 30 }] }),
  ])('that say %s are refused', (content) => {
    const result = readConfiguration({ DISTANCE_STANDARDS: calendarFile(content) });
    expect(result.ok ? [] : result.problems).toEqual([expect.stringContaining('DISTANCE_STANDARDS')]);
  });
});
