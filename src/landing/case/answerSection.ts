import { html } from 'hono/html';
import { badge, type Html, nothing, path } from '../html.ts';
import { withInstantsInWords } from '../words.ts';
import type { AnsweredError, AnsweredItem } from './readAnswer.ts';
import type { CaseView } from './readCase.ts';

/** What each item was answered with, or why the request could not be processed. */
export function answerSection({ items, errors, timeZone }: CaseView): Html {
  return html`<section aria-labelledby="answer"><h2 id="answer">The answer</h2>
${errors.map(errorCard)}
${items.map((item) => itemCard(item, timeZone))}
</section>`;
}

function errorCard({ code, words, where, followUp }: AnsweredError): Html {
  return html`<article class="answer bad"><h3>${badge('bad', `Error ${code}`)} Cannot be processed as it stands</h3>
<p>${words}</p>
<dl class="facts">${fact('Where', where === undefined ? undefined : path(where))}${fact('Next', followUp)}</dl></article>`;
}

function itemCard(item: AnsweredItem, timeZone: string): Html {
  const { sequence, action, tone, words, means, notes, period } = item;
  const span = period === undefined ? undefined : `${period.start} to ${period.end}`;
  return html`<article class="answer ${tone}"><h3><span class="which">Item ${sequence}</span> ${badge(tone, words)} <span class="code">${action}</span></h3>
${notes.length > 0 ? notes.map((note) => html`<p>${withInstantsInWords(note, timeZone)}</p>`) : html`<p>${means}</p>`}
<dl class="facts">${fact('Certification number', item.certificationNumber)}${fact('Reference number', item.referenceNumber)}${fact('Holds', span)}${fact('For', item.provider)}</dl></article>`;
}

function fact(name: string, value: string | Html | undefined): Html | typeof nothing {
  return value === undefined ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
