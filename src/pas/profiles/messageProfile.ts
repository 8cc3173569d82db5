import type { Bundle, Claim, Reference, Resource } from '@medplum/fhirtypes';
import type { Issue } from '../request/issues.ts';
import type { Resolve } from '../request/submission.ts';
import { profileUrl } from './canonicals.ts';
import { type CompiledProfile, compiledProfile } from './profiles.ts';

/** The profiles a kind of PAS message begins with; all others follow from who is referred to as what. */
export interface MessageProfile {
  /** Of the Bundle. */
  readonly bundle: string;
  readonly claim: (claim: Claim) => string;
}

const RELATED_AS = 'prior';

/** A Claim that says it updates another is an update, whatever it calls itself: senders leave the profile out. */
export const SUBMITTED_MESSAGE: MessageProfile = {
  bundle: profileUrl.requestBundle,
  claim: (claim) => (isUpdate(claim) ? profileUrl.claimUpdate : profileUrl.claim),
};

export const INQUIRY_MESSAGE: MessageProfile = {
  bundle: profileUrl.inquiryBundle,
  claim: () => profileUrl.claimInquiry,
};

function isUpdate({ meta, related = [] }: Claim): boolean {
  if (meta?.profile?.some((canonical) => compiledProfile(canonical)?.url === profileUrl.claimUpdate)) return true;
  return related.some(({ relationship }) => relationship?.coding?.some(({ code }) => code === RELATED_AS));
}

/**
 * The issues of a message under PAS's profiles. A resource is held to the profile by which it is referred to; one that nobody
 * refers to so, to the profile it claims in meta, if that is one of PAS.
 * @param bundle - with members of R4's JSON types, of which any may be missing
 */
export function messageIssues(bundle: Bundle, message: MessageProfile, resolve: Resolve): Issue[] {
  const places = placesIn(bundle);
  const issues: Issue[] = [];
  const seen = new Map<Resource, Set<CompiledProfile>>();
  const waiting: (readonly [resource: Resource, profile: CompiledProfile])[] = [];

  const visit = (resource: Resource, canonicals: readonly string[]) => {
    const profiles = canonicals.map(compiledProfile);
    const profile = profiles.find((each) => each?.type === resource.resourceType);
    if (profile === undefined || seen.get(resource)?.has(profile)) return;
    seen.set(resource, (seen.get(resource) ?? new Set()).add(profile));
    waiting.push([resource, profile]);
  };
  const walk = () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [resource, profile] = next;
      const reach = (reference: Reference, canonicals: readonly string[]) => {
        const resolved = resolve(reference, resource);
        if (resolved.kind === 'resource') visit(resolved.resource, canonicals);
      };
      profile.check(resource, places.get(resource) ?? 'Bundle', { issues, reach });
    }
  };

  visit(bundle, [message.bundle]);
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
  for (const resource of resources) if (resource.resourceType === 'Claim') visit(resource, [message.claim(resource)]);
  walk();
  for (const resource of resources) if (!seen.has(resource)) visit(resource, resource.meta?.profile ?? []);
  walk();
  return withoutRepetition(issues);
}

/** FHIRPath of each entry's resource, and of those it contains. */
function placesIn({ entry = [] }: Bundle): ReadonlyMap<Resource, string> {
  const places = new Map<Resource, string>();
  for (const [index, { resource }] of entry.entries()) {
    if (resource === undefined) continue;
    const at = `Bundle.entry[${index}].resource`;
    places.set(resource, at);
    const contained = 'contained' in resource ? (resource.contained ?? []) : [];
    for (const [position, inside] of contained.entries()) places.set(inside, `${at}.contained[${position}]`);
  }
  return places;
}

/** Who is referred to by two profiles breaks what they have in common twice. */
function withoutRepetition(issues: readonly Issue[]): Issue[] {
  const told = new Set<string>();
  return issues.filter(({ expression, text }) => {
    const problem = `${expression} ${text}`;
    if (told.has(problem)) return false;
    told.add(problem);
    return true;
  });
}
