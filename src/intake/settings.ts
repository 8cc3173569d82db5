import type { Calendar } from '../deadlines/index.ts';
import type { PostalCodes } from '../directory/postalCodes.ts';
import type { DistanceStandards } from '../policy/data/distanceStandards.ts';

/** The plan's own choices, from the environment or a bot's secrets. */
export interface PlanSettings {
  /** With the plan's time zone. */
  readonly calendar: Calendar;
  /** False: no approval by software; row 9 of the answer table goes to people. */
  readonly autoApprove: boolean;
  /** Calendar days an approval holds at most. */
  readonly authorizationDays: number;
  /** Plan-product values the policy applies to. */
  readonly products: readonly string[];
  /** Where postal codes lie; absent: only what is of record with its own position is placed. */
  readonly postalCodes?: PostalCodes;
  /** The plan's own standards of time and distance; absent: the state's. */
  readonly distanceStandards?: DistanceStandards;
  /** Seconds for which the plan's configuration may be remembered, where the store remembers; as of `GatherOptions`. */
  readonly maxAge?: number;
}
