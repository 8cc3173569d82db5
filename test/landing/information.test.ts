import { expect, test } from 'vitest';
import { readCase } from '../../src/landing/case/readCase.ts';
import { casePage } from '../../src/landing/pages/casePage.ts';
import {
  askedCase,
  attachmentsOf,
  coded,
  consult,
  documentReference,
  echo,
  submitTo,
} from '../intake/attachments/support.ts';
import { decisionServiceForTest } from '../intake/decision/support.ts';

test('the case page shows what was asked for, and what came, in words, and nothing of the member', async () => {
  const service = await decisionServiceForTest();
  const open = await askedCase(service, [coded(echo), coded(consult)]);
  const sent = { tracking: open.tracking(), member: open.member };
  const content = documentReference('Findings', 'text/plain', { title: 'Achebe.txt' });
  await submitTo(service, attachmentsOf({ ...sent, attachments: [{ content }] }));
  service.setNow('2026-11-30T18:00:00-08:00');
  await submitTo(service, attachmentsOf({ ...sent, attachments: [{ content }], final: true }));
  const view = await readCase(service.context, open.responseId);
  expect(view?.information.asked.map(({ status }) => status)).toEqual(['completed', 'revoked']);
  const page = view ? String(await casePage(view)) : '';
  const [, section = ''] = page.split('What was asked for, and what came');
  for (const words of [
    'Mon, Nov 30, 2026, 17:00',
    'Came',
    'Not needed any more',
    'asked for, late, the same as one before',
  ])
    expect(section).toContain(words);
  expect([open.member.value, 'Achebe'].filter((each) => page.includes(each))).toEqual([]);
});
