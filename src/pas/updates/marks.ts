import type { Claim, ClaimItem, ClaimSupportingInfo, Extension } from '@medplum/fhirtypes';
import { codesOf, type Extensible, extensionOf } from '../../fhir/elements.ts';
import { x12 } from '../../fhir/systems.ts';
import { infoCancelledUrl, pasExtension } from '../codes.ts';

/** X12 1322. The code of an extension is recalled from X12, not verified. */
const cancel = '3';
const extension = '4';

/** How the sender marks what an update does to an entry. @see PAS 2.2.1, spec-69 and 70 */
export interface Marks {
  /** It is withdrawn, by this update or by an earlier one. */
  readonly cancelled: boolean;
  /** It was added or changed since the version before, or is to be extended. */
  readonly changed: boolean;
}

interface Markable extends Extensible {
  readonly modifierExtension?: readonly Extension[];
}

export function marksOf(entry: ClaimItem | ClaimSupportingInfo): Marks {
  return {
    cancelled: isInfoCancelled(entry) || certificationTypes(entry).includes(cancel),
    changed: extensionOf(entry, pasExtension.infoChanged)?.valueCode !== undefined || asksForExtension(entry),
  };
}

function isInfoCancelled({ modifierExtension = [] }: Markable): boolean {
  return modifierExtension.some(({ url, valueBoolean }) => url === infoCancelledUrl && valueBoolean === true);
}

/** Does the Claim withdraw the whole request? */
export function cancelsWhole(claim: Claim): boolean {
  return certificationTypes(claim).includes(cancel);
}

/** Is a longer period, or more of it, asked for? */
export function asksForExtension(entry: Extensible): boolean {
  return certificationTypes(entry).includes(extension);
}

function certificationTypes(entry: Extensible): readonly string[] {
  return codesOf(extensionOf(entry, pasExtension.certificationType)?.valueCodeableConcept, x12(1322));
}
