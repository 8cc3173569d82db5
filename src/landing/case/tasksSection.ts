import type { Task } from '@medplum/fhirtypes';
import { html } from 'hono/html';
import { badge, type Html, nothing, type Tone } from '../html.ts';
import { instantIn, inWords } from '../words.ts';
import type { CaseView } from './readCase.ts';

/** What people have to do, with queue, status and due instant; recommendation and candidates where there are some. */
export function tasksSection({ tasks, timeZone }: CaseView): Html {
  return html`<section aria-labelledby="tasks"><h2 id="tasks">Work for people</h2>
${tasks.length === 0 ? html`<p>None: nobody has to do anything.</p>` : table(tasks, timeZone)}
${tasks.map(material)}
</section>`;
}

function table(tasks: readonly Task[], timeZone: string): Html {
  return html`<div class="scroll"><table><caption>Tasks of this case, open ones first</caption>
<thead><tr><th scope="col">Task</th><th scope="col">Queue</th><th scope="col">Status</th><th scope="col">Due</th></tr></thead>
<tbody>${tasks.map((task) => row(task, timeZone))}</tbody></table></div>`;
}

const tones: Readonly<Record<string, Tone>> = { completed: 'good', cancelled: 'calm' };

function row(task: Task, timeZone: string): Html {
  const { id, code, status, businessStatus, performerType, restriction } = task;
  const coding = code?.coding?.[0];
  const special = businessStatus?.coding?.[0]?.code ?? businessStatus?.text;
  const due = restriction?.period?.end;
  return html`<tr><th scope="row"><a href="/view/Task/${id}">${coding?.display ?? 'Task'}</a> <code>${coding?.code}</code></th>
<td>${performerType?.[0]?.coding?.[0]?.display}</td>
<td>${badge(tones[status] ?? 'wait', inWords(status))}${special === undefined ? nothing : html` ${badge('bad', inWords(special))}`}</td>
<td>${due === undefined ? 'Not set' : instantIn(due, timeZone)}</td></tr>`;
}

function material({ input, code }: Task): Html | typeof nothing {
  const recommendations = (input ?? []).flatMap(({ valueString }) => valueString ?? []);
  const candidates = (input ?? []).flatMap(({ valueReference }) => valueReference?.display ?? []);
  if (recommendations.length + candidates.length === 0) return nothing;
  return html`<h3>For the task: ${code?.coding?.[0]?.display}</h3>
${recommendations.map((text) => html`<p>${text}</p>`)}
${candidates.length === 0 ? nothing : html`<ul class="candidates">${candidates.map((text) => html`<li>${text}</li>`)}</ul>`}`;
}
