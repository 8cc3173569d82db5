import type { MedplumClient } from '@medplum/core';
import type { InsurancePlan, Organization } from '@medplum/fhirtypes';
import { planProductSystem } from '../fhir/systems.ts';
import type { BusinessIdentifier } from '../pas/reading/submittedRequest.ts';
import { ofType, searchAll } from './searchAll.ts';

/** The plan's own organizations and products, as of record. */
export interface PlanProducts {
  /** Payer organizations that own a product the policy applies to: "ours". */
  readonly payers: readonly Organization[];
  /** By product value, e.g. `medi-cal`: `Organization/<id>` of its networks. */
  readonly networks: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the products the policy applies to, with their owners and networks.
 * @param values - values of the plan-product identifier, from configuration
 */
export async function readPlanProducts(client: MedplumClient, values: readonly string[]): Promise<PlanProducts> {
  const identifier = values.map((value) => `${planProductSystem}|${value}`).join(',');
  const { resources } = await searchAll(client, 'InsurancePlan', { identifier, _include: 'InsurancePlan:owned-by' });
  const products = ofType(resources, 'InsurancePlan');
  const owners = new Set(products.map(({ ownedBy }) => ownedBy?.reference));
  return {
    payers: ofType(resources, 'Organization').filter(({ id }) => owners.has(`Organization/${id}`)),
    networks: new Map(products.map((product) => [productValue(product) ?? '', networksOf(product)])),
  };
}

/** The payer of ours that one of the identifiers names. */
export function payerNamed(
  products: PlanProducts,
  identifiers: readonly BusinessIdentifier[],
): Organization | undefined {
  return products.payers.find((payer) =>
    payer.identifier?.some((own) =>
      identifiers.some(({ system, value }) => system === own.system && value === own.value),
    ),
  );
}

function productValue({ identifier }: InsurancePlan): string | undefined {
  return identifier?.find(({ system }) => system === planProductSystem)?.value;
}

function networksOf({ network }: InsurancePlan): readonly string[] {
  return (network ?? []).flatMap(({ reference }) => reference ?? []);
}
