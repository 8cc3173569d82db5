import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import type { Issue } from './issues.ts';
import { LIMITS } from './limits.ts';

const ABSOLUTE_URL = /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/;
const UNUSED = ['search', 'request', 'response'] as const;

/** How many Claims a Bundle may hold, and what to say of those beyond. */
export interface ClaimEntries {
  readonly most: number;
  readonly text: string;
}

/**
 * The rules of the PAS request Bundles.
 * @see StructureDefinition/profile-pas-request-bundle and profile-pas-inquiry-request-bundle of PAS 2.2.1
 */
export function envelopeIssues(bundle: Bundle, claims: ClaimEntries): Issue[] {
  const entries = bundle.entry ?? [];
  return [
    ...headerIssues(bundle),
    ...claimEntryIssues(entries, claims),
    ...entries.flatMap((entry, index) => entryIssues(entry, `Bundle.entry[${index}]`)),
    ...duplicateIssues(entries),
  ];
}

function headerIssues({ type, identifier, timestamp, entry = [] }: Bundle): Issue[] {
  const rules: [boolean, Issue['code'], string, string][] = [
    [type === 'collection', 'value', 'Bundle.type', 'The type of a PAS request Bundle is collection.'],
    [identifier !== undefined, 'required', 'Bundle.identifier', "The sender's transaction identifier is required."],
    [timestamp !== undefined, 'required', 'Bundle.timestamp', 'The instant the Bundle was put together is required.'],
    [entry.length > 0, 'required', 'Bundle.entry', 'Entries are required: a Claim and what it refers to.'],
    [entry.length <= LIMITS.entries, 'too-long', 'Bundle.entry', `At most ${LIMITS.entries} entries are accepted.`],
  ];
  return rules.filter(([holds]) => !holds).map(([, code, expression, text]) => ({ code, expression, text }));
}

function claimEntryIssues(entries: readonly BundleEntry[], { most, text }: ClaimEntries): Issue[] {
  const claims = entries.flatMap(({ resource }, index) => (resource?.resourceType === 'Claim' ? [index] : []));
  const issues: Issue[] = claims.slice(most).map((index) => ({
    code: 'structure',
    expression: `Bundle.entry[${index}].resource`,
    text,
  }));
  if (entries.length === 0 || claims[0] === 0) return issues;
  const first = 'The first entry must be the Claim to be answered.';
  return [{ code: 'structure', expression: 'Bundle.entry[0].resource', text: first }, ...issues];
}

function entryIssues(entry: BundleEntry, at: string): Issue[] {
  const issues: Issue[] = UNUSED.filter((name) => entry[name] !== undefined).map((name) => ({
    code: 'structure',
    expression: `${at}.${name}`,
    text: `A collection has no ${name} in its entries; leave it out.`,
  }));
  if (entry.resource === undefined) {
    issues.push({ code: 'required', expression: `${at}.resource`, text: 'Every entry holds a resource.' });
  }
  return [...issues, ...fullUrlIssues(entry.fullUrl, `${at}.fullUrl`)];
}

function fullUrlIssues(fullUrl: string | undefined, expression: string): Issue[] {
  const accepted = "urn:uuid: with a UUID, or the resource's URL on the sender's server without a version";
  if (fullUrl === undefined) return [{ code: 'required', expression, text: `Every entry has a fullUrl: ${accepted}.` }];
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
