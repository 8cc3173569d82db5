import { html } from 'hono/html';
import type { Answer } from '../../policy/answer.ts';
import type { Finding } from '../../policy/finding.ts';
import { clauseAnchor } from '../home/clauseList.ts';
import { type Html, nothing } from '../html.ts';
import { counted, inWords } from '../words.ts';
import type { CaseView, ScopedFindings } from './readCase.ts';

/** What every clause says of the case: a table for the request and one an item, grouped by clause. */
export function findingsSection({ findings }: CaseView): Html {
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings, clause by clause</h2>
<p class="lead">From data of record and the request; unknown is never no.</p>
${findings.map(scope)}
</section>`;
}

function scope({ about, findings, openClauses = [] }: ScopedFindings): Html {
  if (findings.length === 0)
    return html`<p>${about}: not found met, ${openClauses.join(', ')}; the findings stand with the evidence of an earlier answer.</p>`;
  const byClause = Map.groupBy(findings, ({ clause }) => clause);
  return html`<table class="findings"><caption>${about}: ${tally(findings)}</caption>
<thead><tr><th scope="col">Question</th><th scope="col">Finding</th><th scope="col">Because</th></tr></thead>
${[...byClause].map(
  ([
    clause,
    group,
  ]) => html`<tbody><tr class="clause"><th scope="rowgroup" colspan="3"><a href="/#${clauseAnchor(clause)}">${clause}</a></th></tr>
${group.map(row)}</tbody>`,
)}
</table>`;
}

const answers: readonly Answer[] = ['yes', 'no', 'unknown'];
const signs: Readonly<Record<Answer, string>> = { yes: '✓', no: '✗', unknown: '?' };

function tally(findings: readonly Finding[]): string {
  const counts = answers.map((answer) => `${findings.filter((finding) => finding.answer === answer).length} ${answer}`);
  return `${counted(findings.length, 'finding')}, ${counts.join(', ')}`;
}

function row({ id, answer, because, asOf }: Finding): Html {
  return html`<tr><th scope="row">${inWords(id)}</th>
<td><span class="finding ${answer}"><span aria-hidden="true">${signs[answer]}</span> ${inWords(answer)}</span></td>
<td>${because}${asOf === undefined ? nothing : html` <span class="as-of">as of ${asOf}</span>`}</td></tr>`;
}
