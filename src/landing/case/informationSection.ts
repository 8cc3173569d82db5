import { html } from 'hono/html';
import { type Html, nothing } from '../html.ts';
import { instantIn } from '../words.ts';
import type { CaseView } from './readCase.ts';

const statuses: Readonly<Record<string, string>> = {
  active: 'Still to come',
  completed: 'Came',
  revoked: 'Not needed any more',
};

const circumstanceWords: Readonly<Record<string, string>> = {
  solicited: 'asked for',
  unsolicited: 'not asked for',
  late: 'late',
  duplicate: 'the same as one before',
};

/** Documents asked for with their due instants, and those received, in words; nothing for a case that has neither. */
export function informationSection({ information: { asked, came }, timeZone }: CaseView): Html | typeof nothing {
  if (asked.length + came.length === 0) return nothing;
  return html`<section aria-labelledby="information"><h2 id="information">What was asked for, and what came</h2>
${table(
  'Asked for',
  ['Document', 'Due', 'State'],
  asked.map(({ words, due, status }) => [words, shown(due, timeZone), statuses[status] ?? status]),
)}
${table(
  'Received',
  ['Kind', 'Received', 'How'],
  came.map(({ kind, received, circumstances }) => [
    kind,
    shown(received, timeZone),
    circumstances.map((each) => circumstanceWords[each] ?? each).join(', '),
  ]),
)}
</section>`;
}

function shown(instant: string | undefined, timeZone: string): string {
  return instant === undefined ? 'Not set' : instantIn(instant, timeZone);
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): Html {
  if (rows.length === 0) return html`<p>${caption}: nothing.</p>`;
  return html`<div class="scroll"><table><caption>${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}
