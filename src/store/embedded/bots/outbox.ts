import type { Resource } from '@medplum/fhirtypes';
import type { Database, SqlRow } from '../database.ts';
import type { Interaction } from '../engine.ts';

/** One run of one bot on one version of a resource, kept until it has ended. */
export type Job = {
  /** Ascending in the order of the writes; never given out twice. */
  job: number;
  bot: string;
  interaction: Interaction;
  seq: number;
  type: string;
  id: string;
} & SqlRow;

/** Must run in the transaction that writes the version. */
export function addJob(database: Database, bot: string, interaction: Interaction, seq: number): void {
  database.run('INSERT INTO outbox (bot, interaction, seq) VALUES (?, ?, ?)', bot, interaction, seq);
}

export function removeJob(database: Database, { job }: Job): void {
  database.run('DELETE FROM outbox WHERE job = ?', job);
}

/** The next jobs after the one with number `after`, oldest first. */
export function jobsAfter(database: Database, after: number, limit: number): Job[] {
  return database.all<Job>(
    `SELECT o.job, o.bot, o.interaction, o.seq, r.type, r.id
       FROM outbox o JOIN history h ON h.seq = o.seq JOIN current r ON r.rid = h.rid
      WHERE o.job > ? ORDER BY o.job LIMIT ?`,
    after,
    limit,
  );
}

/** The version the job is about, not the newest one. */
export function resourceOf(database: Database, { seq }: Job): Resource {
  const row = database.first<{ content: string }>('SELECT content FROM history WHERE seq = ?', seq);
  if (!row) throw new Error('a job refers to a version that does not exist');
  return JSON.parse(row.content);
}
