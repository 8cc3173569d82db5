import type { Calendar } from '../deadlines/index.ts';

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
}
