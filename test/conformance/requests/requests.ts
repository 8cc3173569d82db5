import { readFileSync } from 'node:fs';
import type { Bundle, Claim } from '@medplum/fhirtypes';

export type RequestName = 'approval' | 'denial' | 'pended' | 'modification';

/** A fixed day would come to lie in the past. */
const inTwoWeeks = Temporal.Now.plainDateISO('America/Los_Angeles').add({ days: 14 }).toString();

/** A request of this folder, whose items are served two weeks from now. */
export function requestNamed(name: RequestName): Bundle {
  const bundle = read(name);
  for (const item of claimIn(bundle).item ?? []) item.servicedDate = inTwoWeeks;
  return bundle;
}

/** A message that has periods where it may, and another with dates in their place. */
type BothWays = readonly [byPeriods: Bundle, byDates: Bundle];

/** Updates of `approval` that state every element that must be supported, those of a choice in one of the two. */
export function everythingStated(): BothWays {
  const bundle = read('everything');
  for (const item of claimIn(bundle).item ?? []) item.servicedPeriod = { start: inTwoWeeks, end: inTwoWeeks };
  return bothWays(bundle);
}

/** Inquiries by every element that must be supported, after what was certified under a number. */
export function everythingAsked(number: string): BothWays {
  const asked = JSON.stringify(read('everything-asked'));
  return bothWays(JSON.parse(asked.replaceAll('"NUMBER"', `"${number}"`)));
}

function bothWays(byPeriods: Bundle): BothWays {
  const byDates = structuredClone(byPeriods);
  const claim = claimIn(byDates);
  for (const information of claim.supportingInfo ?? []) {
    if (!information.timingPeriod) continue;
    information.timingDate = information.timingPeriod.start;
    delete information.timingPeriod;
  }
  for (const item of claim.item ?? []) {
    item.servicedDate = inTwoWeeks;
    delete item.servicedPeriod;
  }
  return [byPeriods, byDates];
}

function read(name: string): Bundle {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
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
