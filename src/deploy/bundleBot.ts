import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import { packDefinitions } from './packDefinitions.ts';
import { bundleEnd, bundleStart } from './vmGlobals.ts';

/** A Medplum server takes the code within a JSON body of at most 1 MB by default; escapes make it longer there. */
const mostBytes = 1_000_000;

const entry = '\0bot';
const temporal = fileURLToPath(import.meta.resolve('temporal-polyfill/global'));
const packedModule = fileURLToPath(new URL('./packedDefinitions.ts', import.meta.url));

const bundled = new Map<string, string>();

/** The file of a bot: `bots/receiveServiceRequest.ts` of `receive-service-request`. */
export function botFile(name: string): string {
  const camelCase = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return fileURLToPath(new URL(`../../bots/${camelCase}.ts`, import.meta.url));
}

/**
 * One bot as a Medplum server runs it: a single CommonJS file that sets `exports.handler` and brings along everything but
 * Node's own modules. The same sources give the same text; a second call in the same process is free.
 * @throws Error when there is no such bot, when it does not bundle, or when the server would not take a file so large
 */
export async function bundleBot(name: string): Promise<string> {
  const known = bundled.get(name);
  if (known !== undefined) return known;
  const file = botFile(name);
  if (!existsSync(file)) throw new Error(`The bot ${name} has no file ${file}`);
  const bundle = await rolldown({
    input: entry,
    platform: 'node',
    plugins: [modulesOf(file)],
    logLevel: 'silent',
  });
  try {
    const { output } = await bundle.generate({
      format: 'cjs',
      exports: 'named',
      minify: true,
      codeSplitting: false,
      sourcemap: false,
      comments: false,
    });
    const [chunk] = output;
    const code = bundleStart + chunk.code + bundleEnd;
    const size = Buffer.byteLength(JSON.stringify(code));
    if (size > mostBytes)
      throw new Error(`The bot ${name} is ${size} bytes long; a Medplum server takes ${mostBytes} by default`);
    bundled.set(name, code);
    return code;
  } finally {
    await bundle.close();
  }
}

/** The entry, with Temporal first, for servers on a Node without it; and R4's definitions where they are asked for. */
function modulesOf(file: string): Plugin {
  return {
    name: 'bot',
    resolveId: (source) => (source === entry ? source : undefined),
    load: (id) => {
      if (id === entry) return `import ${JSON.stringify(temporal)}; export { handler } from ${JSON.stringify(file)};`;
      return id === packedModule ? `export const packedDefinitions = '${packDefinitions()}';` : undefined;
    },
  };
}
