import type { Claim, ServiceRequest } from '@medplum/fhirtypes';
import { describe, expect, it, onTestFinished } from 'vitest';
import { handler as adjudicateClaim } from '../../bots/adjudicateClaim.ts';
import { handler as receiveServiceRequest } from '../../bots/receiveServiceRequest.ts';
import { concept } from '../../src/fhir/elements.ts';
import { pasExtension } from '../../src/pas/codes.ts';
import { openEmbedded } from '../intake/harness.ts';
import { serviceRequest } from '../intake/storedClaims.ts';
import { eventFor } from './botRuns.ts';

const consultation = concept('https://codesystem.x12.org/005010/1365', '3');

function claimFor(request: ServiceRequest, patient: string): Claim {
  return {
    resourceType: 'Claim',
    status: 'active',
    type: concept('http://terminology.hl7.org/CodeSystem/claim-type', 'professional'),
    use: 'preauthorization',
    patient: { reference: patient },
    created: '2026-11-23',
    insurer: { display: 'The plan' },
    provider: { display: 'A clinic' },
    priority: concept('http://terminology.hl7.org/CodeSystem/processpriority', 'normal'),
    insurance: [{ sequence: 1, focal: true, coverage: { display: 'Coverage' } }],
    item: [
      {
        extension: [
          { url: pasExtension.requestedService, valueReference: { reference: `ServiceRequest/${request.id}` } },
        ],
        sequence: 1,
        category: consultation,
        productOrService: consultation,
      },
    ],
  };
}

describe('a Claim and the ServiceRequest it asks for, both written into the store', () => {
  it.for(['the Claim first', 'the ServiceRequest first', 'both at once'] as const)(
    'are one case: %s',
    async (order) => {
      const { client, close } = await openEmbedded();
      onTestFinished(close);
      const [member] = await client.searchResources('Patient', 'identifier=RC100001');
      const patient = `Patient/${member?.id}`;
      const request = await client.createResource(
        serviceRequest('out-of-network-heart-failure', { subject: { reference: patient } }),
      );
      const claim = await client.createResource(claimFor(request, patient));
      const runs = [
        () => adjudicateClaim(client, eventFor(claim)),
        () => receiveServiceRequest(client, eventFor(request)),
      ];
      if (order === 'the ServiceRequest first') runs.reverse();
      if (order === 'both at once') await Promise.all(runs.map((run) => run()));
      else for (const run of runs) await run();
      const responses = await client.searchResources('ClaimResponse');
      expect(responses.map((response) => response.request?.reference)).toEqual([`Claim/${claim.id}`]);
      const tagged = await client.readResource('ServiceRequest', request.id);
      expect(tagged.meta?.tag?.map(({ code }) => code)).toEqual(['answered']);
    },
  );
});
