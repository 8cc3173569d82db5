/** Tokens of the demo plan; empty until authentication exists. */
const demoTokens = { ehr: '', payer: '', reviewer: '', admin: '' } as const;

/** Says that the service serves: one JSON line for programs; for human eyes on a terminal as well. */
export function announce({ url, demo }: { readonly url: string; readonly demo: boolean }): void {
  const line = {
    level: 'info',
    time: new Date().toISOString(),
    msg: 'ready',
    url,
    ...(demo ? { tokens: demoTokens } : {}),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  if (!process.stdout.isTTY) return;
  process.stdout.write(`\n  second-opinion serves at ${url}\n  FHIR base: ${url}/fhir\n`);
  if (demo) process.stdout.write('  Demo plan loaded; no tokens are needed yet.\n');
  process.stdout.write('\n');
}
