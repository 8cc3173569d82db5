import type { CodeableConcept } from '@medplum/fhirtypes';
import { type Extensible, extensionOf } from '../../fhir/elements.ts';
import { pasExtension } from '../codes.ts';
import { at, type ClaimRule, each } from './claimRule.ts';

const CLAIM_TYPE = 'http://terminology.hl7.org/CodeSystem/claim-type';
const CLAIM_TYPES = new Set(['institutional', 'professional', 'oral']);
const CANCEL = '3';

/**
 * The rules that a Claim to be answered and a Claim to inquire by have in common, but for their items.
 * @see StructureDefinition/profile-claim-base of PAS 2.2.1
 */
export const COMMON_CLAIM_RULES: readonly ClaimRule[] = [
  {
    code: 'value',
    text: 'The use of a PAS Claim is preauthorization.',
    brokenAt: at('use', ({ use }) => use === undefined || use === 'preauthorization'),
  },
  {
    code: 'value',
    text: 'The status of a PAS Claim is active, also when it cancels.',
    brokenAt: at('status', ({ status }) => status === undefined || status === 'active'),
  },
  {
    code: 'code-invalid',
    text: `The type of a PAS Claim is institutional, professional or oral, of ${CLAIM_TYPE}.`,
    brokenAt: at('type', ({ type }) => type === undefined || isClaimType(type)),
  },
  {
    code: 'required',
    text: 'An identifier of a PAS Claim has a system.',
    brokenAt: each('identifier', '.system', ({ system }) => system !== undefined),
  },
  {
    code: 'required',
    text: 'An identifier of a PAS Claim has a value.',
    brokenAt: each('identifier', '.value', ({ value }) => value !== undefined),
  },
  {
    code: 'required',
    text: 'A PAS Claim names its insurer: an Organization.',
    brokenAt: at('insurer', ({ insurer }) => insurer !== undefined),
  },
  {
    code: 'value',
    text: 'The insurance the Claim is sent to has focal true.',
    brokenAt: at(
      'insurance',
      ({ insurance = [] }) => insurance.length === 0 || insurance.some(({ focal }) => focal !== false),
    ),
  },
  {
    code: 'required',
    text: `A careTeam has the extension ${pasExtension.careTeamClaimScope} with a valueBoolean: true for the whole Claim.`,
    brokenAt: each(
      'careTeam',
      '.extension',
      (member) => extensionOf(member, pasExtension.careTeamClaimScope)?.valueBoolean !== undefined,
    ),
  },
  {
    code: 'structure',
    text: 'A diagnosis of a PAS Claim is a diagnosisCodeableConcept.',
    brokenAt: each('diagnosis', '.diagnosis', ({ diagnosisReference }) => diagnosisReference === undefined),
  },
  {
    code: 'required',
    text: 'A related Claim is given by reference or identifier in claim.',
    brokenAt: each('related', '.claim', ({ claim }) => claim !== undefined),
  },
];

/** The rules of a Claim to be answered but for its items. @see StructureDefinition/profile-claim and profile-claim-update of PAS 2.2.1 */
export const CLAIM_RULES: readonly ClaimRule[] = [
  ...COMMON_CLAIM_RULES,
  {
    code: 'required',
    text: 'A PAS Claim has one identifier, or two.',
    brokenAt: at('identifier', ({ identifier = [] }) => identifier.length > 0),
  },
  {
    code: 'structure',
    text: 'A PAS Claim has at most two identifiers.',
    brokenAt: at('identifier', ({ identifier = [] }) => identifier.length <= 2),
  },
  {
    code: 'required',
    text: 'Items are required, unless the Claim cancels a whole request (certificationType 3 on the Claim).',
    brokenAt: at('item', (claim) => (claim.item ?? []).length > 0 || cancels(claim)),
  },
];

/** Does the Claim cancel the whole request? @see PAS 2.2.1, "Updating Authorization Requests" */
function cancels(claim: Extensible): boolean {
  const type = extensionOf(claim, pasExtension.certificationType)?.valueCodeableConcept;
  return type?.coding?.some(({ code }) => code === CANCEL) ?? false;
}

function isClaimType({ coding = [] }: CodeableConcept): boolean {
  return coding.some(({ system, code }) => system === CLAIM_TYPE && code !== undefined && CLAIM_TYPES.has(code));
}
