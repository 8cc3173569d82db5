import { pino } from 'pino';
import type { StoreLog } from './store/index.ts';

/** JSON lines on stdout. Callers give ids, codes and counts, never patient data. */
export function createLog(): StoreLog {
  const logger = pino({
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  });
  return ({ level, message, ...details }) => logger[level](details, message);
}
