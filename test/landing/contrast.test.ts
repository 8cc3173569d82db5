import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../src/landing/landing.css', import.meta.url), 'utf8');

type Colours = Readonly<Record<string, string>>;

/** The custom properties of the first and the second `:root`: light and dark. */
const [light = {}, dark = {}]: readonly Colours[] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, block = '']) =>
  Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  ),
);

/** Foreground on background, as the stylesheet puts them. */
const pairs: readonly (readonly [string, string])[] = [
  ...['page', 'card', 'soft'].flatMap((ground) => ['text', 'muted', 'accent'].map((text) => [text, ground] as const)),
  ...['good', 'calm', 'wait', 'bad'].map((tone) => [tone, `${tone}-soft`] as const),
  ...['good', 'wait'].map((tone) => [tone, 'page'] as const),
  ['text', 'wait-soft'],
  ['muted', 'wait-soft'],
  ['on-accent', 'accent'],
];

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

describe.for([
  ['light', light],
  ['dark', dark],
] as const)('%s colours', ([, colours]) => {
  it.for(pairs)('%s on %s has a contrast of at least 4.5', ([text, ground]) => {
    expect(contrast(colours[text] ?? '#000000', colours[ground] ?? '#000000')).toBeGreaterThanOrEqual(4.5);
  });
});
