import { badRequest, conflict, OperationOutcomeError, serverError, tooManyRequests } from '@medplum/core';
import type { OperationOutcome } from '@medplum/fhirtypes';
import type { Call } from './wrappedClient.ts';

/** One way in which a store, or the way to it, fails. */
export interface StoreFailure {
  readonly name: string;
  /** Whether the call took effect all the same. */
  readonly tookEffect: boolean;
  readonly error: () => Error;
}

const gatewayOutcome: OperationOutcome = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'transient', details: { text: 'upstream' } }],
};

const assignedId = 'Assigned ID is already in use';

export const storeFailures: readonly StoreFailure[] = [
  { name: '409', tookEffect: false, error: () => new OperationOutcomeError(conflict('could not serialize access')) },
  {
    name: `400 "${assignedId}"`,
    tookEffect: false,
    error: () => new OperationOutcomeError(badRequest(assignedId)),
  },
  { name: '429', tookEffect: false, error: () => new OperationOutcomeError(tooManyRequests) },
  {
    name: '500',
    tookEffect: false,
    error: () => new OperationOutcomeError(serverError(new Error('out of connections'))),
  },
  {
    name: '500 after the call took effect',
    tookEffect: true,
    error: () => new OperationOutcomeError(serverError(new Error('x'))),
  },
  { name: 'a 503 of a gateway', tookEffect: false, error: () => new OperationOutcomeError(gatewayOutcome) },
  { name: 'a network error', tookEffect: false, error: networkError },
  { name: 'a lost reply', tookEffect: true, error: networkError },
];

function networkError(): Error {
  return Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
}

/** Fails the calls that `when` names, and lets the others through. */
export function failing(failure: StoreFailure, when: (call: Call) => boolean): (call: Call) => Promise<unknown> {
  return async (call) => {
    if (!when(call)) return call.proceed();
    if (failure.tookEffect) await call.proceed().catch(() => undefined);
    throw failure.error();
  };
}
