import { addMonths, invariant, type Instant, type Period } from '@carriermesh/kernel';

/** The months of a service: from the same day and time as the service itself, in UTC, 1 to `termMonths`. */
export interface BillingCalendar {
  readonly months: readonly Period[];
  readonly start: Instant;
  /** The first instant after the last month. */
  readonly end: Instant;
}

/** A service as far as its months go; `end` where it ends before its term. */
export interface BilledService {
  readonly serviceStartAt: Instant;
  readonly termMonths: number;
  readonly end?: { readonly endedAt: Instant; readonly finalPeriodNumber: number };
}

/**
 * Each month is counted from the service's start and not from the month before: a service that starts on 31 January
 * changes months on 28 February and on 31 March.
 */
export function calendarOf(service: BilledService): BillingCalendar {
  const term = termOf(service);
  const { end } = service;
  if (!end) return term;
  const clipped = (at: Instant): Instant => (at < end.endedAt ? at : end.endedAt);
  const months = term.months.slice(0, end.finalPeriodNumber).map(({ from, until }) => ({ from: clipped(from), until: clipped(until) }));
  return { months, start: term.start, end: end.endedAt };
}

/** The months of the whole term, whether the service lasts so long or not. */
export function termOf(service: Omit<BilledService, 'end'>): BillingCalendar {
  const { serviceStartAt, termMonths } = service;
  invariant(Number.isInteger(termMonths) && termMonths > 0, `a service runs for a whole number of months from 1, not ${termMonths}`);
  const edges = Array.from({ length: termMonths + 1 }, (_, month) => addMonths(serviceStartAt, month));
  const months = edges.slice(1).map((until, index) => ({ from: edges[index] as Instant, until }));
  return { months, start: serviceStartAt, end: edges[termMonths] as Instant };
}

/** The period of month `number`, counted from 1. */
export function monthOf(calendar: BillingCalendar, number: number): Period {
  const month = calendar.months[number - 1];
  invariant(month, `the service has months 1 to ${calendar.months.length}, and no month ${number}`);
  return month;
}

/** The number of the month that contains the instant; `undefined` outside the service. */
export function monthNumberAt(calendar: BillingCalendar, at: Instant): number | undefined {
  const index = calendar.months.findIndex(({ until }) => at < until);
  return at < calendar.start || index < 0 ? undefined : index + 1;
}
