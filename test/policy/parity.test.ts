import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDangerDiagnosis } from '../../src/policy/data/urgency.ts';
import { determine } from '../../src/policy/determination.ts';
import { known } from '../../src/policy/evidence.ts';
import type { CaseFacts, NetworkStanding, RequestedParty, UrgencySignal } from '../../src/policy/facts.ts';
import {
  cases,
  dangerDiagnoses,
  items,
  mentalDiagnoses,
  options,
  physicalDiagnoses,
  urgencySignals,
} from './arbitraries.ts';
import { asOf, facts } from './builders.ts';

const runs = { numRuns: 1000 };

/** The case with another diagnosis on every item, and the signal that such a diagnosis is read as. */
function diagnosed(given: CaseFacts, icd10: string): CaseFacts {
  const signal: UrgencySignal = {
    kind: 'psychological-state',
    code: `ICD-10-CM ${icd10}`,
    expression: 'Claim.diagnosis',
  };
  const urgency = given.urgencySignals.filter(({ kind }) => kind !== 'psychological-state');
  return {
    ...given,
    urgencySignals: isDangerDiagnosis(icd10) ? [...urgency, signal] : urgency,
    items: given.items.map((asked) => ({ ...asked, diagnoses: [icd10] })),
  };
}

describe('parity of mental and physical conditions (42 CFR 438.910)', () => {
  const physical = fc.constantFrom(...physicalDiagnoses);
  const mental = fc.constantFrom(...mentalDiagnoses);

  it('the class of the diagnosis changes no clock', () => {
    fc.assert(
      fc.property(cases, options, physical, mental, (given, chosen, one, other) => {
        const [a, b] = [one, other].map((icd10) => {
          const { urgent, items: answers } = determine(diagnosed(given, icd10), chosen);
          return { urgent, timeframes: answers.map(({ findings }) => findings.filter(({ id }) => id === 'timeframe')) };
        });
        expect(b).toEqual(a);
      }),
      runs,
    );
  });

  it('nor what is asked: the same questions, in the same order', () => {
    fc.assert(
      fc.property(cases, options, physical, mental, (given, chosen, one, other) => {
        const [a, b] = [one, other].map((icd10) =>
          determine(diagnosed(given, icd10), chosen).items.map(({ findings }) => findings.map(({ id }) => id)),
        );
        expect(b).toEqual(a);
      }),
      runs,
    );
  });

  it('a danger diagnosis alone raises the clock, and asks nothing more either', () => {
    fc.assert(
      fc.property(cases, options, physical, fc.constantFrom(...dangerDiagnoses), (given, chosen, one, danger) => {
        const calm = determine(diagnosed({ ...given, urgencySignals: [] }, one), chosen);
        const raised = determine(diagnosed({ ...given, urgencySignals: [] }, danger), chosen);
        expect([calm.urgent, raised.urgent]).toEqual([false, true]);
        const asked = [calm, raised].map(({ items: answers }) =>
          answers.map(({ findings }) => findings.map(({ id }) => id)),
        );
        expect(asked[1]).toEqual(asked[0]);
      }),
      runs,
    );
  });
});

describe('urgency is raise-only', () => {
  it('no further signal lowers it, wherever it stands', () => {
    fc.assert(
      fc.property(cases, urgencySignals, fc.nat(), options, (given, more, place, chosen) => {
        const at = place % (given.urgencySignals.length + 1);
        const urgencies = given.urgencySignals.toSpliced(at, 0, ...more);
        const before = determine(given, chosen).urgent;
        const after = determine({ ...given, urgencySignals: urgencies }, chosen).urgent;
        expect(after).toBe(before || more.length > 0);
      }),
      runs,
    );
  });
});

describe('membership of the network', () => {
  const always = { start: '1990-01-01' };

  function inEverywhere(party: RequestedParty): RequestedParty {
    const standing: NetworkStanding = { sites: [{ label: 'Harbor Clinic', memberships: [always] }], siteNamed: false };
    return { ...party, network: known(standing, asOf) };
  }

  it('proven for everyone requested never pends, unless one is barred', () => {
    fc.assert(
      fc.property(items, options, (asked, chosen) => {
        const requested = asked.requested.map(inEverywhere);
        const [answer] = determine(facts({ items: [{ ...asked, requested }] }), chosen).items;
        const barred = answer?.findings.some(
          ({ id, answer: found }) => found === 'no' && ['not-excluded', 'licence-active'].includes(id),
        );
        if (answer === undefined || answer.row < 6 || asked.orderProblem) {
          // Rows 2 to 5 come first, whoever is requested; so does an order that contradicts the request.
          expect(answer?.row).toBe(determine(facts({ items: [asked] }), chosen).items[0]?.row);
          return;
        }
        expect([answer.row, answer.action]).toEqual(barred ? [7, 'A4'] : [6, 'NA']);
      }),
      runs,
    );
  });

  it('one more membership never turns “no permission needed” into a pend', () => {
    fc.assert(
      fc.property(items, options, (asked, chosen) => {
        const requested = asked.requested.map((party) => {
          if (!party.network.known) return party;
          const sites = party.network.value.sites.map((site) => ({
            ...site,
            memberships: [...site.memberships, always],
          }));
          return { ...party, network: known({ ...party.network.value, sites }, asOf) };
        });
        const [before, after] = [asked.requested, requested].map(
          (parties) => determine(facts({ items: [{ ...asked, requested: parties }] }), chosen).items[0]?.action,
        );
        fc.pre(before === 'NA');
        expect(after).toBe('NA');
      }),
      runs,
    );
  });
});
