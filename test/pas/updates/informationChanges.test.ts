import type { Bundle, Claim, ClaimSupportingInfo, DocumentReference } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { infoCancelledUrl, pasExtension } from '../../../src/pas/codes.ts';
import { resolverOf } from '../../../src/pas/request/resolver.ts';
import type { Submission } from '../../../src/pas/request/submission.ts';
import { informationChanges } from '../../../src/pas/updates/informationChanges.ts';
import { exampleBundle } from '../../intake/harness.ts';

const document = 'urn:uuid:6a7a1e6f-0f57-4b8e-b8a6-0f6a1f1b6e11';
const category = { text: 'Additional information' };
const text = (sequence: number, valueString = 'Echocardiogram'): ClaimSupportingInfo => ({
  sequence,
  category,
  valueString,
});
const attached = (sequence: number): ClaimSupportingInfo => ({
  sequence,
  category,
  valueReference: { reference: document },
});
const marked = (entry: ClaimSupportingInfo): ClaimSupportingInfo => ({
  ...entry,
  extension: [{ url: pasExtension.infoChanged, valueCode: 'changed' }],
});
const withdrawn = (entry: ClaimSupportingInfo): ClaimSupportingInfo => ({
  ...entry,
  modifierExtension: [{ url: infoCancelledUrl, valueBoolean: true }],
});

interface Row {
  readonly what: string;
  readonly before: readonly ClaimSupportingInfo[];
  readonly now: readonly ClaimSupportingInfo[];
  /** Another document under the same name. */
  readonly otherDocument?: boolean;
  readonly changes: string;
}

const rows: readonly Row[] = [
  { what: 'the same', before: [text(1)], now: [text(1)], changes: '' },
  { what: 'the same, marked as changed', before: [text(1)], now: [marked(text(1))], changes: '' },
  { what: 'one more', before: [text(1)], now: [text(1), text(2)], changes: '2 added' },
  { what: 'another text', before: [text(1)], now: [text(1, 'MRI')], changes: '1 changed' },
  { what: 'another text, marked', before: [text(1)], now: [marked(text(1, 'MRI'))], changes: '1 changed' },
  { what: 'one withdrawn', before: [text(1), text(2)], now: [text(1), withdrawn(text(2))], changes: '2 withdrawn' },
  { what: 'one withdrawn before', before: [withdrawn(text(1))], now: [withdrawn(text(1))], changes: '' },
  { what: 'one that comes again', before: [withdrawn(text(1))], now: [text(1)], changes: '1 added' },
  { what: 'one not repeated', before: [text(1), text(2)], now: [text(1)], changes: '' },
  { what: 'the same document', before: [attached(1)], now: [attached(1)], changes: '' },
  {
    what: 'another document under the same name',
    before: [attached(1)],
    now: [attached(1)],
    otherDocument: true,
    changes: '1 changed',
  },
];

test.each(rows)('supporting information: $what: "$changes"', ({ before, now, otherDocument, changes }) => {
  const own = submission(now, otherDocument ? 'application/pdf' : 'text/plain');
  const found = informationChanges(own, submission(before, 'text/plain'));
  expect(found.map(({ sequence, to }) => `${sequence} ${to}`).join(', ')).toBe(changes);
});

function submission(supportingInfo: readonly ClaimSupportingInfo[], contentType: string): Submission {
  const example = exampleBundle('requests/10-network-alternative.json');
  const [first, ...rest] = example.entry ?? [];
  if (first?.resource?.resourceType !== 'Claim') throw new Error('The example has no Claim');
  const claim: Claim = { ...first.resource, supportingInfo: [...supportingInfo] };
  const resource: DocumentReference = {
    resourceType: 'DocumentReference',
    meta: { versionId: contentType },
    status: 'current',
    content: [{ attachment: { contentType } }],
  };
  const bundle: Bundle = {
    ...example,
    entry: [{ ...first, resource: claim }, ...rest, { fullUrl: document, resource }],
  };
  const claimFullUrl = first.fullUrl ?? '';
  return { bundle, claim, claimFullUrl, ...resolverOf(bundle), dangling: [], ignored: [] };
}
