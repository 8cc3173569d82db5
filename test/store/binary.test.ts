import { describe, expect, test } from 'vitest';
import { openClient } from './harness.ts';

const allBytes = Uint8Array.from({ length: 256 }, (_, index) => index);

describe('a Binary', () => {
  test.each([
    { contentType: 'application/pdf', data: allBytes },
    { contentType: 'text/plain', data: 'Größe' },
    { contentType: 'application/json', data: '{"a" : 1}' },
    { contentType: 'application/octet-stream', data: new Uint8Array(3 * 1024 * 1024).fill(7) },
  ])('of $contentType comes back byte by byte', async ({ contentType, data }) => {
    const client = await openClient();
    const binary = await client.createBinary({ data, contentType });
    expect(binary).toMatchObject({ resourceType: 'Binary', contentType });
    const blob = await client.download(client.fhirUrl('Binary', binary.id));
    expect(blob.type).toContain(contentType);
    expect(Buffer.compare(Buffer.from(await blob.arrayBuffer()), Buffer.from(data))).toBe(0);
  });
});
