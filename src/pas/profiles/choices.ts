import type { JsonObject } from './profile.ts';

/** The key of a choice that is there: `servicedDate` of the stem `serviced`. */
export function chosenIn(owner: JsonObject, stem: string): string | undefined {
  for (const key in owner) {
    if (key.length > stem.length && key.startsWith(stem) && isUpperCase(key.charCodeAt(stem.length))) return key;
  }
  return undefined;
}

function isUpperCase(character: number): boolean {
  return character >= 0x41 && character <= 0x5a;
}

/** Is the value of a choice of this type? */
export function isTyped(key: string, stem: string, type: string): boolean {
  return key.slice(stem.length).toLowerCase() === type.toLowerCase();
}
