import { x12Codes } from '../bindings.ts';
import { valued } from '../extensionProfile.ts';
import type { Profile } from '../profile.ts';
import { fullDates } from './fullDates.ts';

export const REVIEW_ACTION_CODE = valued(
  'extension-reviewActionCode',
  ['CodeableConcept'],
  'The decision looked for is a valueCodeableConcept.',
  {
    codes: x12Codes('response/2000F/HCR/1/01/00/306'),
  },
);

export const CERTIFICATION_ISSUED = certificationDate(
  'extension-itemCertificationIssueDate',
  'The date of issue looked for',
);
export const CERTIFICATION_EXPIRES = certificationDate(
  'extension-itemCertificationExpirationDate',
  'The date of expiry looked for',
);
export const CERTIFICATION_EFFECTIVE = certificationDate(
  'extension-itemCertificationEffectiveDate',
  'The effective date looked for',
);

function certificationDate(name: string, what: string): Profile {
  const text = `${what} is a valueDate or a valuePeriod.`;
  const { url, type, rules } = valued(name, ['Date', 'Period'], text);
  return { url, type, rules: [...rules, ...fullDates('value[x]', 'value', what)] };
}
