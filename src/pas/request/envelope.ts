import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import type { Issue } from './issues.ts';
import { LIMITS } from './limits.ts';

const ABSOLUTE_URL = /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/;

/**
 * What a request Bundle keeps to beyond its profile: no more entries than are read, absolute fullUrls, each once.
 * @see PAS 2.2.1, spec-14 and spec-16
 */
export function envelopeIssues({ entry = [] }: Bundle): Issue[] {
  return [
    ...entryCountIssues(entry.length),
    ...entry.flatMap(({ fullUrl }, index) => fullUrlIssues(fullUrl, `Bundle.entry[${index}].fullUrl`)),
    ...duplicateIssues(entry),
  ];
}

function entryCountIssues(entries: number): Issue[] {
  if (entries <= LIMITS.entries) return [];
  const text = `At most ${LIMITS.entries} entries are accepted.`;
  return [{ code: 'too-long', expression: 'Bundle.entry', text }];
}

function fullUrlIssues(fullUrl: string | undefined, expression: string): Issue[] {
  const accepted = "urn:uuid: with a UUID, or the resource's URL on the sender's server without a version";
  if (fullUrl === undefined) return [];
  if (ABSOLUTE_URL.test(fullUrl) && !fullUrl.includes('/_history/')) return [];
  return [{ code: 'value', expression, text: `A fullUrl is absolute: ${accepted}.` }];
}

function duplicateIssues(entries: readonly BundleEntry[]): Issue[] {
  const first = new Map<string, number>();
  return entries.flatMap(({ fullUrl }, index): Issue[] => {
    if (fullUrl === undefined) return [];
    const earlier = first.get(fullUrl);
    if (earlier === undefined) first.set(fullUrl, index);
    if (earlier === undefined) return [];
    const text = `This fullUrl is also that of entry[${earlier}]; each resource is present exactly once.`;
    return [{ code: 'duplicate', expression: `Bundle.entry[${index}].fullUrl`, text }];
  });
}
