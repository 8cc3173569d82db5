import type { Task } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { clockUrl, workByUrl } from '../../src/fhir/clock.ts';
import { extensionOf, extensionsOf } from '../../src/fhir/elements.ts';
import { sweep } from '../../src/intake/sweep.ts';
import { caseOf, census, once, taskCode } from './cases.ts';
import { answerTo, contextOf, intakeStores, message, openForTest } from './harness.ts';

const received = Temporal.Instant.from('2026-09-14T17:05:00Z');

const rows = [
  { example: '10-network-alternative', code: 'review', due: '2026-09-21T23:59:59-07:00' },
  { example: '5-nobody-requested', code: 'find-provider', due: '2026-09-21T23:59:59-07:00' },
  {
    example: '10-urgent-level-of-service',
    code: 'review',
    due: '2026-09-17T10:05:00-07:00',
    noticeDue: '2026-09-17T23:59:59-07:00',
    noticeWorkBy: '2026-09-17T17:00:00-07:00',
  },
];

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`expired deadlines on ${store.name}`, () => {
    async function openCase(example: string) {
      const { client, context } = await openForTest(store);
      const body = message(example);
      await answerTo(context, body, received);
      const sweepAt = (instant: Temporal.Instant) => sweep(contextOf(client, () => instant));
      const stored = () => caseOf(client, body);
      return { client, sweepAt, stored };
    }

    const after = (due: string) => Temporal.Instant.from(due).add({ seconds: 1 });

    test.each(rows)('$code of $example, due $due: in time until then', async ({ example, code, due }) => {
      const { sweepAt, stored } = await openCase(example);
      const before = await stored();
      await sweepAt(Temporal.Instant.from(due));
      expect(census(before)).toEqual(once([code]));
      expect(await stored()).toEqual(before);
    });

    test.each(rows)('$code of $example, due $due: overdue after, with one notice however often swept', async (row) => {
      const { sweepAt, stored } = await openCase(row.example);
      const before = await stored();
      for (let run = 0; run < 3; run += 1) await sweepAt(after(row.due).add({ hours: run }));
      const { tasks, ...others } = await stored();
      expect(others).toEqual({ ...before, tasks: undefined });
      const [late, ...rest] = tasks.filter((task) => taskCode(task) === row.code);
      expect(rest).toEqual([]);
      expect(late).toMatchObject({ status: 'requested', businessStatus: { coding: [{ code: 'overdue' }] } });
      const notices = tasks.filter((task) => task !== late);
      expect(notices).toEqual([
        expect.objectContaining({
          status: 'requested',
          priority: 'urgent',
          authoredOn: row.due,
          basedOn: late?.basedOn,
          focus: late?.focus,
          for: late?.for,
          groupIdentifier: late?.groupIdentifier,
          restriction: { period: { start: row.due, end: row.noticeDue ?? row.due } },
        }),
      ]);
      expect(notices.map(taskCode)).toEqual(['overdue-notice']);
      const [notice] = notices;
      const clocks = extensionsOf(notice, clockUrl).map((clock) => ({
        id: extensionOf(clock, 'id')?.valueCode,
        due: extensionOf(clock, 'due')?.valueDateTime,
        basis: extensionOf(clock, 'basis')?.valueString,
        governing: extensionOf(clock, 'governing')?.valueBoolean,
      }));
      const end = row.noticeDue ?? row.due;
      expect(clocks).toEqual([
        { id: 'overdue-notice-same-day', due: end, basis: '42 CFR 438.404(c)(5)', governing: true },
      ]);
      expect(extensionOf(notice, workByUrl)?.valueDateTime).toBe(row.noticeWorkBy ?? row.due);
    });

    test.each(['completed', 'cancelled', 'failed', 'rejected', 'entered-in-error'] as const)(
      'a %s Task stays as it is',
      async (status) => {
        const { client, sweepAt, stored } = await openCase('10-network-alternative');
        const [task] = (await stored()).tasks;
        if (!task) throw new Error('no Task');
        await client.updateResource<Task>({ ...task, status });
        const before = await stored();
        await sweepAt(Temporal.Instant.from('2026-10-14T17:05:00Z'));
        expect(await stored()).toEqual(before);
      },
    );

    test('a notice of an approval is no answer that can be overdue', async () => {
      const { sweepAt, stored } = await openCase('9-advanced-heart-failure');
      const before = await stored();
      await sweepAt(Temporal.Instant.from('2026-10-14T17:05:00Z'));
      expect(before.tasks).toHaveLength(2);
      expect(await stored()).toEqual(before);
    });

    test('another business status in place of `overdue` brings no second notice', async () => {
      const { client, sweepAt, stored } = await openCase('10-network-alternative');
      const instant = Temporal.Instant.from('2026-10-14T17:05:00Z');
      await sweepAt(instant);
      const late = (await stored()).tasks.find((task) => taskCode(task) === 'review');
      if (!late) throw new Error('no Task');
      await client.updateResource<Task>({ ...late, businessStatus: { text: 'Called the member' } });
      const before = await stored();
      await sweepAt(instant.add({ hours: 1 }));
      expect(await stored()).toEqual(before);
      expect(before.tasks.map(taskCode).sort()).toEqual(['overdue-notice', 'review']);
    });

    test('three sweeps at once open one notice, and none fails', async () => {
      const { sweepAt, stored } = await openCase('10-network-alternative');
      const instant = Temporal.Instant.from('2026-10-14T17:05:00Z');
      const reports = await Promise.all(Array.from({ length: 3 }, () => sweepAt(instant)));
      expect(reports.map(({ failed }) => failed)).toEqual([0, 0, 0]);
      expect(reports.reduce((sum, { overdue }) => sum + overdue, 0)).toBe(1);
      expect((await stored()).tasks.map(taskCode).sort()).toEqual(['overdue-notice', 'review']);
    });
  });
}
