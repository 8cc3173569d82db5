import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DirectoryInUseError, lockDirectory, readLock } from '../../../src/store/index.ts';
import { openEmbedded, temporaryDirectory } from '../harness.ts';

const server = { url: 'http://127.0.0.1:8080', secret: 'a local secret' };

describe('the lock on a directory', () => {
  test('is held by one store at a time, and its message says who has it and what to do', async () => {
    const directory = temporaryDirectory();
    const store = await openEmbedded({ directory });
    store.lock.update(server);
    const refusal = openEmbedded({ directory });
    await expect(refusal).rejects.toThrow(DirectoryInUseError);
    await expect(refusal).rejects.toThrow(`process ${process.pid} (${server.url})`);
    await expect(refusal).rejects.toThrow('choose another DATA_DIR');
    await store.close();
    await expect(openEmbedded({ directory })).resolves.toHaveProperty('kind', 'embedded');
  });

  test('tells local commands the URL and the secret, and nobody else', () => {
    const directory = temporaryDirectory();
    const lock = lockDirectory(directory);
    expect(readLock(directory)).toEqual({ pid: process.pid });
    lock.update(server);
    expect(readLock(directory)).toEqual({ pid: process.pid, ...server });
    expect(statSync(join(directory, 'lock.json')).mode & 0o777).toBe(0o600);
    lock.release();
    expect(readLock(directory)).toBeUndefined();
  });

  test.each([
    { left: 'a process that is dead', pid: spawnSync(process.execPath, ['--version']).pid },
    { left: 'a process whose pid has a new owner', pid: process.ppid },
    { left: 'a process with our own pid, as in a container', pid: process.pid },
  ])('left behind by $left is taken over', ({ pid }) => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'lock.json'), JSON.stringify({ pid, ...server }));
    expect(readLock(directory)).toBeUndefined();
    const lock = lockDirectory(directory);
    expect(JSON.parse(readFileSync(join(directory, 'lock.json'), 'utf8'))).toEqual({ pid: process.pid });
    lock.release();
  });

  test('does not exist for a directory that nobody uses', () => {
    expect(readLock(temporaryDirectory())).toBeUndefined();
    expect(readLock('/nowhere/at/all')).toBeUndefined();
  });
});
