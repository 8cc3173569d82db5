import { beforeEach } from 'vitest';
import { differences } from './differences.ts';
import { testServer } from './server.ts';

/** A promise that the server is known not to keep is expected to fail. */
beforeEach(({ task }) => {
  if (!testServer || task.file.name.includes('test/medplum/')) return;
  for (const title of differences.keys()) if (title.test(task.name)) Object.assign(task, { fails: true });
});
