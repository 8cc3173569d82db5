import { html } from 'hono/html';
import { type AnswerRow, answerRows } from '../answerRows.ts';
import type { Example } from '../exampleIndex.ts';
import { badge, type Html, nothing } from '../html.ts';
import { reviewActionWords } from '../reviewActions.ts';

/** The examples under the rows of the answer table. @param demo - whether they can be sent */
export function exampleList(examples: readonly Example[], demo: boolean): Html {
  return html`<div class="rows">${answerRows.map((row) => rowGroup(row, examples, demo))}</div>`;
}

function rowGroup({ row, condition, answer, tone }: AnswerRow, examples: readonly Example[], demo: boolean): Html {
  const shown = examples.filter((example) => example.row === row);
  return html`<section class="row" aria-labelledby="row-${row}">
<div class="head"><h3 id="row-${row}"><span class="number">${row}</span> ${condition}</h3>
<p>${badge(tone, answer)}</p></div>
<ul>${shown.map((example) => entry(example, demo))}</ul>
</section>`;
}

function entry(example: Example, demo: boolean): Html {
  const { name, title, urgent, actions, errors } = example;
  const labels = [
    ...(actions.length > 1 || errors.length > 0 ? expected(example) : []),
    ...(urgent ? [urgentBadge()] : []),
  ];
  return html`<li>
<div>${demo ? html`<a href="/examples/${name}">${title}</a>` : title}${labels.length > 0 ? html`<span class="expected">${labels}</span>` : nothing}</div>
${demo ? sendForm(example) : nothing}
</li>`;
}

function urgentBadge(): Html {
  return badge('bad', 'Urgent');
}

/** Sends the example by one click. */
export function sendForm({ name, title }: Example): Html {
  return html`<form method="post" action="/examples/${name}"><button type="submit">Send<span class="hidden">: ${title}</span></button></form>`;
}

/** What the example is answered with, as labels. */
export function expected({ status, actions, errors }: Example): readonly Html[] {
  if (status !== 200) return [badge('bad', `Refused, HTTP ${status}`)];
  const several = actions.length > 1;
  return [
    ...errors.map((code) => badge('bad', `Error ${code}`)),
    ...actions.map((code, index) => {
      const { tone, words } = reviewActionWords(code);
      return badge(tone, `${several ? `${index + 1}. ` : ''}${words}`);
    }),
  ];
}
