import { describe, expect, it } from 'vitest';
import { reviewActionWords } from '../../src/landing/reviewActions.ts';
import { instantIn, inWords, withInstantsInWords, zoneInWords } from '../../src/landing/words.ts';

const losAngeles = 'America/Los_Angeles';

describe('instants in words, local to the zone', () => {
  it.for([
    ['2026-11-29T23:59:59-08:00', losAngeles, 'Sun, Nov 29, 2026, 23:59'],
    ['2026-11-30T07:59:59Z', losAngeles, 'Sun, Nov 29, 2026, 23:59'],
    ['2026-11-30T07:59:59Z', 'Asia/Kolkata', 'Mon, Nov 30, 2026, 13:29'],
  ] as const)('%s in %s: %s', ([instant, timeZone, words]) => {
    expect(instantIn(instant, timeZone)).toBe(words);
  });

  it.for([
    ['decided by 2026-11-29T23:59:59-08:00 at the latest', 'decided by Sun, Nov 29, 2026, 23:59 at the latest'],
    ['from 2026-11-22 to 2027-02-20', 'from 2026-11-22 to 2027-02-20'],
    ['no instant', 'no instant'],
  ] as const)('"%s" reads "%s"', ([text, words]) => {
    expect(withInstantsInWords(text, losAngeles)).toBe(words);
  });
});

describe('names in words', () => {
  it.for([
    ['licence-active', 'Licence active'],
    ['medi-cal-certified', 'Medi-Cal certified'],
    ['requested', 'Requested'],
  ] as const)('%s: %s', ([name, words]) => {
    expect(inWords(name)).toBe(words);
  });

  it('a zone is named by its place', () => {
    expect(zoneInWords(losAngeles)).toBe('Los Angeles time');
  });
});

describe('review actions', () => {
  it.for([
    ['A1', 'Approved'],
    ['A3', 'Denied'],
    ['A4', 'Pended: a person decides'],
    ['A6', 'Modified'],
    ['NA', 'No permission needed'],
  ] as const)('%s: %s', ([code, words]) => {
    expect(reviewActionWords(code).words).toBe(words);
  });

  it.for([
    ['CT', 'Contact payer', 'Contact payer'],
    ['CT', undefined, 'CT'],
    [undefined, undefined, 'Not said'],
  ] as const)('unknown code %s with display %s: %s', ([code, display, words]) => {
    expect(reviewActionWords(code, display).words).toBe(words);
  });
});
