import { badRequest, gone, notFound, OperationOutcomeError, preconditionFailed } from '@medplum/core';

export function notFoundError(): OperationOutcomeError {
  return new OperationOutcomeError(notFound);
}

export function goneError(): OperationOutcomeError {
  return new OperationOutcomeError(gone);
}

/** 412: the version named in If-Match is not the current one. */
export function preconditionError(): OperationOutcomeError {
  return new OperationOutcomeError(preconditionFailed);
}

export function badRequestError(text: string, expression?: string): OperationOutcomeError {
  return new OperationOutcomeError(badRequest(text, expression));
}
