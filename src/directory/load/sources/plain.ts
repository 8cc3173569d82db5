/** A licence number or a board's name without case, spaces and punctuation: `A 12-345` and `a12345` are one. */
export function plainNumber(text: string): string {
  return letters(text).replaceAll(/[^A-Z0-9]/g, '');
}

/** A person's family name and first given name without case, accents and punctuation. */
export function plainName(family: string, given: string): string {
  const [first = ''] = letters(given).trim().split(/\s+/);
  return `${plainNumber(family)}|${plainNumber(first)}`;
}

function letters(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();
}
