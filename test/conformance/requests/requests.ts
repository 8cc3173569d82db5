import { readFileSync } from 'node:fs';
import type { Bundle, Claim } from '@medplum/fhirtypes';

export type RequestName = 'approval' | 'denial' | 'pended' | 'modification';

/** A request of this folder, whose items are served two weeks from now: a fixed day would come to lie in the past. */
export function requestNamed(name: RequestName): Bundle {
  const bundle: Bundle = JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
  const day = Temporal.Now.plainDateISO('America/Los_Angeles').add({ days: 14 }).toString();
  for (const item of claimIn(bundle).item ?? []) item.servicedDate = day;
  return bundle;
}

/** @throws Error when the Claim does not come first */
export function claimIn({ entry = [] }: Bundle): Claim {
  const first = entry[0]?.resource;
  if (first?.resourceType === 'Claim') return first;
  throw new Error('The Claim does not come first');
}

/** The request as an inquiry after it: the same people, and neither items nor information. */
export function inquiryAfter(request: Bundle): Bundle {
  const bundle = structuredClone(request);
  const claim = claimIn(bundle);
  claim.identifier = [{ system: 'urn:trnorg:9000000001', value: crypto.randomUUID() }];
  const { item: _item, supportingInfo: _information, meta: _meta, ...asked } = claim;
  const [first, ...others] = bundle.entry ?? [];
  return { ...bundle, meta: undefined, entry: [{ ...first, resource: asked }, ...others] };
}
