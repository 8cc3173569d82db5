/** A licence number or a board's name without case, spaces and punctuation: `A 12-345` and `a12345` are one. */
export function plainNumber(text: string): string {
  return letters(text).replaceAll(/[^A-Z0-9]/g, '');
}

/** A licence number as lists are compared by it: `A 012345` and `A12345` are one too. */
export function plainLicence(text: string): string {
  return plainNumber(text).replace(/^([A-Z]*)0+(?=\d)/, '$1');
}

/** A person's family name and first given name without case, accents and punctuation. */
export function plainName(family: string, given: string): string {
  const [first = ''] = letters(given).trim().split(/\s+/);
  return `${plainNumber(family)}|${plainNumber(first)}`;
}

function letters(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();
}
