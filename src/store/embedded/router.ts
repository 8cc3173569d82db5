import { OperationOutcomeError } from '@medplum/core';
import { FhirRouter } from '@medplum/fhir-router';
import { type StoreLog, toOutcomeError } from './incident.ts';

/**
 * The FHIR REST routes. The router answers any error a handler throws with 400 and its message; here only core's plain
 * Errors, which are statements about the request, reach it so. Everything else unforeseen becomes an incident.
 */
export function createRouter(log: StoreLog): FhirRouter {
  const router = new FhirRouter();
  for (const route of router.router.routes) {
    const { handler } = route;
    route.handler = async (...request) => {
      try {
        return await handler(...request);
      } catch (error) {
        throw isAboutRequest(error) ? error : toOutcomeError(error, log);
      }
    };
  }
  return router;
}

function isAboutRequest(error: unknown): boolean {
  if (error instanceof OperationOutcomeError) return true;
  return error instanceof Error && Object.getPrototypeOf(error) === Error.prototype && !('code' in error);
}
