import type { MedplumClient } from '@medplum/core';
import type { Organization } from '@medplum/fhirtypes';
import { planProductSystem } from '../fhir/systems.ts';
import type { BusinessIdentifier } from '../pas/reading/submittedRequest.ts';
import { networkCode } from './load/networkTags.ts';
import { ofType, searchAll } from './searchAll.ts';

const organizationTypes = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/CodeSystem/OrgTypeCS';

/** The plan's own organizations and products, as of record. */
export interface PlanProducts {
  /** Payer organizations that own a product the policy applies to: "ours". */
  readonly payers: readonly Organization[];
  readonly products: readonly PlanProduct[];
  /** Codes of the tags by which roles in the products' networks are found. */
  readonly networkTags: readonly string[];
}

export interface PlanProduct {
  /** Value of its plan-product identifier, e.g. `medi-cal`; two payers may each have one of the same value. */
  readonly value: string;
  /** `Organization/<id>` of the payer that owns it. */
  readonly owner: string;
  /** `Organization/<id>` of its networks. */
  readonly networks: readonly string[];
}

/**
 * Reads the products the policy applies to, with their owners and networks.
 * @param values - values of the plan-product identifier, from configuration
 * @param maxAge - as of `searchAll`
 */
export async function readPlanProducts(
  client: MedplumClient,
  values: readonly string[],
  maxAge = 0,
): Promise<PlanProducts> {
  const identifier = values.map((value) => `${planProductSystem}|${value}`).join(',');
  const [{ resources }, networks] = await Promise.all([
    searchAll(client, 'InsurancePlan', { identifier, _include: 'InsurancePlan:owned-by' }, undefined, maxAge),
    searchAll(client, 'Organization', { type: `${organizationTypes}|ntwk` }, undefined, maxAge),
  ]);
  const products = ofType(resources, 'InsurancePlan').map((product) => ({
    value: product.identifier?.find(({ system }) => system === planProductSystem)?.value ?? '',
    owner: product.ownedBy?.reference ?? '',
    networks: (product.network ?? []).flatMap(({ reference }) => reference ?? []),
  }));
  const owners = new Set(products.map(({ owner }) => owner));
  const named = new Set(products.flatMap((product) => product.networks));
  const tags = ofType(networks.resources, 'Organization')
    .filter(({ id }) => named.has(`Organization/${id}`))
    .flatMap((network) => networkCode(network) ?? []);
  return {
    payers: ofType(resources, 'Organization').filter(({ id }) => owners.has(`Organization/${id}`)),
    products,
    networkTags: [...new Set(tags)],
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
