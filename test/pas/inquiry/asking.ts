import type { Bundle, ClaimResponse } from '@medplum/fhirtypes';
import type { IntakeContext } from '../../../src/intake/context.ts';
import { inquire } from '../../../src/intake/inquire.ts';
import { base, encode } from '../../intake/harness.ts';
import { type Asked, inquiry } from './inquiries.ts';

/** The Bundle of each case found, as it goes over the wire. @throws Error when the inquiry is refused */
export async function ask(context: IntakeContext, asked: Asked | Bundle): Promise<readonly Bundle[]> {
  const body = 'resourceType' in asked ? asked : inquiry(asked);
  const result = await inquire(context, encode(body), base);
  if (!result.ok) throw new Error(JSON.stringify(result.outcome));
  const { parameter = [] }: typeof result.parameters = JSON.parse(JSON.stringify(result.parameters));
  return parameter.flatMap(({ resource }) => (resource?.resourceType === 'Bundle' ? [resource] : []));
}

/** The answers found. */
export async function askFor(context: IntakeContext, asked: Asked | Bundle): Promise<readonly ClaimResponse[]> {
  return (await ask(context, asked)).map(firstOf);
}

/** The answer of a Bundle. @throws Error when it does not come first */
export function firstOf(bundle: Bundle | undefined): ClaimResponse {
  const first = bundle?.entry?.[0]?.resource;
  if (first?.resourceType === 'ClaimResponse') return first;
  throw new Error('The ClaimResponse does not come first');
}

/** The only one. @throws Error when there is none, or another */
export function only<T>(found: readonly T[]): T {
  const [one] = found;
  if (one === undefined || found.length > 1) throw new Error(`${found.length} were found`);
  return one;
}
