import type { Fact } from './profileFacts.ts';

/** A rule of the official profiles that ours do not state, and why. */
export interface KnownGap {
  /** End of the profile's url; left out: every profile. */
  readonly profile?: RegExp;
  readonly rule: RegExp;
  readonly because: string;
  /** It is kept all the same, by another rule: breaking it is refused. */
  readonly kept?: true;
  /** Ours state it, but the official examples are not held to this profile: nothing refers to them by it. */
  readonly stated?: true;
}

const R4_LISTS =
  'identifier-use|name-use|contact-point-system|contact-point-use|address-use|address-type|link-type|days-of-week|units-of-time|event-timing|mimetypes|composition-status|document-relationship-type|encounter-location-status|location-mode|quantity-comparator|medicationrequest-category';

export const KNOWN_GAPS: readonly KnownGap[] = [
  {
    profile: /^profile-claim(-update)?$/,
    rule: /^item invariant ImmediateLevelOfCare$/,
    because:
      'It looks for the level of service on the item, where that extension may not stand: an item that asks for an immediate appeal could never conform. A finding tells it (test/http/immediateAppeal.test.ts).',
  },
  {
    profile: /^profile-claim/,
    rule: /^insurance\.focal value true$/,
    because: 'One insurance at least is focal; another may be named beside it, as R4 has it.',
    kept: true,
  },
  {
    profile: /^profile-claim/,
    rule: /^careTeam:\w+(\.extension:careTeamClaimScope\.value\[x\])? (slice|value (true|false))$/,
    because: 'The two slices differ in nothing but the codes of role and qualification, which are not held.',
  },
  {
    profile: /^profile-claim/,
    rule: /^careTeam:\w+\.(role|qualification) binding /,
    because: 'Which code systems X12 takes roles and qualifications from is not published; nobody is refused for them.',
  },
  {
    rule: new RegExp(`binding http://hl7.org/fhir/ValueSet/(${R4_LISTS})$`),
    because:
      "R4's own lists for what decides nothing: use and kind of names, addresses, numbers and documents, days and units of a schedule.",
  },
  {
    rule: /^(contact\.gender|statusHistory\.status) binding /,
    because: "R4's own lists for what decides nothing: the gender of a contact, and what an encounter was before.",
  },
  {
    rule: /^telecom\.(system|value) min 1$/,
    because: 'A telephone number without its kind, or half written, refuses no member and no professional.',
  },
  { rule: /^address\.line max 4$/, because: 'Five lines of an address harm nobody.' },
  {
    profile: /^profile-practitionerrole$/,
    rule: /^invariant pd-1$/,
    because: 'A role without telephone or endpoint is a role all the same: the plan has those of record.',
  },
  {
    profile: /^profile-practitionerrole$/,
    rule: /^invariant us-core-13$/,
    because: 'Implied: the role names its professional.',
    kept: true,
  },
  {
    profile: /^profile-(beneficiary|subscriber)$/,
    rule: /^extension:(race|ethnicity|tribalAffiliation|birthsex|sex|genderIdentity) /,
    because: 'Who somebody is decides nothing, and is not looked at.',
  },
  {
    profile: /^(profile-subscriber|extension-militaryStatus)$/,
    rule: /^(extension:militaryStatus|value\[x\]) /,
    because:
      "The official examples' patient calls itself a subscriber and is referred to as beneficiary alone, whose profile does not know it.",
    stated: true,
  },
  {
    profile: /^profile-coverage$/,
    rule: /^invariant us-core-15$/,
    because: "Implied: the Coverage has the member's number.",
    kept: true,
  },
  {
    profile: /^profile-(insurer|requestor|organization)$/,
    rule: /^identifier:(CLIA|NAIC|TIN|PI) /,
    because: 'Nobody is found by these numbers here; one that is wrong, or twice there, harms nobody.',
  },
  {
    profile: /^profile-(insurer|requestor)$/,
    rule: /^type binding /,
    because: "Who refers to an organization says what it is; EHRs send R4's own types.",
  },
  {
    profile: /^profile-documentreference$/,
    rule: /^(type|category:uscore) (binding|slice)/,
    because: "The kind of a document is LOINC's, of which no list is held; a person looks at it.",
  },
  {
    profile: /^profile-documentreference$/,
    rule: /^content\.attachment invariant us-core-6$/,
    because: 'Implied: the attachment has data.',
    kept: true,
  },
  {
    profile: /^profile-(medication|service|device)request$|^profile-nutritionorder$/,
    rule: /^extension:(coverage|medicationAdherence) /,
    because: "Coverage requirements discovered before are CRD's, with rules of its own; no decision is read from them.",
  },
  {
    profile: /^profile-medicationrequest$/,
    rule: /^category:us-core slice$/,
    because: 'The slice asks for nothing but codes of R4 that decide nothing.',
  },
  {
    profile: /^profile-(service|device)request$/,
    rule: /^occurrence\[x\] types Timing$/,
    because: 'A date or a Period says it as well, and is what EHRs send: both are read.',
  },
  {
    profile: /^profile-quantity$/,
    rule: /^code binding /,
    because: "X12's units are not published, and the official examples have others.",
  },
  {
    profile: /^profile-pas-(inquiry-)?request-bundle$/,
    rule: /^entry:Claim min 1$/,
    because: 'Implied: the Claim comes first.',
    kept: true,
  },
];

/** The gap that a rule of a profile is in. @param url - the profile's */
export function gapOf(url: string, rule: Fact): KnownGap | undefined {
  const name = url.slice(url.lastIndexOf('/') + 1);
  return KNOWN_GAPS.find((gap) => (gap.profile?.test(name) ?? true) && gap.rule.test(rule));
}
