import { createRequire } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import type { BotHandler } from '../../src/store/index.ts';

const require = createRequire(import.meta.url);

/**
 * The handler of a bundle in a context with only what a Medplum server gives a bot: a console with `log` alone, no process,
 * Buffer, timers, crypto or Temporal. What the server puts around the code is around it here too.
 */
export function handlerIn(code: string, log: (line: string) => void = () => {}): BotHandler {
  const context = createContext({
    console: { log },
    fetch: () => Promise.reject(new Error('A bot has its client')),
    require,
    TextDecoder,
    TextEncoder,
    URL,
    URLSearchParams,
    event: 'the name is taken',
  });
  runInContext('delete globalThis.Temporal', context);
  const wrapped = `const exports = {}; const module = { exports };\n${code}\n(() => { globalThis.result = exports.handler; })();`;
  runInContext(wrapped, context);
  return runInContext('(...given) => result(...given)', context);
}

/** What is not there before a bundle has run. */
export function missingIn(names: readonly string[]): readonly string[] {
  const context = createContext({});
  runInContext('delete globalThis.Temporal', context);
  return names.filter((name) => runInContext(`typeof ${name}`, context) === 'undefined');
}
