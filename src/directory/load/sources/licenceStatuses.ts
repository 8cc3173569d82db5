/** Plan-Net 1.1.0 qualification status. */
export type LicenceStatus = 'active' | 'inactive' | 'revoked' | 'pending' | 'unknown';

/**
 * What California boards call the standing of a licence; words recalled, not checked against every board. Probation comes
 * with terms that only a person can weigh. A word that is not here is reported, and the line passed over.
 */
export const licenceStatuses: ReadonlyMap<string, LicenceStatus> = new Map<string, LicenceStatus>([
  ['active', 'active'],
  ['clear', 'active'],
  ['current', 'active'],
  ['renewed & current', 'active'],
  ['license renewed & current', 'active'],
  ['canceled', 'inactive'],
  ['cancelled', 'inactive'],
  ['current - inactive', 'inactive'],
  ['deceased', 'inactive'],
  ['delinquent', 'inactive'],
  ['expired', 'inactive'],
  ['inactive', 'inactive'],
  ['retired', 'inactive'],
  ['surrendered', 'inactive'],
  ['suspended', 'inactive'],
  ['revoked', 'revoked'],
  ['pending', 'pending'],
  ['current - probation', 'unknown'],
  ['current - restricted', 'unknown'],
  ['probation', 'unknown'],
]);
