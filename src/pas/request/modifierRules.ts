import type { Claim, Extension } from '@medplum/fhirtypes';
import { infoCancelledUrl } from '../codes.ts';
import type { ClaimRule } from './claimRule.ts';

const LISTS = ['careTeam', 'supportingInfo', 'diagnosis', 'procedure', 'insurance', 'item', 'related'] as const;

interface Modifiable {
  readonly modifierExtension?: readonly Extension[];
}

/**
 * A modifier extension changes what its element means: one that is not understood cannot be passed over.
 * @see https://hl7.org/fhir/R4/extensibility.html#modifierExtension and PAS 2.2.1, spec-25
 */
export const MODIFIER_RULES: readonly ClaimRule[] = [
  {
    code: 'extension',
    text: `The only modifier extension understood on a Claim is ${infoCancelledUrl}.`,
    brokenAt: (claim) => [...unknownIn(claim, ''), ...LISTS.flatMap((list) => unknownInList(claim, list))],
  },
];

function unknownInList(claim: Partial<Claim>, list: (typeof LISTS)[number]): string[] {
  const elements: readonly Modifiable[] = claim[list] ?? [];
  return elements.flatMap((element, index) => unknownIn(element, `${list}[${index}].`));
}

function unknownIn({ modifierExtension = [] }: Modifiable, path: string): string[] {
  return modifierExtension.flatMap(({ url }, index) =>
    url === infoCancelledUrl ? [] : [`${path}modifierExtension[${index}]`],
  );
}
