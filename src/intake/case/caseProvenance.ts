import type { Provenance, Reference } from '@medplum/fhirtypes';
import { findingExtension } from '../../fhir/policyFinding.ts';
import { ownBase } from '../../fhir/systems.ts';
import { citation } from '../../policy/data/policyVersions.ts';
import { receivedAt } from '../receipt.ts';
import type { CaseUpdate } from '../updates/updatedCase.ts';
import { askerAgent } from './askerAgent.ts';
import type { CaseInput } from './caseInput.ts';

/** Who answered what that who asked, under which policy, from which sources. */
export function caseProvenance(
  { receipt, determination, update, submission, gathered }: CaseInput,
  targets: readonly string[],
  evidence: Reference,
): Provenance {
  const { governance } = determination;
  const software = { system: `${ownBase}/software`, value: 'second-opinion' };
  return {
    resourceType: 'Provenance',
    ...(governance.length > 0 ? { extension: governance.map(findingExtension) } : {}),
    target: targets.map((reference) => ({ reference })),
    recorded: receivedAt(receipt).toString({ smallestUnit: 'millisecond' }),
    policy: [`${ownBase}/PlanDefinition/${determination.policy.number}|${determination.policy.approved}`],
    activity: { text: `Answered under ${citation(determination.policy)}` },
    agent: [{ who: { identifier: software, display: 'second-opinion' } }, ...askerAgent({ submission, gathered })],
    entity: [
      { role: 'source', what: { reference: `Communication/${receipt.id}` } },
      { role: 'source', what: evidence },
      ...(determination.error ? [] : revised(update)),
    ],
  };
}

/** The version of the answer in whose place this one stands. */
function revised(update: CaseUpdate | undefined): NonNullable<Provenance['entity']> {
  const before = update?.plan.prior?.response;
  if (!before) return [];
  return [{ role: 'revision', what: { reference: `ClaimResponse/${before.id}/_history/${before.meta?.versionId}` } }];
}
