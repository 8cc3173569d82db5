import type { MedplumClient } from '@medplum/core';
import type { Reference, Task } from '@medplum/fhirtypes';
import { DeadlineError, overdueNotice } from '../deadlines/index.ts';
import { ofType, searchAll } from '../directory/searchAll.ts';
import { noticeExtensions } from '../fhir/clock.ts';
import { concept } from '../fhir/elements.ts';
import { caseSystem, ownBase, ownTaskCodes } from '../fhir/systems.ts';
import type { IntakeContext } from './context.ts';
import { task } from './tasks.ts';
import { update } from './transactionEntries.ts';

export const businessStatusCodes = `${ownBase}/CodeSystem/business-status`;

/** Work that answers a request: when it is overdue, so is the answer. */
const answeringCodes = ['review', 'find-provider', 'identify-member'];

/**
 * Marks open work whose deadline has passed as overdue, and opens the notice that is due the same local day. Nothing is
 * approved or denied by it: a missed deadline is an adverse determination that a person has to send. @see 42 CFR 438.404(c)(5)
 */
export async function markOverdue(
  context: IntakeContext,
  attempt: (step: () => Promise<'overdue' | 'left'>) => Promise<void>,
): Promise<void> {
  const now = context.now();
  const query = {
    status: 'requested,received,accepted,in-progress,on-hold',
    code: answeringCodes.map((code) => `${ownTaskCodes}|${code}`).join(','),
    'due-date': `lt${now.toString({ smallestUnit: 'millisecond' })}`,
  };
  const found = ofType((await searchAll(context.client, 'Task', query)).resources, 'Task');
  for (const late of found.filter(isNewlyLate(now))) await attempt(() => openNotice(context, late));
}

function isNewlyLate(now: Temporal.Instant): (found: Task) => boolean {
  return ({ restriction, businessStatus }) => {
    const due = restriction?.period?.end;
    const marked = businessStatus?.coding?.some(({ code }) => code === 'overdue') ?? false;
    return due !== undefined && !marked && Temporal.Instant.compare(Temporal.Instant.from(due), now) < 0;
  };
}

async function openNotice({ client, settings }: IntakeContext, late: Task): Promise<'overdue' | 'left'> {
  const expired = Temporal.Instant.from(late.restriction?.period?.end ?? '');
  const clock = overdueNotice(expired, settings.calendar);
  if (clock instanceof DeadlineError) throw clock;
  const notice = task({
    code: 'overdue-notice',
    suffix: late.code?.coding?.[0]?.code,
    caseKey: late.groupIdentifier?.system === caseSystem ? (late.groupIdentifier.value ?? '') : '',
    basedOn: late.basedOn ?? [],
    focus: late.focus as Reference,
    patient: late.for,
    urgent: true,
    authoredOn: clock.start,
    due: clock.due,
    extensions: noticeExtensions(clock, settings.calendar),
  });
  // A person may have put another business status in the place of `overdue`.
  if (await isStored(client, notice)) return 'left';
  const marked: Task = { ...late, businessStatus: concept(businessStatusCodes, 'overdue', 'Overdue') };
  await client.executeBatch(
    {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ request: { method: 'POST', url: 'Task' }, resource: notice }, update(marked, late)],
    },
    { maxRetries: 0 },
  );
  return 'overdue';
}

async function isStored(client: MedplumClient, { identifier }: Task): Promise<boolean> {
  const [own] = identifier ?? [];
  return (await client.searchOne('Task', `identifier=${own?.system}|${own?.value}`, { cache: 'reload' })) !== undefined;
}
