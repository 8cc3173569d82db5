import { sha256 } from '../fhir/sha256.ts';

/** The alphabet of Crockford's base 32: no I, L, O, U, which people misread. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The key of a submission by `$submit`: the same bytes of the same client are the same case. Hexadecimal. */
export function submissionKey(client: string, body: Uint8Array): string {
  const prefix = new TextEncoder().encode(`${client}\n`);
  const message = new Uint8Array(prefix.length + body.length);
  message.set(prefix);
  message.set(body, prefix.length);
  return sha256(message);
}

/** The number under which one item is certified (AUTH) or pended (REF), or one document asked for (ATT): derived, so that a repeated run gives the same. */
export function itemNumber(kind: 'AUTH' | 'REF' | 'ATT', key: string, sequence: number): string {
  const digest = sha256(new TextEncoder().encode(`${kind}|${key}|${sequence}`));
  const digits = Array.from(
    { length: 12 },
    (_, index) => alphabet[Number.parseInt(digest.slice(index * 2, index * 2 + 2), 16) % 32],
  );
  return `${kind}${digits.join('')}`;
}
