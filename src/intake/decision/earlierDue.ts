import type { MedplumClient } from '@medplum/core';
import type { ClaimResponse, Extension } from '@medplum/fhirtypes';
import { earlierRequestUrl } from '../../fhir/caseLinks.ts';
import { clockUrl, workByUrl } from '../../fhir/clock.ts';
import { extensionOf, extensionsOf, referencedId } from '../../fhir/elements.ts';
import { currentAnswer } from '../updates/currentAnswer.ts';

/** By when an earlier request for the same is or was to be decided: a later one is due no later. */
export interface EarlierDue {
  /** `ClaimResponse/<id>` as it now stands. */
  readonly response: string;
  /** Its governing clock. */
  readonly clock: Extension;
  /** Instant, ISO 8601 with offset. */
  readonly due: string;
  readonly workBy: string;
}

/**
 * The one that is due first of the earlier requests that an answer is linked with, by the clocks they have now: what a person
 * lowered or extended there counts, and what was decided meanwhile keeps the due instant it had. Undefined: there is none.
 */
export async function readEarlierDue(client: MedplumClient, response: ClaimResponse): Promise<EarlierDue | undefined> {
  const named = extensionsOf(response, earlierRequestUrl).flatMap(
    ({ valueReference }) => referencedId(valueReference?.reference)?.id ?? [],
  );
  const found = await Promise.all(
    named.map(async (id) => {
      const given = await client.readResource('ClaimResponse', id, { cache: 'reload' });
      return earlierDue(await currentAnswer(client, given));
    }),
  );
  return found
    .filter((each) => each !== undefined)
    .sort((one, other) =>
      Temporal.Instant.compare(Temporal.Instant.from(one.due), Temporal.Instant.from(other.due)),
    )[0];
}

function earlierDue(response: ClaimResponse): EarlierDue | undefined {
  const clock = extensionsOf(response, clockUrl).find((each) => extensionOf(each, 'governing')?.valueBoolean === true);
  const due = extensionOf(clock, 'due')?.valueDateTime;
  if (!clock || due === undefined) return undefined;
  const workBy = extensionOf(response, workByUrl)?.valueDateTime ?? due;
  return { response: `ClaimResponse/${response.id}`, clock, due, workBy };
}
