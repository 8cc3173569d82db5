import { html } from 'hono/html';

/** A piece of a page: what was put into it is escaped. */
export type Html = ReturnType<typeof html>;

/** Nothing to show. */
export const nothing = '';

/** One class name for each state that colour alone must not carry: a sign and a word always stand beside it. */
export type Tone = 'good' | 'calm' | 'wait' | 'bad';

/** A short label with its colour. */
export function badge(tone: Tone, words: string): Html {
  return html`<span class="badge ${tone}">${words}</span>`;
}

/** A FHIRPath that may break before its dots. */
export function path(expression: string): Html {
  const [first = '', ...others] = expression.split('.');
  return html`<code>${first}${others.map((part) => html`<wbr>.${part}`)}</code>`;
}
