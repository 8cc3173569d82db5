import { html } from 'hono/html';
import { answerSection } from '../case/answerSection.ts';
import { deadlinesSection } from '../case/deadlinesSection.ts';
import { findingsSection } from '../case/findingsSection.ts';
import { informationSection } from '../case/informationSection.ts';
import type { CaseView } from '../case/readCase.ts';
import { tasksSection } from '../case/tasksSection.ts';
import { type Html, nothing } from '../html.ts';
import { layout } from '../layout.ts';
import { instantIn, zoneInWords } from '../words.ts';

/** The answer to one request, for people. It names professionals, never the member. */
export function casePage(view: CaseView): Html {
  const title = titleOf(view);
  const { received, timeZone } = view;
  const main = html`<p class="kicker">Case ${view.id.slice(0, 8)}</p>
<h1>${title}</h1>
<p class="lead">Received ${instantIn(received, timeZone)}, ${zoneInWords(timeZone)}. ${reviewInWords(view)}</p>
${answerSection(view)}
${deadlinesSection(view)}
${tasksSection(view)}
${informationSection(view)}
${findingsSection(view)}
${sources(view)}`;
  return layout({ title: `${title} · second-opinion`, main, demo: true });
}

function reviewInWords({ reviewedByPerson, items }: CaseView): string {
  if (!reviewedByPerson) return 'Answered by software; no person has reviewed it.';
  return items.some(({ action }) => action === 'A4')
    ? 'A licensed person has reviewed it; not everything is decided.'
    : 'Decided by a licensed person.';
}

/** The items' answers, each said once. */
function titleOf({ items, errors }: CaseView): string {
  if (errors.length > 0) return 'The request cannot be processed as it stands';
  const words = [...new Set(items.map((item) => item.words))];
  return words.length > 0 ? words.join(' · ') : 'Answered';
}

function sources({ id, claim, tasks }: CaseView): Html {
  const named = [`ClaimResponse/${id}`, claim, ...tasks.map((task) => `Task/${task.id}`)];
  const stored = named.filter((reference) => reference !== undefined && !reference.startsWith('urn:'));
  return html`<section aria-labelledby="sources"><h2 id="sources">As FHIR</h2>
<ul class="sources">${stored.map((reference) => html`<li><a href="/view/${reference}">${reference}</a></li>`)}</ul>
${stored.length === named.length ? nothing : html`<p>The request itself is not stored as a resource of its own.</p>`}</section>`;
}
