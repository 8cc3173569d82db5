import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import { networkProvider } from '../../../src/policy/clauses/networkProvider.ts';
import { type DatePeriod, known, unknown } from '../../../src/policy/evidence.ts';
import type { NetworkStanding } from '../../../src/policy/facts.ts';
import { asOf, npi, organization, professional, serviceDate } from '../builders.ts';
import { table } from '../table.ts';

interface Row {
  /** The memberships of each site. */
  readonly sites: readonly (readonly DatePeriod[])[];
  readonly siteNamed?: boolean;
  readonly answer: Answer;
}

const now: DatePeriod = { start: '2020-01-01' };
const ended: DatePeriod = { start: '2020-01-01', end: '2026-12-09' };

const rows: readonly Row[] = [
  { sites: [], answer: 'no' },
  { sites: [], siteNamed: true, answer: 'no' },
  { sites: [[]], answer: 'no' },
  { sites: [[now]], answer: 'yes' },
  { sites: [[{ start: '2026-12-10' }]], answer: 'yes' },
  { sites: [[{ start: '2026-12-11' }]], answer: 'no' },
  { sites: [[{ start: '2020-01-01', end: '2026-12-10' }]], answer: 'yes' },
  { sites: [[ended]], answer: 'no' },
  { sites: [[{}]], answer: 'unknown' },
  { sites: [[{}]], siteNamed: true, answer: 'unknown' },
  { sites: [[{ end: '2026-12-09' }]], answer: 'no' },
  { sites: [[ended, now]], answer: 'yes' },
  { sites: [[ended, {}]], answer: 'unknown' },
  { sites: [[now], [now]], answer: 'yes' },
  { sites: [[], [ended]], answer: 'no' },
  { sites: [[now], []], answer: 'unknown' },
  { sites: [[now], [{}]], answer: 'unknown' },
  { sites: [[], [{}]], answer: 'unknown' },
  { sites: [[now], []], siteNamed: true, answer: 'yes' },
  { sites: [[now]], siteNamed: true, answer: 'yes' },
  { sites: [[]], siteNamed: true, answer: 'no' },
];

function standingAt({ sites, siteNamed = false }: Row): NetworkStanding {
  return { siteNamed, sites: sites.map((memberships, index) => ({ label: `Site ${index + 1}`, memberships })) };
}

describe(`in network on ${serviceDate}`, () => {
  table(
    rows,
    ({ sites, siteNamed, answer }) =>
      `sites ${JSON.stringify(sites)}, ${siteNamed ? 'one named' : 'none named'} → ${answer}`,
    (row) => {
      const network = known(standingAt(row), asOf);
      const found = networkProvider(professional({ network }), serviceDate);
      expect(found).toMatchObject({ clause: 'VI.A', id: 'in-network', answer: row.answer, asOf });
      expect(networkProvider(organization({ network }), serviceDate).answer).toBe(row.answer);
    },
  );

  it('not established → unknown, with who and why', () => {
    const found = networkProvider(professional({ network: unknown('named without an NPI') }), serviceDate);
    expect(found).toEqual({
      clause: 'VI.A',
      id: 'in-network',
      answer: 'unknown',
      because: `NPI ${npi.requested} (Dr. Ada Quill): named without an NPI`,
    });
  });

  it('in at one site and out at another: each is told, and what the request leaves open', () => {
    const network = known(standingAt({ sites: [[now], []], answer: 'unknown' }), asOf);
    expect(networkProvider(professional({ network }), serviceDate).because).toBe(
      `NPI ${npi.requested} (Dr. Ada Quill) on 2026-12-10: Site 1: in network; Site 2: not in network. The request does not name the site.`,
    );
  });

  it('a party without an NPI goes by its name', () => {
    const found = networkProvider(organization({ npi: undefined }), serviceDate);
    expect(found.because).toMatch(/^Harbor Group has no active role/);
  });
});
