import type { Extension } from '@medplum/fhirtypes';

const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';

/** Canonical URLs of the PAS extensions a request cannot be read without. @see PAS 2.2.1, artifacts */
export const EXTENSION = {
  careTeamClaimScope: `${PAS}/extension-careTeamClaimScope`,
  certificationType: `${PAS}/extension-certificationType`,
  requestType: `${PAS}/extension-serviceItemRequestType`,
  /** The one modifier extension of PAS. */
  infoCancelled: `${PAS}/modifierextension-infoCancelled`,
} as const;

/** What carries extensions. */
export interface Extensible {
  readonly extension?: readonly Extension[];
}

/** The extension with this URL. */
export function extensionOf(element: Extensible, url: string): Extension | undefined {
  return element.extension?.find((extension) => extension.url === url);
}
