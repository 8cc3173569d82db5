import { html } from 'hono/html';
import type { Clause } from '../../policy/finding.ts';
import { type Html, nothing } from '../html.ts';

/** The id under which a page shows a clause. */
export function clauseAnchor(cite: string): string {
  return `clause-${cite.replaceAll(' ', '-')}`;
}

/** The policy's sentences under their cites, in order: its words, and our reading set apart from them. */
export function clauseList(clauses: readonly Clause[]): Html {
  const byCite = Map.groupBy(clauses, ({ cite }) => cite);
  return html`<dl class="clauses">
${[...byCite].map(
  ([cite, sentences]) => html`<div id="${clauseAnchor(cite)}"><dt>${cite}</dt>
${sentences.map(sentence)}</div>`,
)}
</dl>`;
}

function sentence({ words, readAs }: Clause): Html {
  return html`<dd><q>${words}</q>${readAs === undefined ? nothing : html`<p class="reading"><b>Our reading:</b> ${readAs}</p>`}</dd>`;
}
