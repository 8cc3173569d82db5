import type { Identifier } from '@medplum/fhirtypes';
import { sha256 } from '../../fhir/sha256.ts';
import { ownBase } from '../../fhir/systems.ts';
import type { ClaimNames } from '../../pas/updates/priorNamed.ts';

/**
 * Identifier system of a stored Claim by the names its sender knows. The value is a digest of sender and name: it finds nothing
 * of another sender, and holds no character that means something in a search.
 */
export const submittedClaimSystem = `${ownBase}/submitted-claim`;

/** The names of a Claim as they are stored with it, that of the fullUrl first. @param client - who sent it */
export function submittedNames(client: string, { fullUrl, identifiers }: ClaimNames): readonly string[] {
  const names = [
    ...(fullUrl === undefined ? [] : [`fullUrl ${fullUrl}`]),
    ...identifiers.flatMap(({ system, value }) => (value === undefined ? [] : [`identifier ${system ?? ''}|${value}`])),
  ];
  return names.map((name) => sha256(new TextEncoder().encode(`${client}\n${name}`)));
}

export function submittedIdentifiers(client: string, names: ClaimNames): readonly Identifier[] {
  const values = submittedNames(client, names);
  return [...new Set(values)].map((value) => ({ use: 'secondary', system: submittedClaimSystem, value }));
}
