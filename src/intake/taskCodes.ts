import { ownBase } from '../fhir/systems.ts';

/** `Task.code`, system `…/CodeSystem/task`. */
export type TaskCode =
  | 'review'
  | 'find-provider'
  | 'identify-member'
  | 'identify-case'
  | 'notify-member'
  | 'notify-provider'
  | 'grievance'
  | 'appeal'
  | 'disclose-criteria'
  | 'overdue-notice';

export interface Queue {
  readonly code: string;
  readonly display: string;
}

export const queueCodes = `${ownBase}/CodeSystem/queue`;

const queues = {
  utilizationManagement: { code: 'utilization-management', display: 'Utilization Management' },
  memberServices: { code: 'member-services', display: 'Member Services' },
  grievanceAndAppeals: { code: 'grievance-and-appeals', display: 'Grievance and Appeals' },
} as const satisfies Record<string, Queue>;

/** Which department (MPUP3078 II) works a task. */
export const queueOf: Readonly<Record<TaskCode, Queue>> = {
  review: queues.utilizationManagement,
  'find-provider': queues.utilizationManagement,
  'identify-member': queues.memberServices,
  'identify-case': queues.utilizationManagement,
  'notify-member': queues.memberServices,
  'notify-provider': queues.utilizationManagement,
  grievance: queues.grievanceAndAppeals,
  appeal: queues.grievanceAndAppeals,
  'disclose-criteria': queues.utilizationManagement,
  'overdue-notice': queues.utilizationManagement,
};

/** Displays, and names of `Task.input`. */
export const taskDisplay: Readonly<Record<TaskCode, string>> = {
  review: 'Review the request',
  'find-provider': 'Find a professional for the second opinion',
  'identify-member': 'Identify the member',
  'identify-case': 'Find the case of an attachment',
  'notify-member': 'Notify the member',
  'notify-provider': 'Notify the provider',
  grievance: 'Handle a grievance',
  appeal: 'Handle an appeal',
  'disclose-criteria': 'Disclose the criteria',
  'overdue-notice': 'Send the notice of an expired deadline',
};
