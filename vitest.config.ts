import { defineConfig } from 'vitest/config';

/** Suites where dates matter run once in each of these; none may depend on the machine's own zone. */
const timeZones = ['UTC', 'America/Los_Angeles', 'Asia/Kolkata'];
const dateSuites = [
  'test/deadlines/**/*.test.ts',
  'test/policy/**/*.test.ts',
  'test/pas/reading/**/*.test.ts',
  'test/zones.test.ts',
];

/** Suites that start servers or drive a store hard: one file at a time is kinder to small machines. */
const patience = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'service', include: ['test/**/*.test.ts'], exclude: dateSuites, ...patience } },
      ...timeZones.map((timeZone) => ({
        test: { name: timeZone, include: dateSuites, env: { TZ: timeZone }, ...patience },
      })),
    ],
  },
});
