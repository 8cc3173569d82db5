import type { ProvenanceAgent, Reference } from '@medplum/fhirtypes';
import { concept } from '../../fhir/elements.ts';
import { type AskerNamed, askerNamed } from '../../pas/reading/asker.ts';
import { memberOf } from '../../pas/reading/member.ts';
import type { Submission } from '../../pas/request/submission.ts';
import { storable } from '../logicalReferences.ts';
import type { CaseInput } from './caseInput.ts';

const participantTypes = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';

/** What an asker is to the request, in words; the authority of a representative is not of record. */
const roles: Readonly<Record<AskerNamed['kind'], string>> = {
  member: 'Asked for the second opinion: the member',
  representative: 'Asked for the second opinion: a representative of the member, whose authority is not verified',
  'health-professional': 'Asked for the second opinion: a health professional',
};

/** Who asked, for the Provenance of a case: whoever entered or submitted it, it is their request. None: nobody is named. */
export function askerAgent({ submission, gathered }: Pick<CaseInput, 'submission' | 'gathered'>): ProvenanceAgent[] {
  const asker = askerNamed(submission);
  if (!asker) return [];
  const { kind, reference, from } = asker;
  const { matched } = gathered;
  const patient = storable(submission, matched, submission.claim.patient);
  const named: Reference = isOfMember(submission, asker) ? patient : storable(submission, matched, reference, from);
  const { reference: ofRecord, identifier, display } = named;
  const type = kind === 'representative' ? 'RelatedPerson' : named.type;
  const who = {
    ...(ofRecord === undefined ? {} : { reference: ofRecord }),
    ...(type === undefined ? {} : { type }),
    ...(identifier ? { identifier } : {}),
    ...(display === undefined ? {} : { display }),
  };
  return [
    {
      type: concept(participantTypes, 'author', 'Author'),
      role: [{ text: roles[kind] }],
      who,
    },
  ];
}

/** The member whom the request is for, by whatever it names them. */
function isOfMember(submission: Submission, { kind, reference, from }: AskerNamed): boolean {
  if (kind !== 'member') return false;
  const asker = submission.resolveAs('Patient', reference, from);
  const named = asker.kind === 'resource' ? (asker.resource.identifier ?? []) : [reference.identifier];
  const numbers = memberOf(submission).numbers.map(({ value }) => value);
  return named.some((identifier) => identifier?.value !== undefined && numbers.includes(identifier.value));
}
