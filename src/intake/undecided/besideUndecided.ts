import type { GatheredFacts } from '../../directory/gatherFacts.ts';
import { type Determination, determine } from '../../policy/determination.ts';
import type { IntakeContext } from '../context.ts';
import { type Receipt, receivedAt } from '../receipt.ts';
import { opinionsSought, soughtBy } from './opinionSought.ts';
import { type UndecidedRequest, undecidedRequests } from './undecidedRequests.ts';

export interface DeterminedBeside {
  readonly gathered: GatheredFacts;
  readonly determination: Determination;
  /** The one that is due first is first. */
  readonly undecided: readonly UndecidedRequest[];
}

/**
 * Determines a request beside earlier ones for the same that are undecided. They are looked for only when something of it would
 * be pended: what is answered at once waits for nobody. They bring their clocks and not their urgency: who marked them urgent did
 * not mark this one.
 */
export async function determineBeside(
  { client, settings }: IntakeContext,
  receipt: Receipt,
  gathered: GatheredFacts,
): Promise<DeterminedBeside> {
  const alone = determine(gathered.facts, settings);
  const pended = alone.items.flatMap(({ sequence, action }) => (action === 'A4' ? [sequence] : []));
  if (pended.length === 0) return { gathered, determination: alone, undecided: [] };
  const sought = soughtBy(opinionsSought(gathered.matched.patient, gathered.facts.items), pended);
  const undecided = await undecidedRequests(client, sought, receivedAt(receipt), settings.calendar);
  const [first] = undecided;
  if (!first) return { gathered, determination: alone, undecided };
  const since = undecided.map(({ deadlines }) => deadlines.received).sort(byInstant)[0] ?? first.deadlines.received;
  const facts = { ...gathered.facts, undecidedSince: since };
  return { gathered: { ...gathered, facts }, determination: determine(facts, settings), undecided };
}

function byInstant(one: string, other: string): number {
  return Temporal.Instant.compare(Temporal.Instant.from(one), Temporal.Instant.from(other));
}
