import type { Check } from './checks.ts';
import { CLAIM } from './claim.ts';
import { CLAIM_INQUIRY } from './claimInquiry.ts';
import { CLAIM_UPDATE } from './claimUpdate.ts';
import { compile } from './compile.ts';
import { COVERAGE } from './coverage.ts';
import { DOCUMENT_REFERENCE } from './documentReference.ts';
import { ENCOUNTER } from './encounter.ts';
import { LOCATION } from './location.ts';
import { DEVICE_REQUEST, MEDICATION_REQUEST, NUTRITION_ORDER, SERVICE_REQUEST } from './orders.ts';
import { INSURER, ORGANIZATION, REQUESTOR } from './organization.ts';
import { BENEFICIARY, SUBSCRIBER } from './patient.ts';
import { PRACTITIONER, PRACTITIONER_ROLE } from './practitioner.ts';
import type { Profile } from './profile.ts';
import { INQUIRY_BUNDLE, REQUEST_BUNDLE } from './requestBundles.ts';

/** Every profile of a resource in a PAS request or inquiry. */
export const PROFILES: readonly Profile[] = [
  REQUEST_BUNDLE,
  INQUIRY_BUNDLE,
  CLAIM,
  CLAIM_UPDATE,
  CLAIM_INQUIRY,
  BENEFICIARY,
  SUBSCRIBER,
  COVERAGE,
  INSURER,
  REQUESTOR,
  ORGANIZATION,
  PRACTITIONER,
  PRACTITIONER_ROLE,
  ENCOUNTER,
  DOCUMENT_REFERENCE,
  LOCATION,
  MEDICATION_REQUEST,
  SERVICE_REQUEST,
  DEVICE_REQUEST,
  NUTRITION_ORDER,
];

/** A profile with its rules compiled. */
export interface CompiledProfile {
  readonly url: string;
  readonly type: string;
  readonly check: Check;
}

const compiled = new Map<string, CompiledProfile>(
  PROFILES.map((profile) => [profile.url, { url: profile.url, type: profile.type, check: compile(profile) }]),
);

/** @param canonical - with or without a version; undefined: none of PAS's that a request has to do with */
export function compiledProfile(canonical: string): CompiledProfile | undefined {
  return compiled.get(canonical.split('|', 1)[0] ?? canonical);
}
