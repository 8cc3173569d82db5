import { html } from 'hono/html';
import { type Html, nothing } from '../html.ts';
import { dayOf, weekdayOf } from '../words.ts';
import { type Timeline, type TimelineDay, timelineDays } from './timelineDays.ts';

/** A clock's days from receipt to due as a strip: what counts, what does not and why, when to work by, when it is due. */
export function timeline(of: Timeline): Html {
  return html`<ol class="timeline" aria-label="Days from receipt to due">${timelineDays(of).map(day)}</ol>`;
}

function day({ date, state, words, workBy, due }: TimelineDay): Html {
  const classes = due === undefined ? state : `${state} last`;
  return html`<li class="${classes}"><span class="date"><span>${weekdayOf(date)}</span> <b>${dayOf(date)}</b></span>
<span class="count">${state === 'skipped' ? html`<b>Not counted:</b> ${words}` : words}</span>
${workBy === undefined ? nothing : html`<span class="mark work">Work by ${workBy}</span>`}
${due === undefined ? nothing : html`<span class="mark due">Due ${due}</span>`}</li>`;
}
