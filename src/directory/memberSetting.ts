import type { Address, Patient } from '@medplum/fhirtypes';
import type { DistanceStandards } from '../policy/data/distanceStandards.ts';
import { known, type LocalDate, unknown } from '../policy/evidence.ts';
import type { MemberNeeds } from '../policy/facts.ts';
import { covers } from '../policy/period.ts';
import { datePeriod } from './coverage.ts';
import { type Ring, ringsAround } from './nearby.ts';
import { fiveDigits, type Place, placeOfAddress } from './place.ts';
import type { PostalCodes } from './postalCodes.ts';
import { recordedOn } from './recordedOn.ts';
import type { Screening } from './screening.ts';

/** What of the member's record bears on who can give the opinion. */
export interface MemberSetting {
  readonly needs: MemberNeeds;
  /** Where the member lives on the service date; absent: not of record. */
  readonly place?: Place;
  /** Where somebody near the member practises, nearest first; empty: nothing of the address is of record. */
  readonly rings: readonly Ring[];
  /** `Practitioner/<id>` and `PractitionerRole/<id>` of the member's own professionals, of record. */
  readonly professionals: readonly string[];
}

/** What is known of places apart from anybody's record. */
export interface Surroundings {
  readonly postalCodes: PostalCodes;
  /** The plan's own; absent: the state's. */
  readonly distanceStandards?: DistanceStandards;
}

/** Reads language, county, place and own professionals off the member's record as it stands on the service date. */
export function memberSetting(
  patient: Patient | undefined,
  serviceDate: LocalDate,
  { postalCodes, distanceStandards }: Surroundings,
  { today, timeZone }: Screening,
): MemberSetting {
  const asOf = (patient && recordedOn(patient, timeZone)) ?? today;
  const address = homeOf(patient?.address ?? [], serviceDate);
  const county = address?.district || postalCodes.get(fiveDigits(address?.postalCode))?.county;
  const language = languageOf(patient);
  return {
    needs: {
      language: language ? known(language, asOf) : unknown('The language the member prefers is not of record'),
      county: county ? known(county, asOf) : unknown('The county in which the member lives is not of record'),
      ...(distanceStandards ? { standards: distanceStandards } : {}),
    },
    place: placeOfAddress(address, postalCodes),
    rings: ringsAround(address, postalCodes),
    professionals: (patient?.generalPractitioner ?? []).flatMap(({ reference }) => reference ?? []),
  };
}

/** The preferred language; where only one is of record, that one. */
function languageOf(patient: Patient | undefined): string | undefined {
  const spoken = patient?.communication ?? [];
  const preferred = spoken.find((entry) => entry.preferred) ?? (spoken.length === 1 ? spoken[0] : undefined);
  return preferred?.language.coding?.find(({ code }) => code)?.code;
}

/** Where the member lives: not where they once did, nor where their bills go. */
function homeOf(addresses: readonly Address[], serviceDate: LocalDate): Address | undefined {
  const current = addresses.filter(
    ({ use, type, period }) =>
      use !== 'old' && use !== 'billing' && type !== 'postal' && covers(datePeriod(period) ?? {}, serviceDate) !== 'no',
  );
  return current.find(({ use }) => use === 'home') ?? current[0];
}
