/** One HTTP header of `Subscription.channel.header`: `Authorization: Bearer …`. */
export interface Header {
  readonly name: string;
  readonly value: string;
}

/** The connection's own, and what the notification itself decides. */
const reserved: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** A header as it is written, or what is wrong with it. The words never hold its value, which may be a secret. */
export function readHeader(text: string): Header | { readonly problem: string } {
  const [, name = '', value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/s.exec(text) ?? [];
  if (name === '') return { problem: 'Write a header as “Name: value”.' };
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) return { problem: 'A header may hold neither line breaks nor controls.' };
  if (reserved.has(name.toLowerCase())) return { problem: `The header ${name} is set by the sender of notifications.` };
  return { name, value: value.trim() };
}
