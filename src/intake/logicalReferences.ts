import type { Claim, Identifier, Reference, Resource } from '@medplum/fhirtypes';
import type { MatchedRecords } from '../directory/gatherFacts.ts';
import { nameInWords, npiOf } from '../fhir/elements.ts';
import { npiSystem } from '../fhir/systems.ts';
import type { Submission } from '../pas/request/submission.ts';

/**
 * Turns a reference of the request into one that may be stored: to the plan's own record where the person or organization
 * was matched, else a logical one (type, identifier, display). What was submitted is never copied over what is of record.
 * @param from - the resource that refers; absent: the Claim
 */
export function storable<T extends Resource>(
  submission: Submission,
  matched: MatchedRecords,
  reference: Reference<T> | undefined,
  from?: Resource,
): Reference<T> {
  const resolved = submission.resolve(reference, from);
  if (resolved.kind === 'logical')
    return { reference: recordNamed(submission, matched, reference), ...withoutLink(reference ?? {}) };
  if (resolved.kind !== 'resource') return withoutLink(reference ?? {});
  const { resource } = resolved;
  const ofRecord = recordOf(submission, matched, resource);
  const identifier = identifierOf(submission, resource);
  const display = displayOf(resource);
  return ofRecord === undefined
    ? { type: resource.resourceType, identifier, display: display ?? `${resource.resourceType} of the request` }
    : { reference: ofRecord, identifier, display };
}

/** An identifier or display stays; a link that leads nowhere does not. */
function withoutLink<T extends Resource>({ type, identifier, display }: Reference<T>): Reference<T> {
  return { type, identifier, display: display ?? (identifier ? undefined : 'not part of the request') };
}

/** The record of whom the request names by identifier alone. */
function recordNamed({ claim }: Submission, matched: MatchedRecords, named: Reference | undefined): string | undefined {
  if (named === claim.patient) return matched.patient;
  if (named === claim.insurer) return matched.insurer;
  return matched.parties.get(npiOf(named?.identifier ? [named.identifier] : []) ?? '');
}

function recordOf(submission: Submission, matched: MatchedRecords, resource: Resource): string | undefined {
  switch (resource.resourceType) {
    case 'Patient':
      return isClaimPatient(submission, resource) ? matched.patient : undefined;
    case 'Coverage':
      return matched.coverage;
    case 'Organization':
      return isInsurer(submission, resource) ? matched.insurer : matched.parties.get(npiOf(resource.identifier) ?? '');
    default:
      return matched.parties.get(npiOfProfessional(submission, resource) ?? '');
  }
}

function isClaimPatient({ claim, resolve }: Submission, resource: Resource): boolean {
  const patient = resolve(claim.patient);
  return patient.kind === 'resource' && patient.resource === resource;
}

function isInsurer({ claim, resolve }: Submission, resource: Resource): boolean {
  const insurer = resolve(claim.insurer);
  return insurer.kind === 'resource' && insurer.resource === resource;
}

function npiOfProfessional(submission: Submission, resource: Resource): string | undefined {
  if (resource.resourceType === 'Practitioner') return npiOf(resource.identifier);
  if (resource.resourceType !== 'PractitionerRole') return undefined;
  const practitioner = submission.resolveAs('Practitioner', resource.practitioner, resource);
  return practitioner.kind === 'resource' ? npiOf(practitioner.resource.identifier) : undefined;
}

function identifierOf(submission: Submission, resource: Resource): Identifier | undefined {
  const npi = npiOfProfessional(submission, resource);
  if (npi !== undefined) return { system: npiSystem, value: npi };
  if (!('identifier' in resource)) return undefined;
  const { identifier } = resource;
  return Array.isArray(identifier) ? identifier.find(({ value }) => value !== undefined) : undefined;
}

/** Professionals and organizations by name; the member by identifier only. */
function displayOf(resource: Resource): string | undefined {
  switch (resource.resourceType) {
    case 'Practitioner':
      return nameInWords(resource.name);
    case 'Organization':
    case 'Location':
      return resource.name;
    default:
      return undefined;
  }
}

/** The Claim as it is stored: every reference storable, nothing of the sender's store kept. */
export function storableClaim(submission: Submission, matched: MatchedRecords): Claim {
  const { id: _id, meta: _meta, text: _text, contained: _contained, ...claim } = submission.claim;
  return {
    ...mapReferences(claim, (reference) => storable(submission, matched, reference)),
    patient: storable(submission, matched, claim.patient),
    insurer: storable(submission, matched, claim.insurer),
    provider: storable(submission, matched, claim.provider),
  };
}

function mapReferences<T>(value: T, map: (reference: Reference) => Reference): T {
  return rewrite(value, map) as T;
}

function rewrite(value: unknown, map: (reference: Reference) => Reference): unknown {
  if (Array.isArray(value)) return value.map((entry) => rewrite(entry, map));
  if (typeof value !== 'object' || value === null) return value;
  if (isReference(value)) return map(value);
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, rewrite(child, map)]));
}

function isReference(value: object): value is Reference {
  return 'reference' in value && typeof value.reference === 'string';
}
