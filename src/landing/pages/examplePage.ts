import type { OperationOutcomeIssue } from '@medplum/fhirtypes';
import { html } from 'hono/html';
import type { SubmissionResult } from '../../pas/request/readSubmission.ts';
import type { Example } from '../exampleIndex.ts';
import { expected, sendForm } from '../home/exampleList.ts';
import { type Html, nothing, path } from '../html.ts';
import { layout } from '../layout.ts';
import { counted } from '../words.ts';

export interface ExamplePage {
  readonly example: Example;
  readonly message: string;
  /** What intake makes of the message before anything is stored. */
  readonly reading: SubmissionResult;
}

/** One example: its message, and every problem for which it is refused. */
export function examplePage({ example, message, reading }: ExamplePage): Html {
  const main = html`<p class="kicker">Example, row ${example.row}</p>
<h1>${example.title}</h1>
<p class="expected">Expected: ${expected(example)}</p>
${reading.ok ? nothing : problems(reading.status, reading.outcome.issue)}
${sendForm(example)}
<section aria-labelledby="message"><h2 id="message">The message</h2>
<p><code>${example.name}</code>, ${counted(message.length, 'character')}, as it is sent to <code>POST /fhir/Claim/$submit</code></p>
<pre class="json" tabindex="0" aria-label="The message">${message}</pre></section>`;
  return layout({ title: example.title, main, demo: true });
}

function problems(status: number, issues: readonly OperationOutcomeIssue[]): Html {
  return html`<section class="answer bad" aria-labelledby="problems">
<h2 id="problems">Refused: ${counted(issues.length, 'problem')}</h2>
<p>HTTP ${status}, one OperationOutcome with all of them. Nothing was stored; correct the message and send it again.</p>
<table><caption class="hidden">Problems of the message</caption>
<thead><tr><th scope="col">Problem</th><th scope="col">Where</th></tr></thead>
<tbody>${issues.map(problem)}</tbody></table></section>`;
}

function problem({ details, diagnostics, expression, location }: OperationOutcomeIssue): Html {
  const where = [...(expression ?? []), ...(location ?? [])].join(', ');
  return html`<tr><td>${details?.text ?? diagnostics ?? 'Not said'}</td><td>${where === '' ? 'the whole message' : path(where)}</td></tr>`;
}
