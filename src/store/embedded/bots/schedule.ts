import type { BotDefinition } from '../../store.ts';
import type { StoreLog } from '../incident.ts';
import { type Cron, firesAt, parseCron } from './cron.ts';

interface Scheduled {
  readonly bot: BotDefinition;
  readonly cron: Cron;
  running?: Promise<void>;
}

const minute = 60_000;

/** Runs bots by the clock; one that still runs when its next minute comes is left out that minute. */
export class Schedule {
  readonly #scheduled: Scheduled[];
  readonly #run: (bot: BotDefinition) => Promise<void>;
  readonly #now: () => Temporal.Instant;
  readonly #log: StoreLog;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @throws Error when a bot's schedule cannot be read. */
  constructor(
    bots: readonly BotDefinition[],
    run: (bot: BotDefinition) => Promise<void>,
    now: () => Temporal.Instant,
    log: StoreLog,
  ) {
    this.#scheduled = bots.flatMap((bot) =>
      bot.trigger.kind === 'schedule' ? [{ bot, cron: parseCron(bot.trigger.cron) }] : [],
    );
    this.#run = run;
    this.#now = now;
    this.#log = log;
  }

  start(): void {
    if (this.#scheduled.length === 0) return;
    const untilNextMinute = minute - (this.#now().epochMilliseconds % minute);
    this.#timer = setTimeout(() => this.#tick(), untilNextMinute);
    this.#timer.unref();
  }

  /** Fires no more; resolves when what runs has ended. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await Promise.all(this.#scheduled.map(({ running }) => running));
  }

  #tick(): void {
    const now = this.#now();
    for (const each of this.#scheduled) if (firesAt(each.cron, now)) this.#fire(each);
    this.start();
  }

  #fire(each: Scheduled): void {
    if (each.running) {
      this.#log({ level: 'warn', message: 'scheduled bot still runs, left out this minute', bot: each.bot.name });
      return;
    }
    each.running = this.#run(each.bot).finally(() => {
      each.running = undefined;
    });
  }
}
