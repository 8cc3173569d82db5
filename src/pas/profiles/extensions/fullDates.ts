import { fullDate } from '../invariants.ts';
import type { ElementRule } from '../profile.ts';

/** A date, or the start and end of a Period, with its day. @param stem - of the choice: `serviced` of `serviced[x]` */
export function fullDates(at: string, stem: string, what: string): readonly ElementRule[] {
  return [
    [`:${stem}Date`, what],
    [`:${stem}Period.start`, `The start of ${lowered(what)}`],
    [`:${stem}Period.end`, `The end of ${lowered(what)}`],
  ].map(([below = '', name = '']) => ({ at: at + below, text: name, invariants: [fullDate(name)] }));
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
