import { html } from 'hono/html';
import type { WhyAnswer, WhyCandidate } from '../intake/why.ts';
import { type Html, nothing } from '../landing/html.ts';
import { layout } from '../landing/layout.ts';
import { inWords } from '../landing/words.ts';

type Row = Pick<WhyAnswer['findings'][number], 'id' | 'answer' | 'because'> & { readonly clause?: string };

/** What was typed, and what came of it. */
export interface WhyView {
  readonly values: Readonly<Record<string, string>>;
  readonly problems?: readonly string[];
  readonly answer?: WhyAnswer;
}

const fields = [
  ['npi', 'NPI of the professional', true],
  ['icd10', 'Diagnosis, ICD-10-CM', true],
  ['member', 'Member number', true],
  ['date', 'Service date, YYYY-MM-DD', false],
  ['firstOpinion', 'NPI of the first opinion', false],
] as const;

/** Asks for a professional, a condition and a member, and shows what a determination would rest on. */
export function whyPage({ values, problems = [], answer }: WhyView): Html {
  const title = 'Why this answer?';
  const main = html`<h1>${title}</h1>
<p class="lead">What a determination about a professional, a condition and a member would rest on, from data of record.</p>
<form method="post" action="/why">
${fields.map(
  ([name, label, required]) => html`<p><label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${values[name] ?? ''}"${required ? html` required` : nothing}></p>`,
)}
<p><button type="submit">Show the findings</button></p>
</form>
${problems.length === 0 ? nothing : html`<ul role="alert">${problems.map((problem) => html`<li>${problem}</li>`)}</ul>`}
${answer === undefined ? nothing : result(answer)}`;
  return layout({ title, main, demo: true });
}

function result({ error, answer, findings, candidates, date }: WhyAnswer): Html {
  return html`<section aria-labelledby="answer"><h2 id="answer">On ${date}</h2>
${error === undefined ? nothing : html`<p class="lead">${error}</p>`}
${
  answer === undefined
    ? nothing
    : html`<p class="lead">Row ${answer.row} of the answer table: ${answer.action}. ${answer.notes.join(' ')}</p>
<p>${answer.recommendation ?? nothing}</p>`
}
${table(
  'Findings',
  findings.map((finding) => row(finding)),
)}
${candidates.map(candidateTable)}
</section>`;
}

function candidateTable({ npi, name, site, answer, predicates }: WhyCandidate): Html {
  const caption = `${name}, ${npi ?? 'no NPI'}, ${site}: available ${answer}`;
  return table(
    caption,
    predicates.map((predicate) => row(predicate)),
  );
}

function table(caption: string, rows: readonly Html[]): Html {
  return html`<table class="findings"><caption>${caption}</caption>
<thead><tr><th scope="col">Question</th><th scope="col">Finding</th><th scope="col">Because</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

function row({ id, answer, because, clause }: Row): Html {
  return html`<tr><th scope="row">${clause ?? ''} ${inWords(id)}</th><td>${inWords(answer)}</td><td>${because}</td></tr>`;
}
