import { defineConfig } from 'vitest/config';

/** Suites where dates matter run once in each of these; none may depend on the machine's own zone. */
const timeZones = ['UTC', 'America/Los_Angeles', 'Asia/Kolkata'];
const dateSuites = [
  'test/deadlines/**/*.test.ts',
  'test/policy/**/*.test.ts',
  'test/pas/reading/**/*.test.ts',
  'test/zones.test.ts',
];

/** Suites that `npm run test:medplum` runs against the server that MEDPLUM_TEST_BASE_URL names. */
const server = process.env.MEDPLUM_TEST_BASE_URL;
const serverSuites = server
  ? ['test/medplum/**/*.test.ts', 'test/store/*.test.ts', 'test/intake/{,updates/,undecided/}*.test.ts']
  : ['test/medplum/**/*.test.ts'];

const patience = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    // Many tests wait for other processes; Vitest leaves one core idle, which of two is half.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'service',
          include: ['test/**/*.test.ts'],
          exclude: [...dateSuites, 'test/medplum/**'],
          env: { MEDPLUM_TEST_BASE_URL: '' },
          ...patience,
        },
      },
      ...timeZones.map((timeZone) => ({
        test: { name: timeZone, include: dateSuites, env: { TZ: timeZone }, ...patience },
      })),
      {
        test: {
          name: 'medplum',
          include: serverSuites,
          setupFiles: ['test/medplum/differences.setup.ts'],
          // One server is shared, and it is the thing under test.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
