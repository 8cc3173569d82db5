import { calendarName } from '../deadlines/calendar.ts';
import type { Deadlines, PlanCalendar } from '../deadlines/index.ts';
import type { Determination } from '../policy/determination.ts';
import type { CaseFacts, ItemFacts } from '../policy/facts.ts';
import { type AnswerOnRecord, answerOnRecord } from './answerOnRecord.ts';
import { canonicalJson } from './canonicalJson.ts';
import { type RuleVersions, ruleVersions } from './ruleVersions.ts';
import type { PlanSettings } from './settings.ts';
import { shareJson } from './sharedJson.ts';

/**
 * What an answer rests on, complete: with it the answer can be recomputed when the plan's data are others. In its JSON what
 * stands in several places, such as candidates that many items share, stands once, under `shared`.
 */
export interface Evidence {
  readonly caseKey: string;
  /** Instant of receipt, ISO 8601 in UTC, milliseconds. */
  readonly received: string;
  readonly rules: RuleVersions;
  /** `plan` is the plan's own calendar in full; without one the built-in calendars count, by name. */
  readonly calendar: { readonly name: string; readonly plan?: PlanCalendar };
  readonly settings: Pick<PlanSettings, 'autoApprove' | 'authorizationDays' | 'products'> & {
    readonly timeZone: string;
  };
  /** Each fact of record with the day for which it stands. Not the member's name, number or date of birth. */
  readonly facts: CaseFacts;
  /** Candidates of an item that were too many to be kept; those ranked first are kept. */
  readonly leftOut?: readonly { readonly sequence: number; readonly candidates: number }[];
  readonly answer: AnswerOnRecord;
  /** Absent: the answer set no clock. */
  readonly deadlines?: Deadlines;
  /** The clocks that ran already when the request came; absent: none did. */
  readonly standing?: Deadlines;
  /** The clocks of an earlier request for the same, which was undecided; absent: there was none. */
  readonly beside?: Deadlines;
}

export interface EvidenceInput {
  readonly caseKey: string;
  readonly received: Temporal.Instant;
  readonly facts: CaseFacts;
  readonly determination: Determination;
  readonly deadlines?: Deadlines;
  readonly standing?: Deadlines;
  readonly beside?: Deadlines;
  readonly settings: PlanSettings;
}

/** What is kept of one case at the most. Candidates are some 1.5 KB each, and stand once however many items share them. */
const mostBytes = 4_000_000;

/** How many candidates of an item are kept: the first of these numbers with which the evidence fits. */
const keptCandidates = [Number.POSITIVE_INFINITY, 200, 50, 10, 1];

/** The evidence as canonical JSON in UTF-8. Who was considered is shortened when it would not fit; what decided is not. */
export function evidenceBytes(input: EvidenceInput): Uint8Array {
  const rules = ruleVersions();
  let bytes = new Uint8Array();
  for (const most of keptCandidates) {
    const { value, shared } = shareJson(evidence(input, rules, most));
    const once = isObject(value) && shared.length > 0 ? { ...value, shared } : value;
    bytes = new TextEncoder().encode(canonicalJson(once));
    if (bytes.length <= mostBytes) break;
  }
  return bytes;
}

function evidence(input: EvidenceInput, rules: RuleVersions, most: number): Evidence {
  const { caseKey, received, facts, determination, deadlines, standing, beside, settings } = input;
  const { calendar, autoApprove, authorizationDays, products } = settings;
  const leftOut = facts.items
    .map(({ sequence, alternatives }) => ({ sequence, candidates: alternatives.candidates.length - most }))
    .filter(({ candidates }) => candidates > 0);
  const items = determination.items.map((item) => ({ ...item, candidates: item.candidates.slice(0, most) }));
  return {
    caseKey,
    received: received.toString({ smallestUnit: 'millisecond' }),
    rules,
    calendar: { name: calendarName(calendar), ...(calendar.plan ? { plan: calendar.plan } : {}) },
    settings: { autoApprove, authorizationDays, products, timeZone: calendar.timeZone },
    facts: {
      ...facts,
      member: withoutBirthDate(facts.member),
      items: facts.items.map((item) => shortened(item, determination, most)),
    },
    ...(leftOut.length > 0 ? { leftOut } : {}),
    answer: answerOnRecord({ ...determination, items }),
    ...(deadlines ? { deadlines } : {}),
    ...(standing ? { standing } : {}),
    ...(beside ? { beside } : {}),
  };
}

/** The policy goes by the age on the service date, which every item has. */
function withoutBirthDate(member: CaseFacts['member']): CaseFacts['member'] {
  return member.identified ? { identified: true, doubts: member.doubts } : member;
}

/** With the candidates who rank first, so that availability comes out the same: one who is available stands before all others. */
function shortened(item: ItemFacts, { items }: Determination, most: number): ItemFacts {
  const { alternatives, sequence } = item;
  if (alternatives.candidates.length <= most) return item;
  const views = items.find((answered) => answered.sequence === sequence)?.candidates ?? [];
  const ranked = views.length > 0 ? views.map(({ candidate }) => candidate) : alternatives.candidates;
  return { ...item, alternatives: { ...alternatives, candidates: ranked.slice(0, most) } };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
