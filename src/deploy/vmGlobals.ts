/** What Node has and the context lacks in which a Medplum server runs a bot. */
const missing = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'Buffer',
  'CloseEvent',
  'DOMException',
  'Event',
  'EventTarget',
  'FormData',
  'Headers',
  'MessageEvent',
  'Request',
  'Response',
  'WebSocket',
  'atob',
  'btoa',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'crypto',
  'performance',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'structuredClone',
];

/** Run among the server's own globals: Node dies when DOMException is first read from within a bot's context. */
const readHost = '(names) => names.map((name) => [name, globalThis[name]])';

/**
 * Comes before the code of a bot: takes from the server's own Node what the context lacks, and gives the console its other
 * methods. What is there already stays. The code is a function of its own, for the server puts names beside it.
 */
export const bundleStart = `(function (exports, module, require) {
'use strict';
const missing = ${JSON.stringify(missing)}.filter((name) => !(name in globalThis));
for (const [name, value] of require('node:vm').runInThisContext('${readHost}')(missing)) globalThis[name] = value;
if (!('global' in globalThis)) globalThis.global = globalThis;
for (const name of ['debug', 'info', 'warn', 'error']) console[name] ??= (...given) => console.log(...given);
`;

/** Comes after it: the server puts its own code behind, which would join a last statement without semicolon. */
export const bundleEnd = `
})(exports, module, require);
`;
