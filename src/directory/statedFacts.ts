import type { Flag, Identifier, Practitioner, PractitionerQualification } from '@medplum/fhirtypes';
import { codesOf, type Extensible } from '../fhir/elements.ts';
import { npiSystem } from '../fhir/systems.ts';
import { exclusionListName, exclusionSystem } from '../policy/data/exclusionLists.ts';
import { type Evidence, known, type LocalDate, type Unknown, unknown } from '../policy/evidence.ts';
import { covers } from '../policy/period.ts';
import { datePeriod } from './coverage.ts';
import { isVouchedFor } from './load/knownBy.ts';
import {
  exclusionDoubt,
  type FactSource,
  notComparedWith,
  npiKinds,
  sourceFactSystem,
  sourceOf,
} from './load/sources/facts.ts';
import { plainNumber } from './load/sources/plain.ts';

/** Days after which what a list or register stated is no longer known: screened at least monthly, as exclusion lists are. */
const refreshDays = 31;

/** The day for which the record itself stands, and the day of receipt. */
export interface Days {
  readonly recordedOn: LocalDate;
  readonly today: LocalDate;
}

/**
 * What qualifications say, as of the oldest list they rest on, else as the record stands; unknown once a list they rest on
 * is past its refresh, or when there are none.
 */
export function statedEvidence<T>(
  qualifications: readonly PractitionerQualification[],
  read: (qualification: PractitionerQualification) => T,
  { recordedOn, today }: Days,
  none: string,
): Evidence<readonly T[]> {
  if (qualifications.length === 0) return unknown(none);
  const oldest = oldestSource(qualifications);
  if (oldest && isOutdated(oldest, today)) return unknown(outdated(oldest));
  return known(qualifications.map(read), oldest?.asOf ?? recordedOn);
}

/** The list of the earliest date that the elements rest on; undefined when all of them are plan data. */
export function oldestSource(elements: readonly Extensible[]): FactSource | undefined {
  return elements.flatMap((one) => sourceOf(one) ?? []).sort((a, b) => (a.asOf < b.asOf ? -1 : 1))[0];
}

function isOutdated({ asOf }: FactSource, today: LocalDate): boolean {
  return Temporal.PlainDate.from(asOf).until(today).days > refreshDays;
}

function outdated({ name, asOf }: FactSource): string {
  return `The list ${name} is as of ${asOf}, more than ${refreshDays} days ago. Load it again.`;
}

/** Why an exclusion is no longer shown: every Flag in force is from a list past its refresh. */
export function outdatedExclusion(
  flags: readonly Flag[],
  serviceDate: LocalDate,
  today: LocalDate,
): Unknown | undefined {
  const sources = flags.filter((flag) => isInForce(flag, serviceDate)).map(sourceOf);
  const old = sources.filter((source) => source !== undefined && isOutdated(source, today));
  const [first] = old;
  return first && old.length === sources.length ? unknown(outdated(first)) : undefined;
}

/** An exclusion without a start counts as begun. */
function isInForce({ period }: Flag, serviceDate: LocalDate): boolean {
  return covers({ start: '0001-01-01', ...datePeriod(period) }, serviceDate) !== 'no';
}

/** The licences without what the plan's own data say of one its board states too: the board's word stands. */
export function boardsOverPlan(licences: readonly PractitionerQualification[]): readonly PractitionerQualification[] {
  const stated = new Set(licences.filter((one) => sourceOf(one)).flatMap(numbersOf));
  return licences.filter((one) => sourceOf(one) || !numbersOf(one).some((number) => stated.has(number)));
}

/** Why an exclusion is neither shown nor ruled out: Flags in force that prove nothing until a person has looked. */
export function doubtfulExclusions(flags: readonly Flag[], serviceDate: LocalDate): Unknown | undefined {
  const reasons = flags.flatMap((flag) => {
    const doubt = exclusionDoubt(flag);
    return doubt && isInForce(flag, serviceDate)
      ? codesOf(flag.code, exclusionSystem).map((list) => `${exclusionListName(list)}: ${doubt}`)
      : [];
  });
  return reasons.length > 0 ? unknown(reasons.join('; ')) : undefined;
}

/**
 * Why that there is no Flag shows nothing: the professional came of record, or changed, after a list was loaded; or was
 * written past the loads, and nobody can tell.
 * @param loaded - codes of the exclusion lists that were loaded
 */
export function uncompared(practitioner: Practitioner, loaded: readonly string[]): Unknown | undefined {
  if (loaded.length === 0) return undefined;
  const lists = isVouchedFor(practitioner) ? notComparedWith(practitioner) : loaded;
  if (lists.length === 0) return undefined;
  return unknown(
    `Not compared with the ${lists.map(exclusionListName).join(', nor the ')} since coming of record or changing. Load the list again.`,
  );
}

/** Why nothing can be paid under the NPI on `serviceDate`: the register says it is deactivated. */
export function deactivatedNpi({ identifier }: Practitioner, serviceDate: LocalDate): Unknown | undefined {
  const end = identifier?.find(isStatedNpi)?.period?.end;
  return end && end <= serviceDate ? unknown(`The NPI is deactivated since ${end}, says NPPES`) : undefined;
}

/** Why the NPI shows nobody to be a provider of their own: the register gave it to an organization. */
export function groupNpi({ identifier }: Practitioner): Unknown | undefined {
  const isGroup = identifier?.find(isStatedNpi)?.type?.text === npiKinds.organization.text;
  return isGroup ? unknown('The NPI is an organization’s, says NPPES; a person has one of their own') : undefined;
}

function isStatedNpi(identifier: Identifier): boolean {
  return identifier.system === npiSystem && sourceOf(identifier) !== undefined;
}

function numbersOf({ identifier }: PractitionerQualification): string[] {
  return (identifier ?? []).flatMap(({ system, value }) =>
    value && system !== sourceFactSystem ? [plainNumber(value)] : [],
  );
}
