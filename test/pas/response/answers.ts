import type { Bundle, Claim, ClaimResponse } from '@medplum/fhirtypes';
import { expectations } from '../../examples/examples.ts';
import { exampleBundle, openEmbedded, send } from '../../intake/harness.ts';

/** A request with its answer, as they went over the wire. */
export interface Answer {
  readonly file: string;
  readonly request: Bundle;
  readonly claim: Claim;
  readonly sent: Bundle;
  readonly response: ClaimResponse;
}

/** The answers of the demo plan to every example that can be read. */
export async function answersToExamples(): Promise<readonly Answer[]> {
  const { context, close } = await openEmbedded();
  const answers: Answer[] = [];
  for (const { file } of expectations.filter(({ status }) => status === 200)) {
    const request = exampleBundle(file);
    const result = await send(context, new TextEncoder().encode(JSON.stringify(request)));
    if (!result.ok) throw new Error(`${file} was refused: ${JSON.stringify(result.outcome)}`);
    answers.push(answerOf(file, request, JSON.parse(JSON.stringify(result.bundle))));
  }
  await close();
  return answers;
}

/** @throws Error when the request has no Claim first, or the answer no ClaimResponse */
export function answerOf(file: string, request: Bundle, sent: Bundle): Answer {
  const claim = request.entry?.[0]?.resource;
  const response = sent.entry?.find(({ resource }) => resource?.resourceType === 'ClaimResponse')?.resource;
  if (claim?.resourceType !== 'Claim' || response?.resourceType !== 'ClaimResponse') {
    throw new Error(`${file}: no Claim, or no ClaimResponse`);
  }
  return { file, request, claim, sent, response };
}
