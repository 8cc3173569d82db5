import type { LocalDate } from '../evidence.ts';

/** How far a network professional may be from where the member lives: within the miles, or within the minutes. */
export interface DistanceStandard {
  readonly care: 'primary-care' | 'specialist';
  /** Counties of California in which it holds; absent: in all. */
  readonly counties?: readonly string[];
  readonly miles: number;
  readonly minutes: number;
}

/** A set of standards with where it comes from and the first day on which it holds. */
export interface DistanceStandards {
  readonly source: string;
  readonly effective: LocalDate;
  readonly standards: readonly DistanceStandard[];
}

/**
 * Welfare and Institutions Code 14197, under 42 CFR 438.68. Recalled, not checked against the text of the statute: the
 * plan replaces it by its own table where its contract sets another, or the state has approved an alternative.
 */
export const distanceStandards: DistanceStandards = {
  source: 'Welfare and Institutions Code 14197',
  effective: '2018-07-01',
  standards: [
    { care: 'primary-care', miles: 10, minutes: 30 },
    {
      care: 'specialist',
      miles: 15,
      minutes: 30,
      counties: [
        'Alameda',
        'Contra Costa',
        'Los Angeles',
        'Orange',
        'Sacramento',
        'San Diego',
        'San Francisco',
        'San Mateo',
        'Santa Clara',
      ],
    },
    {
      care: 'specialist',
      miles: 30,
      minutes: 60,
      counties: [
        'Marin',
        'Placer',
        'Riverside',
        'San Joaquin',
        'Santa Cruz',
        'Solano',
        'Sonoma',
        'Stanislaus',
        'Ventura',
      ],
    },
    {
      care: 'specialist',
      miles: 45,
      minutes: 75,
      counties: [
        'Amador',
        'Butte',
        'El Dorado',
        'Fresno',
        'Kern',
        'Kings',
        'Lake',
        'Madera',
        'Merced',
        'Monterey',
        'Napa',
        'Nevada',
        'San Bernardino',
        'San Luis Obispo',
        'Santa Barbara',
        'Sutter',
        'Tulare',
        'Yolo',
        'Yuba',
      ],
    },
    {
      care: 'specialist',
      miles: 60,
      minutes: 90,
      counties: [
        'Alpine',
        'Calaveras',
        'Colusa',
        'Del Norte',
        'Glenn',
        'Humboldt',
        'Imperial',
        'Inyo',
        'Lassen',
        'Mariposa',
        'Mendocino',
        'Modoc',
        'Mono',
        'Plumas',
        'San Benito',
        'Shasta',
        'Sierra',
        'Siskiyou',
        'Tehama',
        'Trinity',
        'Tuolumne',
      ],
    },
  ],
};

/** Nobody drives faster than this on the way, in miles an hour: a place farther than it allows is beyond the minutes too. */
export const fastestDrive = 65;

/**
 * The standards that may hold for the care in the county; several where the county is not known or not listed.
 * @param table - the plan's own, where it has one
 */
export function standardsFor(
  care: DistanceStandard['care'],
  county: string | undefined,
  table: DistanceStandards = distanceStandards,
): readonly DistanceStandard[] {
  const ofCare = table.standards.filter((standard) => standard.care === care);
  const named = plainCounty(county);
  const there = ofCare.filter(({ counties }) => counties?.some((own) => plainCounty(own) === named));
  return there.length > 0 ? there : ofCare;
}

/** `Napa County` and `NAPA` are one. */
function plainCounty(county: string | undefined): string | undefined {
  return county
    ?.trim()
    .toLowerCase()
    .replace(/ county$/, '');
}
