import { answeredTag, tagToken } from '../src/intake/answeredTag.ts';
import { decidedTasks } from '../src/intake/decision/recordDecision.ts';
import type { BotDefinition } from '../src/store/store.ts';
import { handler as adjudicateClaim } from './adjudicateClaim.ts';
import { handler as indexRole } from './indexRole.ts';
import { handler as notify } from './notify.ts';
import { handler as receiveServiceRequest } from './receiveServiceRequest.ts';
import { handler as recordDecision } from './recordDecision.ts';
import { handler as submit } from './submit.ts';
import { handler as sweep } from './sweep.ts';

/** Every bot with what starts it; the embedded store and a Medplum server run the same handlers. */
export const bots: readonly BotDefinition[] = [
  {
    name: 'adjudicate-claim',
    description: 'Answers a preauthorization Claim that was written straight into the store.',
    trigger: {
      kind: 'subscription',
      criteria: `Claim?use=preauthorization&status=active&_tag:not=${tagToken(answeredTag)}`,
    },
    handler: adjudicateClaim,
  },
  {
    name: 'receive-service-request',
    description: 'Opens a case for a ServiceRequest that asks for a second opinion.',
    trigger: {
      kind: 'subscription',
      criteria: `ServiceRequest?status=active&_tag:not=${tagToken(answeredTag)}`,
    },
    handler: receiveServiceRequest,
  },
  {
    name: 'sweep',
    description:
      'Each minute: takes up receipts left in progress, requests whose trigger was lost, and expired deadlines; removes old events.',
    trigger: { kind: 'schedule', cron: '* * * * *' },
    handler: sweep,
  },
  {
    name: 'submit',
    description: 'Answers Claim/$submit on a Medplum server.',
    trigger: { kind: 'operation', code: 'submit', resource: 'Claim' },
    handler: submit,
  },
  {
    name: 'index-role',
    description: 'Keeps the tags of a PractitionerRole, by which it is found, as its networks and locations are.',
    trigger: { kind: 'subscription', criteria: 'PractitionerRole' },
    handler: indexRole,
  },
  {
    name: 'record-decision',
    description: 'Takes the decision of a person who completed a Task by a plain update, or puts the Task back.',
    trigger: { kind: 'subscription', criteria: decidedTasks, interaction: 'update' },
    handler: recordDecision,
  },
  {
    name: 'notify',
    description: 'Makes an event of an answer, or of its change, for every subscription that asks for it.',
    trigger: { kind: 'subscription', criteria: 'ClaimResponse?use=preauthorization' },
    handler: notify,
  },
];
