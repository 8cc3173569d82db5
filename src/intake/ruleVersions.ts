import { limits, targets } from '../deadlines/limits.ts';
import { sha256 } from '../fhir/sha256.ts';
import { diagnosisBlocks, diagnosisMapVersion } from '../policy/data/diagnosisMap.ts';
import { distanceStandards } from '../policy/data/distanceStandards.ts';
import { ageForms, equivalentSpecialties } from '../policy/data/equivalentSpecialties.ts';
import { exclusionLists } from '../policy/data/exclusionLists.ts';
import { licenceScopes } from '../policy/data/licenceScopes.ts';
import { surgicalSpecialties } from '../policy/data/surgicalSpecialties.ts';
import { facilities, taxonomyRows } from '../policy/data/taxonomy.ts';
import { canonicalJson } from './canonicalJson.ts';

/** Which data the rules went by, by name: a version, or for data that have none the SHA-256 of their canonical JSON. */
export type RuleVersions = Readonly<Record<string, string>>;

const tables: Readonly<Record<string, unknown>> = {
  ageForms,
  diagnosisBlocks,
  distanceStandards,
  equivalentSpecialties,
  exclusionLists,
  licenceScopes: [...licenceScopes],
  limits: { limits, targets },
  surgicalSpecialties: [...surgicalSpecialties],
  taxonomy: { taxonomyRows, facilities },
};

let known: RuleVersions | undefined;

/** The versions of the data that the rules now go by. */
export function ruleVersions(): RuleVersions {
  known ??= readVersions();
  return known;
}

function readVersions(): RuleVersions {
  const digests = Object.entries(tables).map(
    ([name, table]) => [name, sha256(new TextEncoder().encode(canonicalJson(table)))] as const,
  );
  return { diagnosisMap: diagnosisMapVersion, ...Object.fromEntries(digests) };
}
