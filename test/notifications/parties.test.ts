import type { Bundle, Extension } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { partiesOf } from '../../src/notifications/queue/parties.ts';
import { admits, readFilter } from '../../src/notifications/subscription/filter.ts';
import { pasExtension } from '../../src/pas/codes.ts';
import { readSubmission } from '../../src/pas/request/readSubmission.ts';
import { loadDefinitions } from '../../src/store/index.ts';
import { encode, exampleBundle } from '../intake/harness.ts';

loadDefinitions();

const npi = 'http://hl7.org/fhir/sid/us-npi';

/** The example with transmission identifiers: what of them is whose. */
function partiesIn(parts: readonly Extension[], change: (bundle: Bundle) => void = () => {}) {
  const bundle = exampleBundle('requests/10-network-alternative.json');
  const claim = bundle.entry?.[0]?.resource;
  if (claim?.resourceType === 'Claim' && parts.length > 0) {
    const others = (claim.extension ?? []).filter(({ url }) => url !== pasExtension.transmissionIdentifiers);
    claim.extension = [...others, { url: pasExtension.transmissionIdentifiers, extension: [...parts] }];
  }
  change(bundle);
  const reading = readSubmission(encode(bundle));
  if (!reading.ok) throw new Error(JSON.stringify(reading.outcome));
  return partiesOf(reading.submission);
}

const transmission: readonly Extension[] = [
  { url: 'applicationSenderCode', valueString: 'VALLEJO-EHR' },
  { url: 'applicationReceiverCode', valueString: 'THE-PLAN' },
  { url: 'interchangeSenderID', valueString: 'INTER-SND-0001' },
  { url: 'interchangeReceiverID', valueString: 'INTER-RCV-0001' },
];

const filters: readonly (readonly [filter: string, admitted: boolean, why: string])[] = [
  ['org-identifier=INTER-SND-0001', true, 'the interchange sender (ISA06)'],
  ['orgIdentifier=INTER-SND-0001', true, 'the topic’s own spelling'],
  ['org-identifier=VALLEJO-EHR', true, 'the application sender (GS02)'],
  ['org-identifier=1800000147', true, 'the requesting Organization'],
  [`org-identifier=${npi}|1800000147`, true, 'the same with its system'],
  ['org-identifier=somebody, INTER-SND-0001 ,nobody', true, 'one of a list'],
  ['org-identifier=urn:other|1800000147', false, 'another system'],
  ['org-identifier=INTER-RCV-0001', false, 'the receiver is no sender'],
  ['org-identifier=THE-PLAN', false, 'nor is its application'],
  ['org-identifier=RCHP1', false, 'the payer is no sender'],
  ['org-identifier=1900000260', false, 'a practitioner names no organization'],
  ['org-identifier=1800000188', false, 'the organization asked for did not send'],
  ['org-identifier=RC100001', false, 'the member is none'],
  ['org-identifier=INTER-SND', false, 'a part of an identifier'],
  ['org-identifier=inter-snd-0001', false, 'another case'],
  ['payer-identifier=RCHP1', true, 'the payer as the request names it'],
  ['payer-identifier=INTER-SND-0001', false, 'the sender is no payer'],
];

describe('whose answers a filter asks for', () => {
  it.for(filters)('%s: %s (%s)', ([text, admitted]) => {
    const filter = readFilter(text);
    expect(filter && admits(filter, partiesIn(transmission))).toBe(admitted);
  });

  it('without transmission identifiers it is the requesting Organization, also through a role', () => {
    const byOrganization = partiesIn([]);
    expect([...byOrganization.sender].filter((each) => !each.includes('|'))).toEqual(['1800000147']);
  });

  it.for(['org_identifier=1', 'OrgIdentifier=1', 'org-identifier', 'org-identifier=', 'org-identifier=,', '=1', ''])(
    '%j is no filter',
    (text) => {
      expect(readFilter(text)).toBeUndefined();
    },
  );
});
