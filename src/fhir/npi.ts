/**
 * Whether a text has the shape of a National Provider Identifier: ten digits, the first 1 or 2, and a Luhn check digit over
 * `80840` and the number. Shape only: that the number was given out, to whom, and whether to a person (type 1) or an
 * organization (type 2), only NPPES knows.
 * @see 45 CFR 162.406; CMS, Requirements for National Provider Identifier and NPI Check Digit
 */
export function isNpi(text: string): boolean {
  return /^[12]\d{9}$/.test(text) && hasCheckDigit(text);
}

/** Whether the last of ten digits is the check digit of the others, whatever the first. */
export function hasCheckDigit(tenDigits: string): boolean {
  return luhnSum(`80840${tenDigits}`) % 10 === 0;
}

function luhnSum(digits: string): number {
  return [...digits].toReversed().reduce((sum, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}
