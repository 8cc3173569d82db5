import { calendarName } from '../deadlines/calendar.ts';
import { DeadlineError } from '../deadlines/index.ts';
import { continuedDeadlines } from '../pas/updates/continuedDeadlines.ts';
import { type Determination, determine } from '../policy/determination.ts';
import { type AnswerOnRecord, answerOnRecord } from './answerOnRecord.ts';
import { canonicalJson } from './canonicalJson.ts';
import { type Difference, differences } from './differences.ts';
import type { Evidence } from './evidence.ts';
import { ruleVersions } from './ruleVersions.ts';

export type Replay =
  | {
      readonly ok: true;
      /** Where the answer and the deadlines come out otherwise; empty: they are the same. */
      readonly differences: readonly Difference[];
      /** Data of the rules that have changed since, whether or not they matter to this case. */
      readonly changedRules: readonly Difference[];
      /** What the rules now in force answer. */
      readonly answer: AnswerOnRecord;
    }
  /** The rules now in force cannot take the facts. */
  | { readonly ok: false; readonly problem: string };

/** Puts the facts of a case to the policy again, and the instant of receipt to the clocks, and compares. Reads nothing else. */
export function replay(evidence: Evidence): Replay {
  const determination = determined(evidence);
  if ('problem' in determination) return { ok: false, problem: determination.problem };
  const answer = answerOnRecord(determination);
  const stored = { calendar: evidence.calendar.name, answer: evidence.answer, deadlines: evidence.deadlines };
  const now = {
    calendar: calendarName({ timeZone: evidence.settings.timeZone, plan: evidence.calendar.plan }),
    answer,
    deadlines: deadlinesOf(evidence, determination),
  };
  return {
    ok: true,
    differences: differences(asJson(stored), asJson(now), ''),
    changedRules: differences(evidence.rules, ruleVersions(), 'rules'),
    answer,
  };
}

/** What the rules now in force say of the facts of a case, or why they cannot take them. */
export function determined({ facts, settings }: Evidence): Determination | { readonly problem: string } {
  try {
    return determine(facts, settings);
  } catch (cause) {
    // The policy is pure: what it throws, it throws about the facts.
    const because = cause instanceof RangeError ? cause.message : 'a fact is missing, or of another kind';
    return { problem: `The facts of the case cannot be put to the policy: ${because}.` };
  }
}

function deadlinesOf(
  { received, settings, calendar, deadlines, standing, beside }: Evidence,
  determination: Determination,
): unknown {
  const needed = deadlines !== undefined || determination.items.some(({ action }) => action !== 'NA');
  if (!needed) return undefined;
  const { timeZone } = settings;
  const computed = continuedDeadlines({
    ...(standing ? { standing } : {}),
    ...(beside ? { beside } : {}),
    received: Temporal.Instant.from(received),
    urgent: determination.urgent,
    calendar: { timeZone, plan: calendar.plan },
  });
  return computed instanceof DeadlineError ? { refused: computed.message } : computed;
}

function asJson(value: unknown): unknown {
  return JSON.parse(canonicalJson(value));
}
