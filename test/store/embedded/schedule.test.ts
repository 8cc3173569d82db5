import type { Bot } from '@medplum/fhirtypes';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { firesAt, parseCron } from '../../../src/store/embedded/bots/cron.ts';
import type { BotHandler, StoreLogEntry } from '../../../src/store/index.ts';
import { openEmbedded } from '../harness.ts';

describe('a cron expression, in UTC', () => {
  test.each([
    { cron: '* * * * *', instant: '2026-11-23T10:17:59Z', fires: true },
    { cron: '17 * * * *', instant: '2026-11-23T10:17:00Z', fires: true },
    { cron: '17 * * * *', instant: '2026-11-23T10:18:00Z', fires: false },
    { cron: '*/15 * * * *', instant: '2026-11-23T10:45:00Z', fires: true },
    { cron: '*/15 * * * *', instant: '2026-11-23T10:46:00Z', fires: false },
    { cron: '5/10 * * * *', instant: '2026-11-23T10:55:00Z', fires: true },
    { cron: '0 8,12 * * *', instant: '2026-11-23T12:00:00Z', fires: true },
    { cron: '0 8-10 * * *', instant: '2026-11-23T11:00:00Z', fires: false },
    { cron: '0 0 * * 1', instant: '2026-11-23T00:00:00Z', fires: true },
    { cron: '0 0 * * 7', instant: '2026-11-22T00:00:00Z', fires: true },
    { cron: '0 0 * * 0', instant: '2026-11-22T00:00:00Z', fires: true },
    { cron: '0 0 1 * *', instant: '2026-11-23T00:00:00Z', fires: false },
    { cron: '0 0 1 * 1', instant: '2026-11-23T00:00:00Z', fires: true },
    { cron: '0 0 1 12 *', instant: '2026-12-01T00:00:00Z', fires: true },
  ])('$cron at $instant fires: $fires', ({ cron, instant, fires }) => {
    expect(firesAt(parseCron(cron), Temporal.Instant.from(instant))).toBe(fires);
  });

  test.each([
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * JAN *',
    '5-3 * * * *',
    '*/0 * * * *',
    '@daily',
    '1,,2 * * * *',
    '-1 * * * *',
  ])('"%s" is refused', (cron) => {
    expect(() => parseCron(cron)).toThrow();
  });
});

describe('a bot with a schedule', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const minutely = (handler: BotHandler) =>
    ({
      name: 'minutely',
      description: 'Runs each minute.',
      trigger: { kind: 'schedule', cron: '* * * * *' },
      handler,
    }) as const;
  const now = () => Temporal.Instant.from('2026-11-23T10:00:30Z');

  test('runs on the minute and gets itself as input', async () => {
    const inputs: unknown[] = [];
    const handler: BotHandler = async (_medplum, { input }) => {
      inputs.push(input);
    };
    await openEmbedded({ bots: [minutely(handler)], now });
    await vi.advanceTimersByTimeAsync(29_999);
    expect(inputs).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(inputs).toEqual([
      expect.objectContaining<Partial<Bot>>({ resourceType: 'Bot', name: 'minutely', cronString: '* * * * *' }),
    ]);
  });

  test('does not overlap itself, and says so', async () => {
    const log: StoreLogEntry[] = [];
    let runs = 0;
    let end = () => {};
    const handler: BotHandler = () => {
      runs += 1;
      return new Promise<void>((resolve) => {
        end = resolve;
      });
    };
    await openEmbedded({ bots: [minutely(handler)], now, log: (entry) => log.push(entry) });
    await vi.advanceTimersByTimeAsync(60_000);
    expect([runs, log.map(({ bot }) => bot)]).toEqual([1, ['minutely']]);
    end();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(runs).toBe(2);
    end();
  });
});
