import type { CodeableConcept, Extension, Identifier, Reference, Task, TaskInput } from '@medplum/fhirtypes';
import { concept } from '../fhir/elements.ts';
import { findingExtension } from '../fhir/policyFinding.ts';
import { caseSystem, ownBase, ownTaskCodes, taskSystem } from '../fhir/systems.ts';
import type { Finding } from '../policy/finding.ts';
import { queueCodes, queueOf, type TaskCode, taskDisplay } from './taskCodes.ts';

export const taskInputCodes = `${ownBase}/CodeSystem/task-input`;

export interface TaskPlan {
  readonly code: TaskCode;
  /** Distinguishes several of one code within a case, e.g. by version of the answer. */
  readonly suffix?: string;
  /** Identifiers besides its own. */
  readonly alsoKnownAs?: readonly Identifier[];
  readonly caseKey: string;
  /** Claim or ServiceRequest. */
  readonly basedOn: readonly Reference[];
  /** ClaimResponse; the receipt when there is no answer. */
  readonly focus: Reference;
  /** DocumentReference with what the answer rests on; absent when there is no answer. */
  readonly evidence?: Reference;
  readonly patient?: Reference;
  readonly urgent: boolean;
  /** Instant, ISO 8601 with offset: the receipt's; for notices the decision's. */
  readonly authoredOn: string;
  /** Instant with offset. */
  readonly due: string;
  /** Clocks and work-by. */
  readonly extensions: readonly Extension[];
  readonly findings?: readonly Finding[];
  readonly input?: readonly TaskInput[];
  readonly status?: 'requested' | 'completed';
  readonly description?: string;
}

/** A Task for people, with its due instant in `restriction.period.end`. */
export function task(plan: TaskPlan): Task {
  const queue = queueOf[plan.code];
  const input = [
    ...(plan.input ?? []),
    ...(plan.evidence ? [{ type: inputType('evidence'), valueReference: plan.evidence }] : []),
  ];
  const identifier = [plan.caseKey, plan.code, plan.suffix].filter((part) => part !== undefined).join('|');
  const extension = [...plan.extensions, ...(plan.findings ?? []).map(findingExtension)];
  return {
    resourceType: 'Task',
    ...(extension.length > 0 ? { extension } : {}),
    identifier: [{ system: taskSystem, value: identifier }, ...(plan.alsoKnownAs ?? [])],
    ...(plan.basedOn.length > 0 ? { basedOn: [...plan.basedOn] } : {}),
    groupIdentifier: { system: caseSystem, value: plan.caseKey },
    status: plan.status ?? 'requested',
    intent: 'order',
    priority: plan.urgent ? 'urgent' : 'routine',
    code: concept(ownTaskCodes, plan.code, taskDisplay[plan.code]),
    description: plan.description ?? taskDisplay[plan.code],
    focus: plan.focus,
    ...(plan.patient ? { for: plan.patient } : {}),
    authoredOn: plan.authoredOn,
    performerType: [concept(queueCodes, queue.code, queue.display)],
    restriction: { period: { start: earlier(plan.authoredOn, plan.due), end: plan.due } },
    ...(input.length > 0 ? { input } : {}),
  };
}

/** What is opened after its due instant is due at once: a period may not begin after its end. */
function earlier(one: string, other: string): string {
  return Temporal.Instant.compare(Temporal.Instant.from(one), Temporal.Instant.from(other)) <= 0 ? one : other;
}

export function inputType(code: string): CodeableConcept {
  return concept(taskInputCodes, code);
}
