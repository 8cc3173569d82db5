import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNpi } from '../../../../src/fhir/npi.ts';

describe('the shape of an NPI', () => {
  it.for<[text: string, isOne: boolean]>([
    ['1234567893', true],
    ['1558598797', true],
    ['1003000126', true],
    ['2234567891', true],
    ['1234567890', false],
    ['0000000006', false],
    ['3234567890', false],
    ['123456789', false],
    ['12345678930', false],
    [' 1234567893', false],
    ['12345678９3', false],
    ['', false],
  ])('%j: %j', ([text, isOne]) => {
    expect(isNpi(text)).toBe(isOne);
  });

  it('is lost with any single digit changed', () => {
    const digit = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(fc.constantFrom('1234567893', '2234567891'), digit, digit, (npi, place, value) => {
        const changed = npi.slice(0, place) + value + npi.slice(place + 1);
        expect(isNpi(changed)).toBe(changed === npi);
      }),
    );
  });
});
