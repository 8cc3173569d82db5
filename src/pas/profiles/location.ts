import { profileUrl } from './canonicals.ts';
import type { Profile } from './profile.ts';

/** @see StructureDefinition/profile-location of PAS 2.2.1 */
export const LOCATION: Profile = {
  url: profileUrl.location,
  type: 'Location',
  rules: [
    { at: 'status', value: 'active', text: 'A place of service is active.' },
    { at: 'name', min: 1, text: 'A place of service has a name.' },
    { at: 'address', min: 1, text: 'A place of service has an address.' },
  ],
};
