import type { Bundle, ClaimResponse, Parameters } from '@medplum/fhirtypes';
import { type Asked, inquiry } from '../pas/inquiry/inquiries.ts';
import type { openService } from './service.ts';

type TestService = Pick<Awaited<ReturnType<typeof openService>>, 'app'>;

const headers = { 'content-type': 'application/fhir+json' };

export function post({ app }: TestService, path: string, body: unknown): Promise<Response> {
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  return Promise.resolve(app.request(`/fhir/${path}`, { method: 'POST', headers, body: sent }));
}

/** Submits a request. @throws Error when it is refused */
export async function submitted(service: TestService, request: Bundle): Promise<ClaimResponse> {
  const response = await post(service, 'Claim/$submit', request);
  const bundle = (await response.json()) as Bundle;
  const first = bundle.entry?.[0]?.resource;
  if (response.status === 200 && first?.resourceType === 'ClaimResponse') return first;
  throw new Error(`The request was refused: ${JSON.stringify(bundle)}`);
}

/** Inquires; gives the Bundle of each case found. @throws Error when the inquiry is refused */
export async function inquired(service: TestService, asked: Asked | Bundle): Promise<readonly Bundle[]> {
  const body = 'resourceType' in asked ? asked : inquiry(asked);
  const response = await post(service, 'Claim/$inquire', body);
  const parameters = (await response.json()) as Parameters;
  if (response.status !== 200 || parameters.resourceType !== 'Parameters') {
    throw new Error(`The inquiry was refused: ${JSON.stringify(parameters)}`);
  }
  return (parameters.parameter ?? []).map(({ name, resource }) => {
    if (name === 'return' && resource?.resourceType === 'Bundle') return resource;
    throw new Error(`Not a returned Bundle: ${name}`);
  });
}

/** The answer of a returned Bundle. @throws Error when it is not first */
export function answerOf(bundle: Bundle | undefined): ClaimResponse {
  const first = bundle?.entry?.[0]?.resource;
  if (first?.resourceType === 'ClaimResponse') return first;
  throw new Error('The ClaimResponse does not come first');
}
