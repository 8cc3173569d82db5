import { html } from 'hono/html';
import { badge, type Html, nothing } from '../html.ts';
import { instantIn, inWords, zoneInWords } from '../words.ts';
import type { SetClock } from './clocks.ts';
import type { CaseView } from './readCase.ts';
import { timeline } from './timeline.ts';

/** Every clock with its explanation and its days, the governing one first. */
export function deadlinesSection(view: CaseView): Html {
  const { clocks } = view.deadlines;
  const ordered = clocks.toSorted((one, other) => Number(other.governing) - Number(one.governing));
  return html`<section aria-labelledby="deadlines"><h2 id="deadlines">Deadlines</h2>
${clocks.length === 0 ? html`<p>${noClock(view)}</p>` : summary(view)}
${ordered.map((clock) => clockCard(clock, view))}
</section>`;
}

function noClock({ errors }: CaseView): string {
  if (errors.length > 0) return 'No clock runs: the request could not be processed. A corrected one starts its own.';
  return 'No clock runs: the policy’s timeframes are for second opinions out of network, and this one needs no permission.';
}

function summary({ deadlines: { clocks, workBy }, items, timeZone, reviewedByPerson }: CaseView): Html {
  const governing = clocks.find((clock) => clock.governing);
  const pended = items.some(({ action }) => action === 'A4');
  return html`<dl class="facts when">
${governing === undefined ? nothing : html`<div class="first"><dt>${pended ? 'A person decides by' : 'Decision due at the latest'}</dt><dd>${instantIn(governing.due, timeZone)}</dd></div>`}
${workBy === undefined ? nothing : html`<div><dt>Work by</dt><dd>${instantIn(workBy, timeZone)}</dd></div>`}
<div><dt>Times are</dt><dd>${zoneInWords(timeZone)}</dd></div></dl>
${pended ? nothing : html`<p>${reviewedByPerson ? 'A licensed person has decided' : 'The answer came at receipt'}: nothing waits for a decision. What is left to do stands under Work for people.</p>`}`;
}

function clockCard(clock: SetClock, { received, timeZone, deadlines }: CaseView): Html {
  const { basis, due, explanation, governing, run } = clock;
  return html`<article class="${governing ? 'clock governing' : 'clock'}">
<h3>${clockName(clock)} ${governing ? badge('wait', 'Governs') : nothing}</h3>
<p class="basis">${basis} · due ${instantIn(due, timeZone)}</p>
${run === undefined ? nothing : timeline({ received, due, run, timeZone, workBy: governing ? deadlines.workBy : undefined })}
<p>${explanation}</p></article>`;
}

/** `member-notice-5-business-days` → `Member notice: 5 business days`. */
function clockName({ id, run }: SetClock): string {
  return run === undefined ? inWords(id) : `${inWords(id.replace(/-\d.*$/, ''))}: ${run.rule}`;
}
