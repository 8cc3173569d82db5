import type { Provenance } from '@medplum/fhirtypes';
import { concept } from '../../fhir/elements.ts';
import { npiSystem, ownBase } from '../../fhir/systems.ts';
import { policyInForce } from '../../policy/data/policyVersions.ts';
import type { AllowedDecision } from './decide.ts';
import { decisionPartCodes } from './decision.ts';

/** Who decided what, when, why and under which policy; the entity is the version of the answer that was decided on. */
export function decisionProvenance({ current, decision, reviewer, decided }: AllowedDecision): Provenance {
  const { response, task, receipt, receivedOn } = current;
  const policy = policyInForce(receivedOn);
  const reasons = [...decision.reasonCodes, ...decision.reasons.map((text) => ({ text }))];
  return {
    resourceType: 'Provenance',
    target: [{ reference: `ClaimResponse/${response.id}` }, { reference: `Task/${task.id}` }],
    recorded: decided,
    policy: [`${ownBase}/PlanDefinition/${policy.number}|${policy.approved}`],
    activity: concept(decisionPartCodes, decision.decision),
    ...(reasons.length > 0 ? { reason: reasons } : {}),
    agent: [
      {
        type: concept('http://terminology.hl7.org/CodeSystem/provenance-participant-type', 'author', 'Author'),
        who: {
          reference: reviewer.reference,
          identifier: { system: npiSystem, value: reviewer.npi },
          display: reviewer.name,
        },
      },
    ],
    entity: [
      { role: 'revision', what: { reference: `ClaimResponse/${response.id}/_history/${response.meta?.versionId}` } },
      { role: 'source', what: { reference: `Communication/${receipt.id}` } },
    ],
  };
}
