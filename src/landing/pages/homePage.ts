import { html } from 'hono/html';
import { clauses } from '../../policy/clauses.ts';
import type { Example } from '../exampleIndex.ts';
import { clauseList } from '../home/clauseList.ts';
import { exampleList } from '../home/exampleList.ts';
import { picture } from '../home/picture.ts';
import { type Html, nothing } from '../html.ts';
import { layout } from '../layout.ts';

export interface HomePage {
  readonly examples: readonly Example[];
  /** Whether examples can be sent. */
  readonly demo: boolean;
}

/** What this service is, how it decides, the policy it executes, and examples to try. */
export function homePage({ examples, demo }: HomePage): Html {
  const main = html`<section class="hero">
<h1>A Medi-Cal plan’s second opinion policy, executed</h1>
<p class="lead">A FHIR request comes in; an answer goes back that cites the policy clause by clause, with tasks that carry the instant by which a person must have decided.</p>
<p class="actions">${demo ? html`<a class="button" href="#examples">Send an example</a>` : nothing} <a href="/walkthrough">Walkthrough for EHR vendors</a> <a href="/fhir/metadata">CapabilityStatement</a> <a href="/health/ready">Readiness</a></p>
</section>
<section aria-labelledby="how"><h2 id="how">How it decides</h2>
${picture()}
<ul class="principles">
<li><b>Unknown is never no.</b> Every finding is yes, no or unknown, with its clause, why, and as of when.</li>
<li><b>Software never denies.</b> It approves, says that no permission is needed, raises urgency, and routes. The rest is a person’s.</li>
<li><b>Every clock is explained.</b> Which days count, which do not and why, and the earliest due instant governs.</li>
</ul></section>
<section aria-labelledby="examples"><h2 id="examples">Examples</h2>
<p class="lead">One section a row of the answer table: the first row whose condition holds answers the item.
${demo ? 'Sending goes through the same intake as Claim/$submit; sending again shows the same case as it now stands.' : 'Examples can be sent in demo mode.'}</p>
${exampleList(examples, demo)}
</section>
<section aria-labelledby="policy"><h2 id="policy">The policy, sentence by sentence</h2>
<p class="lead">Quoted from MPUP3078. Where it is silent or ambiguous, our reading stands beside it.</p>
${clauseList(clauses)}
</section>`;
  return layout({ title: 'second-opinion: a Medi-Cal second opinion policy, executed', main, demo });
}
