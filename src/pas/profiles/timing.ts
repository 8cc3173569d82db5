import { profileUrl } from './canonicals.ts';
import { CALENDAR_PATTERN, DELIVERY_PATTERN } from './extensions/ofOthers.ts';
import type { Profile } from './profile.ts';

/** @see StructureDefinition/profile-datatype-timing of PAS 2.2.1 */
export const PAS_TIMING: Profile = {
  url: profileUrl.timing,
  type: 'Timing',
  rules: [
    {
      at: 'extension:calendarPattern',
      max: 1,
      is: CALENDAR_PATTERN,
      text: 'A timing has at most one calendar pattern.',
    },
    {
      at: 'extension:deliveryPattern',
      max: 1,
      is: DELIVERY_PATTERN,
      text: 'A timing has at most one delivery pattern.',
    },
    { at: 'repeat.bounds[x]', types: ['Duration'], text: 'The bounds of a repetition are a boundsDuration.' },
  ],
};
