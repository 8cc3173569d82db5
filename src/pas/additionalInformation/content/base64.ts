/** Base64 with padding as bytes; undefined: it is none. White space is not taken, as in FHIR JSON. */
export function bytesOfBase64(data: string): Uint8Array | undefined {
  if (data.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(data)) return undefined;
  const characters = atob(data);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = characters.charCodeAt(at);
  return bytes;
}

/** Bytes that base64 of this length holds at most; known before it is decoded. */
export function sizeOfBase64(data: string): number {
  return Math.floor((data.length * 3) / 4);
}
