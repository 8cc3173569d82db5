/** Plan-Net 1.1.0 qualification status. */
export type LicenceStatus = 'active' | 'inactive' | 'revoked' | 'pending' | 'unknown';

/**
 * What California boards call the standing of a licence, with or without `license` before it; not every board's words. Probation
 * comes with terms that only a person can weigh. A word that is not here is reported, and the line passed over.
 */
export const licenceStatuses: ReadonlyMap<string, LicenceStatus> = new Map<string, LicenceStatus>([
  ['active', 'active'],
  ['clear', 'active'],
  ['current', 'active'],
  ['renewed & current', 'active'],
  ['canceled', 'inactive'],
  ['cancelled', 'inactive'],
  ['current - inactive', 'inactive'],
  ['deceased', 'inactive'],
  ['delinquent', 'inactive'],
  ['emergency suspension', 'inactive'],
  ['expired', 'inactive'],
  ['family support suspension', 'inactive'],
  ['inactive', 'inactive'],
  ['retired', 'inactive'],
  ['surrendered', 'inactive'],
  ['suspended', 'inactive'],
  ['voluntary surrender', 'inactive'],
  ['revoked', 'revoked'],
  ['pending', 'pending'],
  ['current - probation', 'unknown'],
  ['current - restricted', 'unknown'],
  ['probation', 'unknown'],
]);
