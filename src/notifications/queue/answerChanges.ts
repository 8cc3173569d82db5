import type { MedplumClient } from '@medplum/core';
import type { ClaimResponse } from '@medplum/fhirtypes';
import { withoutEvidence } from '../../fhir/evidence.ts';
import { canonicalJson } from '../../intake/canonicalJson.ts';
import type { AnswerVersion } from './event.ts';

/** A version of an answer that says something else than the one before it. */
export interface AnswerChange {
  readonly response: AnswerVersion;
  /** `meta.lastUpdated`. */
  readonly timestamp: Temporal.Instant;
  /** The answer was given, not changed. */
  readonly first: boolean;
  readonly content: ClaimResponse;
}

/** What happened to an answer, oldest first. A version in which nothing changed that is sent is none. */
export async function answerChanges(client: MedplumClient, id: string): Promise<readonly AnswerChange[]> {
  const { entry = [] } = await client.readHistory('ClaimResponse', id, undefined, { cache: 'reload' });
  const versions = entry.flatMap(({ resource }) => (resource ? [resource] : [])).toReversed();
  return versions.flatMap((content, index) => {
    // The update that replaces an answer has one of its own.
    if (content.status === 'cancelled') return [];
    const before = versions[index - 1];
    if (before && said(before) === said(content)) return [];
    const { versionId, lastUpdated } = content.meta ?? {};
    if (versionId === undefined || lastUpdated === undefined) return [];
    const timestamp = Temporal.Instant.from(lastUpdated);
    return [{ response: { id, version: versionId }, timestamp, first: before === undefined, content }];
  });
}

function said({ meta: _meta, extension, ...content }: ClaimResponse): string {
  return canonicalJson({ ...content, extension: withoutEvidence(extension) });
}
