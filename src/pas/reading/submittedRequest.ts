import type { LocalDate } from '../../policy/evidence.ts';
import type { OrderProblem, RequestStatements } from '../../policy/facts.ts';

/** What a request says, before anything of record is looked up. How each part is found: README, "How a request is read". */
export interface SubmittedRequest extends RequestStatements {
  readonly insurer: readonly BusinessIdentifier[];
  readonly member: SubmittedMember;
  readonly items: readonly SubmittedItem[];
}

export interface BusinessIdentifier {
  readonly system?: string;
  readonly value: string;
}

export interface SubmittedMember {
  /** Member numbers in the order in which they are tried, with the FHIRPath where each stands. */
  readonly numbers: readonly (BusinessIdentifier & { readonly expression: string })[];
  readonly birthDate?: LocalDate;
  readonly familyName?: string;
  readonly givenNames: readonly string[];
  /** FHIRPath of the Patient. */
  readonly expression: string;
}

export interface SubmittedItem {
  readonly sequence: number;
  readonly isOpinion: boolean;
  /** Absent: the local date of receipt counts. */
  readonly serviceDate?: LocalDate;
  /** ICD-10-CM, the one that matters first. */
  readonly diagnoses: readonly string[];
  readonly requested: readonly SubmittedParty[];
  /** NPIs. */
  readonly firstOpinion: readonly string[];
  readonly orderProblem?: OrderProblem;
}

/** A professional or an organization, as the request names it. */
export interface SubmittedParty {
  readonly kind: 'professional' | 'organization';
  readonly npi?: string;
  readonly name: string;
  /** NUCC codes the request gives. */
  readonly specialties: readonly string[];
  /** Where the opinion is to be given, each site named once; empty: the request does not say. */
  readonly sites: readonly SubmittedSite[];
}

/** A site by organization, location or both. */
export interface SubmittedSite {
  readonly organization: readonly BusinessIdentifier[];
  readonly location?: SubmittedLocation;
}

export interface SubmittedLocation {
  readonly identifiers: readonly BusinessIdentifier[];
  readonly name?: string;
  readonly postalCode?: string;
  readonly line?: string;
}
