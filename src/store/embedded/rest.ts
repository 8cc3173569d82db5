import { OperationOutcomeError } from '@medplum/core';
import type { FhirRepository, FhirRouter } from '@medplum/fhir-router';
import type { RestReply, RestRequest } from '../store.ts';
import { asBytes, createBinary, isRawUpload } from './binary.ts';
import { type StoreLog, toOutcomeError } from './incident.ts';
import { toReply } from './reply.ts';
import { readBody } from './requestBody.ts';

/** Answers one REST request; whatever goes wrong is a reply too. */
export async function answer(
  router: FhirRouter,
  repository: FhirRepository,
  log: StoreLog,
  given: RestRequest,
): Promise<RestReply> {
  const request = { ...given, path: given.path.replace(/^\//, '') };
  try {
    if (isRawUpload(request)) return await createBinary(repository, request);
    const isSearchForm = request.path.split('?')[0]?.endsWith('/_search');
    const [outcome, resource] = await router.handleRequest(
      {
        method: request.method,
        url: isSearchForm ? (request.path.split('?')[0] ?? '') : request.path,
        pathname: '',
        params: {},
        query: {},
        headers: request.headers ?? {},
        body: readBody(request),
        // Without this a transaction would be carried out as a batch.
        config: { transactions: true },
      },
      repository,
    );
    return asBytes(request, resource, toReply(request, outcome, resource));
  } catch (error) {
    const { outcome } = error instanceof OperationOutcomeError ? error : toOutcomeError(error, log);
    return toReply(request, outcome, undefined);
  }
}
