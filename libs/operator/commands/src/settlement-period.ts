import { addMonths, parseInstant, type Period } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';

/**
 * `2026-12`, a month of the calendar in UTC, or `2026-12-01T00:00:00Z..2026-12-15T00:00:00Z`, the end excluded.
 * @throws OperationalError `misconfigured` with what was given
 */
export function readPeriod(text: string): Period {
  const month = /^\d{4}-\d{2}$/.test(text) ? parseInstant(`${text}-01T00:00:00Z`) : undefined;
  if (month !== undefined) return { from: month, until: addMonths(month, 1) };
  const [from, until, ...more] = text.split('..').map((end) => parseInstant(end));
  if (from !== undefined && until !== undefined && more.length === 0 && from < until) return { from, until };
  throw new OperationalError('misconfigured', `a period is a month such as 2026-12, or two instants such as 2026-12-01T00:00:00Z..2026-12-15T00:00:00Z, not "${text.slice(0, 80)}"`);
}
