import type { DistanceStandards } from './data/distanceStandards.ts';
import type { DatePeriod, Evidence, LocalDate } from './evidence.ts';

/**
 * Everything the policy looks at, gathered before it is asked: what the request says, and what the plan's data of record
 * say about the people it names. The policy reads nothing else; no client, no clock.
 */
export interface CaseFacts extends RequestStatements {
  /** Local date of receipt. */
  readonly receivedOn: LocalDate;
  /** Is the insurer of the request one of the plan's payer organizations? */
  readonly payerIsOurs: boolean;
  readonly member: MemberFacts;
  readonly items: readonly ItemFacts[];
  /**
   * A request for the same member, professional and condition is undecided: since when its clocks run, the earliest of several;
   * ISO 8601 with offset. Absent: none is, or nothing of this one is pended.
   */
  readonly undecidedSince?: string;
}

/** What the request alone says. */
export interface RequestStatements {
  readonly asker: AskerFacts;
  /** What marks the request as one for a second opinion; empty: nothing does. */
  readonly secondOpinionSignals: readonly Signal[];
  readonly urgencySignals: readonly UrgencySignal[];
  /** The reasons given, by code of the policy's list. */
  readonly reasons: readonly ReasonCode[];
  /** The request says that the primary care provider did not grant it. */
  readonly primaryCareRefused: boolean;
  /** What the request leaves open, a sentence each, e.g. references that lead nowhere. */
  readonly unreadable: readonly string[];
  /** The request names a prior one, or withdraws something. Its items are then those that are to be determined anew. */
  readonly update?: UpdateStatements;
}

/** What a request is to the prior one it names. */
export interface UpdateStatements {
  /** `replaced`: the one named was updated since, and its current version is meant; `none`: no prior request is named. */
  readonly prior: 'current' | 'replaced' | 'unknown' | 'none';
  /** Why the prior request cannot be updated. */
  readonly problem?: 'denied' | 'cancelled' | 'nothing-to-cancel';
  /** Changes that the sender did not mark as such, each in a sentence. */
  readonly unmarked: readonly string[];
}

/** Where in the request something was seen. */
export interface Signal {
  /** What was seen, e.g. `v2-0336|S`. */
  readonly code: string;
  /** FHIRPath. */
  readonly expression: string;
}

export interface UrgencySignal extends Signal {
  readonly kind: 'provider-mark' | 'mark' | 'psychological-state' | 'phrase';
}

/** The five reasons of VI.A, or another: the list is open. */
export type ReasonCode = 'R1' | 'R2' | 'R3' | 'R4' | 'R5' | 'OTHER';

export type MemberFacts =
  | { readonly identified: false; readonly problem: 'number-not-of-record' | 'birth-date-contradicts' }
  | { readonly identified: true; readonly birthDate?: LocalDate; readonly doubts: readonly string[] };

export interface AskerFacts {
  readonly kind: 'member' | 'representative' | 'health-professional' | 'unknown';
  /** A representative whose authority is not of record opens the case all the same. */
  readonly verified: boolean;
}

export interface ItemFacts {
  readonly sequence: number;
  /** The item is the opinion itself: a consultation or visit, not a test or treatment. */
  readonly isOpinion: boolean;
  readonly serviceDate: LocalDate;
  readonly coverage: CoverageFacts;
  /** ICD-10-CM, the one that matters first; all others of the request follow. */
  readonly diagnoses: readonly string[];
  /** The member's age in whole years on the service date. */
  readonly age: Evidence<number>;
  readonly requested: readonly RequestedParty[];
  /** NPIs of the professionals who gave the first opinion; empty: none is known. */
  readonly firstOpinion: readonly string[];
  readonly alternatives: AlternativeFacts;
  /** Of an order that the item asks for; absent: nothing is said against it. */
  readonly orderProblem?: OrderProblem;
}

/** What an order says against its being requested. */
export type OrderProblem = 'not-to-be-performed' | 'entered-in-error';

export interface CoverageFacts {
  /** Products of the coverages of record active on the service date; empty: none is active. */
  readonly activeProducts: readonly string[];
  /** Whether the policy applies to one of them (a configured list). */
  readonly policyApplies: boolean;
  /** The coverage relied on. */
  readonly period?: DatePeriod;
}

/** Whom the request asks for on one item. */
export type RequestedParty = RequestedProfessional | RequestedOrganization;

export interface RequestedOrganization {
  readonly kind: 'organization';
  readonly npi?: string;
  readonly name: string;
  readonly network: Evidence<NetworkStanding>;
}

export interface RequestedProfessional {
  readonly kind: 'professional';
  readonly npi?: string;
  readonly name: string;
  readonly network: Evidence<NetworkStanding>;
  readonly standing: ProfessionalStanding;
  /** NPIs of the organizations the professional works for, of record. */
  readonly groups: readonly string[];
  /** A first-opinion professional works for one of the same organizations. */
  readonly sharesGroupWithFirstOpinion: boolean;
}

/** Where the product's networks and the requested party meet, site by site; `sites` empty: nowhere. */
export interface NetworkStanding {
  readonly sites: readonly NetworkSite[];
  /** The request names the site, and it is of record: only that one is listed. */
  readonly siteNamed: boolean;
}

export interface NetworkSite {
  readonly label: string;
  /** Memberships of this site in the product's networks; empty: the site is outside. */
  readonly memberships: readonly DatePeriod[];
}

/** What is of record about a professional's right and fitness to give the opinion. */
export interface ProfessionalStanding {
  readonly licences: Evidence<readonly Licence[]>;
  /** NUCC codes of board certifications in force on the service date. */
  readonly certifications: readonly string[];
  /** NUCC codes of the specialties of the roles of record. */
  readonly specialties: readonly string[];
  readonly enrolments: Evidence<readonly DatePeriod[]>;
  readonly exclusions: Evidence<readonly Exclusion[]>;
}

export interface Licence {
  /** v2-0360 degree or licence class, e.g. `MD`, `DO`, `NP`. */
  readonly licenceClass: string;
  readonly status?: 'active' | 'inactive' | 'revoked' | 'pending' | 'unknown';
  readonly period?: DatePeriod;
  /** Valid in California; absent: the record does not say otherwise. */
  readonly validInCalifornia?: boolean;
}

export interface Exclusion {
  /** `oig-leie`, `medi-cal-suspended`, `sam`, `restricted-provider`. */
  readonly list: string;
  readonly period?: DatePeriod;
}

/** The network professionals who might give the opinion instead. */
export interface AlternativeFacts {
  /** NUCC codes looked for: the requested role's and their equivalents, or those of the diagnosis map. Empty: none known. */
  readonly specialties: readonly string[];
  readonly searched: 'requested-specialty' | 'diagnosis-map' | 'nothing-known';
  readonly needs: MemberNeeds;
  /** The search could not be complete, and why; absent: every role of record was seen. */
  readonly incomplete?: string;
  readonly candidates: readonly CandidateFacts[];
}

/** What the member needs of whoever gives the opinion. */
export interface MemberNeeds {
  /** Preferred language, BCP 47. */
  readonly language: Evidence<string>;
  /** County of California in which the member lives; standards of time and distance go by it. */
  readonly county: Evidence<string>;
  /** The plan's own standards of time and distance; absent: the state's. */
  readonly standards?: DistanceStandards;
}

export interface CandidateFacts {
  readonly npi?: string;
  readonly name: string;
  /** `PractitionerRole/<id>` of record. */
  readonly role: string;
  readonly site: string;
  readonly membership: DatePeriod | undefined;
  readonly accepting: Evidence<PatientsAccepted>;
  /** The member is a patient there already, of record; that the member is not one is never of record. */
  readonly isOwnPatient: boolean;
  /** Miles from the member's address to the nearest site of the role, as the crow flies. */
  readonly distance: Evidence<number>;
  /** Whether delivery by telehealth is of record. */
  readonly telehealth: Evidence<boolean>;
  /** BCP 47. */
  readonly languages: Evidence<readonly string[]>;
  readonly standing: ProfessionalStanding;
}

export type PatientsAccepted =
  | 'new-patients'
  | 'existing-patients-only'
  | 'existing-patients-and-families'
  | 'no-patients';
