import { parseArgs } from 'node:util';
import { explainWhy, readQuestion, type WhyQuestion } from '../intake/why.ts';
import { readPlanSettings } from '../planSettings.ts';
import type { CommandContext } from './load.ts';
import { openStore } from './openStore.ts';

const usage = 'npm run -s why -- --npi N --icd10 C --member M [--date YYYY-MM-DD] [--first-opinion N]';

/**
 * `why`: prints, as one JSON object, the findings that a determination about this professional, condition and member would
 * rest on if the request came in now.
 * @returns the exit code: 1 when the question cannot be read, or the member is not of record
 */
export async function why(args: readonly string[], { env, stdout, stderr }: CommandContext): Promise<number> {
  const read = readArguments(args);
  if ('fault' in read) {
    stderr.write(`${read.fault}\nUsage: ${usage}\n`);
    return 1;
  }
  try {
    // The calendar is not looked at: no clock is computed.
    const { calendar, ...settings } = readPlanSettings({ ...env, PLAN_CALENDAR: undefined });
    const { timeZone } = calendar;
    const receivedOn = Temporal.Now.plainDateISO(timeZone).toString();
    const store = await openStore(env, { create: false });
    try {
      const answer = await explainWhy(store.client, read.question, { ...settings, timeZone, receivedOn });
      stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
      return answer.error === undefined ? 0 : 1;
    } finally {
      await store.close();
    }
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : 'The store does not answer.'}\n`);
    return 1;
  }
}

function readArguments(args: readonly string[]): { readonly question: WhyQuestion } | { readonly fault: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        npi: { type: 'string' },
        icd10: { type: 'string' },
        member: { type: 'string' },
        date: { type: 'string' },
        'first-opinion': { type: 'string' },
      },
    });
    const { 'first-opinion': firstOpinion, ...others } = values;
    const read = readQuestion({ ...others, firstOpinion });
    return read.ok ? read : { fault: read.problems.join('\n') };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'The arguments cannot be read.' };
  }
}

if (import.meta.main) process.exitCode = await why(process.argv.slice(2), process);
