import type { Resource } from '@medplum/fhirtypes';
import type { BotDefinition } from '../../store.ts';
import type { Engine, Interaction } from '../engine.ts';
import { describeError } from '../incident.ts';
import { compileCriteria } from './criteria.ts';
import { botResource, stableId } from './identity.ts';
import { addJob, type Job, jobsAfter, removeJob, resourceOf } from './outbox.ts';
import { type BotEnvironment, runBot } from './runner.ts';
import { Schedule } from './schedule.ts';
import { Worker } from './worker.ts';

/** Starts bots after commits and by the clock. */
export interface BotHost {
  /** Notes in the open transaction which bots the version just written will start. */
  readonly written: (resource: Resource, interaction: Interaction, seq: number) => void;
  /** To be called after commits. */
  readonly wake: () => void;
  readonly idle: () => Promise<void>;
  /** Begins with what an earlier process left in the outbox. */
  readonly start: (environment: BotEnvironment) => void;
  /** Starts nothing more; resolves when what runs has ended. */
  readonly stop: () => Promise<void>;
}

/**
 * @param engine known only once the store is put together, hence a function.
 * @throws Error for a bot that could never run: criteria or a schedule that cannot be decided, a name used twice.
 */
export function hostBots(bots: readonly BotDefinition[], engine: () => Engine, now: () => Temporal.Instant): BotHost {
  const byName = new Map(bots.map((bot) => [bot.name, bot]));
  if (byName.size < bots.length) throw new Error('Two bots have the same name.');
  const subscribed = bots.flatMap((bot) => {
    const matches = compileCriteria(bot);
    return matches ? [{ name: bot.name, matches }] : [];
  });
  let environment: BotEnvironment | undefined;
  const worker = new Worker({
    jobsAfter: (after, limit) => readJobs(engine(), after, limit),
    perform: (job) => perform(engine(), environment, byName.get(job.bot), job),
  });
  const runScheduled = async (bot: BotDefinition) => {
    const input = botResource(bot);
    if (environment) await runBot(environment, bot, { input }, { resourceType: 'Bot', id: input.id });
  };
  const schedule = new Schedule(bots, runScheduled, now, (entry) => engine().log(entry));
  return {
    written: (resource, interaction, seq) => {
      for (const { name, matches } of subscribed) {
        if (matches(resource, interaction)) addJob(engine().writer, name, interaction, seq);
      }
    },
    wake: () => worker.wake(),
    idle: () => worker.idle(),
    start: (given) => {
      environment = given;
      worker.wake();
      schedule.start();
    },
    stop: async () => {
      await Promise.all([schedule.stop(), worker.stop()]);
    },
  };
}

/** None when the outbox cannot be read: the next commit tries again. */
function readJobs({ reader, log }: Engine, after: number, limit: number): Job[] {
  try {
    return jobsAfter(reader, after, limit);
  } catch (error) {
    log({ level: 'error', message: 'the outbox cannot be read', ...describeError(error) });
    return [];
  }
}

async function perform(
  { reader, writer, queue, log }: Engine,
  environment: BotEnvironment | undefined,
  bot: BotDefinition | undefined,
  job: Job,
): Promise<void> {
  const about = { bot: job.bot, resourceType: job.type, id: job.id };
  if (!bot || !environment) {
    log({ level: 'warn', message: 'no such bot, its job stays in the outbox', ...about });
    return;
  }
  const headers = {
    'X-Medplum-Subscription': stableId('Subscription', bot.name),
    'X-Medplum-Interaction': job.interaction,
  };
  try {
    await runBot(environment, bot, { input: resourceOf(reader, job), headers }, about);
    await queue.add(() => removeJob(writer, job));
  } catch (error) {
    log({ level: 'error', message: 'job stays in the outbox until the next start', ...about, ...describeError(error) });
  }
}
