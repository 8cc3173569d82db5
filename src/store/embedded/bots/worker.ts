import type { Job } from './outbox.ts';

/** What the worker needs of the store. */
export interface WorkerSource {
  readonly jobsAfter: (after: number, limit: number) => readonly Job[];
  /** Runs the job and forgets it, whether it succeeded or not. Never rejects. */
  readonly perform: (job: Job) => Promise<void>;
}

const atOnce = 8;
const heldInMemory = 1_000;

/**
 * Runs the jobs of the outbox: those of one resource one after the other in the order of its versions, those of
 * different resources side by side, eight at a time.
 */
export class Worker {
  readonly #source: WorkerSource;
  /** By resource: the jobs behind the one that is ready or running. */
  readonly #behind = new Map<string, Job[]>();
  readonly #ready: Job[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #idlers: (() => void)[] = [];
  #held = 0;
  #last = 0;
  #stopped = false;

  constructor(source: WorkerSource) {
    this.#source = source;
  }

  /** To be called when the outbox may have new jobs. */
  wake(): void {
    if (this.#stopped) return;
    this.#takeIn();
    while (this.#running.size < atOnce) {
      const job = this.#ready.shift();
      if (!job) break;
      const run: Promise<void> = this.#source.perform(job).finally(() => this.#ended(job, run));
      this.#running.add(run);
    }
    if (this.#held === 0) for (const resolve of this.#idlers.splice(0)) resolve();
  }

  /** Resolves when no job waits or runs. */
  idle(): Promise<void> {
    if (this.#held === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idlers.push(resolve));
  }

  /** Starts nothing more; resolves when what runs has ended. What waits stays in the outbox. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
    for (const resolve of this.#idlers.splice(0)) resolve();
  }

  #takeIn(): void {
    while (this.#held < heldInMemory) {
      const jobs = this.#source.jobsAfter(this.#last, heldInMemory);
      for (const job of jobs) this.#add(job);
      if (jobs.length < heldInMemory) return;
    }
  }

  #add(job: Job): void {
    this.#last = job.job;
    this.#held += 1;
    const behind = this.#behind.get(keyOf(job));
    if (behind) {
      behind.push(job);
      return;
    }
    this.#behind.set(keyOf(job), []);
    this.#ready.push(job);
  }

  #ended(job: Job, run: Promise<void>): void {
    this.#running.delete(run);
    this.#held -= 1;
    const next = this.#behind.get(keyOf(job))?.shift();
    if (next) this.#ready.push(next);
    else this.#behind.delete(keyOf(job));
    this.wake();
  }
}

function keyOf({ type, id }: Job): string {
  return `${type}/${id}`;
}
