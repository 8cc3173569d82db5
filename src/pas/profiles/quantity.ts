import { profileUrl } from './canonicals.ts';
import type { Profile } from './profile.ts';

/** @see StructureDefinition/profile-quantity of PAS 2.2.1 */
export const PAS_QUANTITY: Profile = {
  url: profileUrl.quantity,
  type: 'Quantity',
  rules: [
    { at: 'value', min: 1, text: 'A quantity of services has a value.' },
    { at: 'comparator', max: 0, text: 'A quantity of services is exact: no comparator.' },
  ],
};
