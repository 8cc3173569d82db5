import { deepEquals } from '@medplum/core';
import type { ClaimSupportingInfo, Reference, Resource } from '@medplum/fhirtypes';
import { infoCancelledUrl, pasExtension } from '../codes.ts';
import type { Submission } from '../request/submission.ts';
import { marksOf } from './marks.ts';

/** What an update does to the supporting information, by sequence; what it leaves alone or does not repeat is not told. */
export interface InformationChange {
  readonly sequence: number;
  readonly to: 'added' | 'changed' | 'withdrawn';
}

/** Marks are believed only where the content bears them out, as with items. @see PAS 2.2.1, spec-68 to 70 */
export function informationChanges(own: Submission, before: Submission): readonly InformationChange[] {
  const earlier = before.claim.supportingInfo ?? [];
  return (own.claim.supportingInfo ?? []).flatMap((entry): readonly InformationChange[] => {
    const { sequence } = entry;
    const was = earlier.find((each) => each.sequence === sequence);
    const isWithdrawn = marksOf(entry).cancelled;
    if (!was || marksOf(was).cancelled) return isWithdrawn ? [] : [{ sequence, to: 'added' }];
    if (isWithdrawn) return [{ sequence, to: 'withdrawn' }];
    return deepEquals(contentOf(own, entry), contentOf(before, was)) ? [] : [{ sequence, to: 'changed' }];
  });
}

/** With what it refers to, which may change under the same name. */
function contentOf(submission: Submission, entry: ClaimSupportingInfo): object {
  const { id: _id, extension = [], modifierExtension = [], ...stated } = entry;
  return {
    ...stated,
    extension: extension.filter(({ url }) => url !== pasExtension.infoChanged),
    modifierExtension: modifierExtension.filter(({ url }) => url !== infoCancelledUrl),
    refersTo: referredTo(submission, entry.valueReference),
  };
}

/** What a server adds of its own makes no difference. */
function referredTo({ resolve }: Submission, reference: Reference | undefined): Partial<Resource> {
  const resolved = reference && resolve(reference);
  if (resolved?.kind !== 'resource') return {};
  const { id: _id, meta: _meta, ...content } = resolved.resource;
  return content;
}
