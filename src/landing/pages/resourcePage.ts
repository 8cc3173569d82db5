import type { Resource } from '@medplum/fhirtypes';
import { html } from 'hono/html';
import type { Html } from '../html.ts';
import { layout } from '../layout.ts';

/** A literal reference in JSON as `JSON.stringify` writes it; within a string its quotes would be escaped. */
const literalReference = /(?<="reference": ")([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?=")/;

/** A stored resource as formatted FHIR JSON, its references as links. */
export function resourcePage(resource: Resource): Html {
  const name = `${resource.resourceType}/${resource.id}`;
  const pieces = JSON.stringify(resource, null, 2).split(literalReference);
  const main = html`<h1>${resource.resourceType}</h1>
<p class="lead"><code>${name}</code>, as it is stored. Raw: <a href="/fhir/${name}">/fhir/${name}</a></p>
${resource.resourceType === 'ClaimResponse' ? html`<p><a href="/cases/${resource.id}">The same for people</a></p>` : ''}
<pre class="json" tabindex="0" aria-label="${name} as JSON">${pieces.map((piece, index) => (index % 2 === 1 ? html`<a href="/view/${piece}">${piece}</a>` : piece))}</pre>`;
  return layout({ title: name, main });
}
