import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../../src/fhir/base64.ts';
import { itemNumber, submissionKey } from '../../src/intake/keys.ts';

const bytes = fc.uint8Array({ maxLength: 200 });
const clients = fc.string({ unit: fc.constantFrom('a', 'b', '-', '|', '1'), maxLength: 5 });
const kinds = fc.constantFrom('AUTH', 'REF');
const sequences = fc.integer({ min: 1, max: 999 });

describe('a key', () => {
  test('is the same for the same client and bytes, and another for any other', () =>
    fc.assert(
      fc.asyncProperty(clients, bytes, clients, bytes, async (client, body, otherClient, otherBody) => {
        const same = client === otherClient && Buffer.compare(body, otherBody) === 0;
        const [key, other] = [submissionKey(client, body), submissionKey(otherClient, otherBody)];
        expect(key).toMatch(/^[0-9a-f]{64}$/);
        expect(key === other).toBe(same);
      }),
    ));

  test('does not depend on where the client ends and the body begins', async () => {
    const body = (text: string) => new TextEncoder().encode(text);
    expect(submissionKey('a', body('b'))).not.toBe(submissionKey('ab', body('')));
  });
});

describe('a number', () => {
  test('is derived from kind, key and item, and written in letters people do not misread', () =>
    fc.assert(
      fc.asyncProperty(
        kinds,
        fc.string(),
        sequences,
        kinds,
        sequences,
        async (kind, key, item, otherKind, otherItem) => {
          const number = itemNumber(kind, key, item);
          expect(number).toMatch(kind === 'AUTH' ? /^AUTH[0-9A-HJKMNP-TV-Z]{12}$/ : /^REF[0-9A-HJKMNP-TV-Z]{12}$/);
          expect(itemNumber(kind, key, item)).toBe(number);
          const other = itemNumber(otherKind, key, otherItem);
          expect(other === number).toBe(kind === otherKind && item === otherItem);
        },
      ),
    ));

  test('is none that was given before, in 20 000 cases', async () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `key ${index}`);
    expect(new Set(await Promise.all(keys.map((key) => itemNumber('AUTH', key, 1)))).size).toBe(keys.length);
  });
});

test('bytes survive base64, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100_000 }), (sent) => {
      expect(Buffer.compare(fromBase64(toBase64(sent)), sent)).toBe(0);
      expect(toBase64(sent)).toBe(Buffer.from(sent).toString('base64'));
    }),
  );
});
