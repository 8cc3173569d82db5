import type { Claim } from '@medplum/fhirtypes';
import { codesOf, extensionOf } from '../../fhir/elements.ts';
import { x12 } from '../../fhir/systems.ts';
import { pasExtension } from '../codes.ts';

/** X12 1322. */
const immediateAppeal = '1';

/**
 * Items that ask for an immediate appeal, where no level of service says how urgent it is: PAS 2.2.1 wants one (invariant
 * ImmediateLevelOfCare), but looks for it on the item, where that extension may not stand. Nobody is refused for what cannot be
 * kept; it is told.
 * @returns a sentence each
 */
export function appealsWithoutLevel(claim: Claim): readonly string[] {
  if (extensionOf(claim, pasExtension.levelOfServiceCode)) return [];
  return (claim.item ?? []).flatMap((item, index) => {
    const type = extensionOf(item, pasExtension.certificationType)?.valueCodeableConcept;
    const isAppeal = codesOf(type, x12(1322)).includes(immediateAppeal);
    if (!isAppeal || extensionOf(item, pasExtension.levelOfServiceCode)) return [];
    const at = `Bundle.entry[0].resource.item[${index}]`;
    return [`${at} asks for an immediate appeal (X12 1322, 1), and no level of service says how urgent it is`];
  });
}
