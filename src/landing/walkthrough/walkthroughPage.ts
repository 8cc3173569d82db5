import { html } from 'hono/html';
import { type Html, nothing, path } from '../html.ts';
import { layout } from '../layout.ts';
import { counted, instantIn } from '../words.ts';
import type { WalkthroughStep } from './walkthrough.ts';

/** A step with the texts of its files. */
export interface ShownStep extends WalkthroughStep {
  readonly sent?: string;
  readonly received?: string;
}

export interface WalkthroughPage {
  readonly steps: readonly ShownStep[];
  /** The plan's: instants are told local to it. */
  readonly timeZone: string;
}

/** Every message between an EHR and the plan in the life of a request, one after the other, with its files. */
export function walkthroughPage({ steps, timeZone }: WalkthroughPage): Html {
  const title = 'Walkthrough for an EHR vendor';
  const main = html`<h1>${title}</h1>
<p class="lead">The life of a second opinion request, message by message. Each file below is what was sent and what came back; tests send
them again and compare. The FHIR base is <code>/fhir</code>; send and accept <code>application/fhir+json</code>.</p>
${contents(steps)}
${steps.map((step, index) => stepSection(step, index + 1, timeZone))}`;
  return layout({ title: `${title} · second-opinion`, main });
}

function contents(steps: readonly ShownStep[]): Html {
  return html`<nav aria-label="Messages"><ol class="messages">${steps.map(
    ({ id, from, to, title, at, method }) =>
      html`<li class="${from === 'Plan' ? 'from-plan' : 'to-plan'}"><a href="#${id}">${title}</a>
<span class="who">${from} → ${to}, <code>${method}</code>, <time datetime="${at}">${at.slice(0, 10)}</time></span></li>`,
  )}</ol></nav>`;
}

function stepSection(step: ShownStep, number: number, timeZone: string): Html {
  const { id, title, from, to, at, words, method, path: target, status } = step;
  return html`<section class="message" aria-labelledby="${id}"><h2 id="${id}">${number}. ${title}</h2>
<p class="who">${from} → ${to}, <time datetime="${at}">${instantIn(at, timeZone)}</time></p>
${words.map((sentence) => html`<p>${sentence}</p>`)}
<p class="call"><code>${method} ${target}</code> <span aria-label="is answered">→</span> <code>HTTP ${status}</code></p>
${looks(step)}
${body('What is sent', step.request, step.sent)}
${body('What comes back', step.response, step.received)}
</section>`;
}

function looks({ look }: ShownStep): Html | string {
  if (look.length === 0) return nothing;
  return html`<table><caption>What to look at in what the plan says</caption>
<thead><tr><th scope="col">Where</th><th scope="col">What stands there</th><th scope="col">What it means</th></tr></thead>
<tbody>${look.map(({ path: where, value, why }) => html`<tr><td>${path(where)}</td><td><code>${value}</code></td><td>${why}</td></tr>`)}</tbody></table>`;
}

function body(label: string, name: string | undefined, text: string | undefined): Html | string {
  if (name === undefined || text === undefined) return nothing;
  return html`<details><summary>${label}: ${counted(text.length, 'character')}</summary>
<p><a href="/walkthrough/${name}" download>${name}</a></p>
<pre class="json" tabindex="0" aria-label="${label}">${text}</pre></details>`;
}
