import type { CodeableConcept, Extension, Task, TaskOutput } from '@medplum/fhirtypes';
import { clockUrl, workByUrl } from '../../fhir/clock.ts';
import { concept } from '../../fhir/elements.ts';
import { npiSystem } from '../../fhir/systems.ts';
import { businessStatusCodes } from '../overdue.ts';
import type { ClockChange } from './clockChange.ts';
import type { AllowedDecision } from './decide.ts';
import { type Decision, decisionPartCodes } from './decision.ts';
import { documentsAsked } from './informationAsked.ts';
import { dueOf } from './taskClocks.ts';

/**
 * The Task after a decision: completed with the decision as its outputs when nothing it lists is pended any more, else in
 * progress. What a person said and what had been missed stays in its notes.
 */
export function decidedTask(allowed: AllowedDecision, isFinal: boolean): Task {
  const { current, decision, reviewer, decided, clocks } = allowed;
  const { businessStatus: _status, statusReason: _reason, output: _output, ...task } = current.task;
  const due = dueOf(current.task);
  const isLate = Temporal.Instant.compare(Temporal.Instant.from(decided), due) > 0;
  const isOrWasLate = isLate || hasStatus(current.task, 'late');
  const missed = `The deadline ${current.task.restriction?.period?.end} had passed when this was decided.`;
  const wasOverdue = hasStatus(current.task, 'overdue') ? ' The Task was marked overdue.' : '';
  const texts = [inWords(decision), ...(isLate ? [`${missed}${wasOverdue}`] : [])];
  const changed: Task = {
    ...task,
    status: isFinal ? 'completed' : 'in-progress',
    ...businessStatusOf(allowed, isOrWasLate),
    note: [
      ...(task.note ?? []),
      ...texts.map((text) => ({ authorReference: { reference: reviewer.reference }, time: decided, text })),
    ],
    ...(isFinal ? { output: outputsOf(decision, allowed.items) } : {}),
  };
  return clocks ? onNewClocks(changed, clocks) : changed;
}

function businessStatusOf({ asked }: AllowedDecision, isLate: boolean): Pick<Task, 'businessStatus'> {
  if (isLate) return { businessStatus: concept(businessStatusCodes, 'late', 'Late') };
  return asked
    ? { businessStatus: concept(businessStatusCodes, 'information-requested', 'Information requested') }
    : {};
}

/** A Task on the clocks that hold from now on. */
export function onNewClocks<T extends Task>(task: T, { extensions, due, urgent }: ClockChange): T {
  const others = (task.extension ?? []).filter(({ url }: Extension) => url !== clockUrl && url !== workByUrl);
  return {
    ...task,
    extension: [...extensions, ...others],
    priority: urgent ? 'urgent' : 'routine',
    restriction: { ...task.restriction, period: { ...task.restriction?.period, end: due } },
  };
}

/** Whether the Task has this business status. */
export function hasStatus({ businessStatus }: Task, code: string): boolean {
  return businessStatus?.coding?.some((coding) => coding.code === code) ?? false;
}

function inWords(decided: Decision): string {
  const { decision, items, reasons, dueBy } = decided;
  const information = documentsAsked(decided).map(({ words }) => words);
  const of = items.length > 0 ? `, item ${items.join(', ')}` : '';
  const until = dueBy === undefined ? '' : `, until ${dueBy}`;
  return [`Decision: ${decision}${of}${until}.`, ...reasons, ...information].join('\n');
}

function outputsOf(decision: Decision, items: readonly number[]): TaskOutput[] {
  const { reviewer, reasons, reasonCodes, provider } = decision;
  return [
    { type: part('decision'), valueCode: decision.decision },
    { type: part('reviewer'), valueIdentifier: { system: npiSystem, value: reviewer } },
    ...reasons.map((valueString) => ({ type: part('reason'), valueString })),
    ...reasonCodes.map((valueCodeableConcept) => ({ type: part('reasonCode'), valueCodeableConcept })),
    ...items.map((valuePositiveInt) => ({ type: part('item'), valuePositiveInt })),
    ...(provider ? [providerOutput(provider)] : []),
  ];
}

function providerOutput(provider: NonNullable<Decision['provider']>): TaskOutput {
  if ('npi' in provider) return { type: part('provider'), valueIdentifier: { system: npiSystem, value: provider.npi } };
  return { type: part('provider'), valueReference: { reference: provider.reference } };
}

function part(name: string): CodeableConcept {
  return concept(decisionPartCodes, name);
}
