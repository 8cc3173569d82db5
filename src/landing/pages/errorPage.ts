import { html } from 'hono/html';
import type { OutcomeReply } from '../../http/outcome.ts';
import type { Html } from '../html.ts';
import { layout } from '../layout.ts';

/** What went wrong, in the outcome's own words: an incident id where it is our fault, never its detail. */
export function errorPage({ status, outcome }: OutcomeReply): Html {
  const words = status >= 500 ? 'Something went wrong' : 'This cannot be shown';
  const main = html`<h1>${words}</h1>
${outcome.issue.map(({ details, diagnostics }) => html`<p class="lead">${details?.text ?? diagnostics ?? 'No detail was given.'}</p>`)}
<p>HTTP ${status}. <a href="/">Back to the start</a></p>`;
  return layout({ title: words, main });
}

/** Nothing is there. @param what - a sentence: what was looked for */
export function notFoundPage(what: string): Html {
  const main = html`<h1>Not found</h1>
<p class="lead">${what}</p>
<p>HTTP 404. <a href="/">Back to the start</a></p>`;
  return layout({ title: 'Not found', main });
}
