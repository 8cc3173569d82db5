import { pas } from './canonicals.ts';
import type { Binding, ElementRule, Profile } from './profile.ts';

/** A part of an extension that has parts. */
export interface Part {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly min?: 1;
  /** 1 when left out; null: any number. */
  readonly max?: null;
  readonly codes?: Binding;
  readonly invariants?: ElementRule['invariants'];
}

/** An extension that has one value, of one of these types. @param name - end of its url within PAS */
export function valued(
  name: string,
  types: readonly string[],
  text: string,
  more: Pick<ElementRule, 'codes' | 'is' | 'to' | 'invariants'> = {},
): Profile {
  const rules = [
    { at: 'extension', max: 0, text },
    { at: 'value[x]', types, text, ...more },
  ];
  return { url: pas(name), type: 'Extension', rules };
}

/** An extension that has parts and no value. */
export function parted(name: string, text: string, parts: readonly Part[]): Profile {
  const rules = [{ at: 'value[x]', max: 0, text }, ...parts.flatMap(partRules)];
  return { url: pas(name), type: 'Extension', rules };
}

function partRules({ name, type, text, min, max, codes, invariants }: Part): readonly ElementRule[] {
  const at = `extension:${name}`;
  return [
    { at, min, ...(max === null ? {} : { max: 1 }), text, slice: { url: name } },
    { at: `${at}.extension`, max: 0, text },
    { at: `${at}.value[x]`, types: [type], text, codes, invariants },
  ];
}
