import { expect, it } from 'vitest';

it('runs in the time zone its project names', () => {
  const zone = process.env.TZ ?? '';
  expect(Temporal.Now.zonedDateTimeISO().offset).toBe(Temporal.Now.zonedDateTimeISO(zone).offset);
});
