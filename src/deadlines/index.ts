export type { Calendar } from './calendar.ts';
export { earliestReceipt, extensionLimit, type ShortenedDeadline, shortenToUrgent } from './changes.ts';
export type { Clock, SkippedDay } from './clock.ts';
export { clockWorkBy } from './clockWorkBy.ts';
export { computeDeadlines, type DeadlineRequest, type Deadlines } from './computeDeadlines.ts';
export { DeadlineError } from './deadlineError.ts';
export { isUrgentClock, type Urgency } from './limits.ts';
export {
  identifyCaseDeadline,
  type NoticeDeadlines,
  type NoticeRequest,
  noticeDeadlines,
  overdueNotice,
} from './noticeDeadlines.ts';
export { type PlanCalendar, planCalendarSchema } from './planCalendar.ts';
