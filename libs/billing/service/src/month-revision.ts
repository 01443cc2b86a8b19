import { billingPeriod, calendarOf, correctionOf, type Account, type AccountEvent, type BillingPeriodEvent, type BillingPeriodState } from '@carriermesh/billing-domain';
import { invariant, type Instant } from '@carriermesh/kernel';
import type { TypedAppend } from '@carriermesh/platform-chassis';
import { billSeals } from './bill-seals.js';
import type { TermMonth } from './term-months.js';

interface Revision {
  readonly before: Account;
  readonly after: Account;
  readonly learnt: readonly AccountEvent[];
  readonly months: readonly TermMonth[];
  readonly now: Instant;
}

/** What an account that learnt something writes on the months: that they are revised, and what corrects those that are closed. */
export function revisedMonths({ before, after, learnt, months, now }: Revision): readonly TypedAppend[] {
  const { contractId } = after;
  const isMove = learnt.some(({ type }) => type === 'billing.v1.BillingPhaseBegun');
  const { months: calendar } = calendarOf(after);
  const since = learnt.reduce<Instant | undefined>((least, { data }) => ('from' in data && (least === undefined || data.from < least) ? data.from : least), undefined);
  const written = new Map<string, BillingPeriodEvent[]>();
  const states = new Map<string, BillingPeriodState>(months.map(({ stream, state }) => [stream, state]));
  // Months are closed one after the other: whoever closes a later one has seen this one closed, and so what is booked now.
  const next = months.find(({ number, state }) => state.status !== 'closed' && (since === undefined || (calendar[number - 1]?.until ?? since) > since));
  for (const month of months) {
    const { number, stream } = month;
    // Where usage goes depends on what the service ran on; a fault changes nothing but what is yet to be closed.
    const isRevised = isMove || month === next;
    written.set(stream, isRevised ? [{ type: 'billing.v1.BillingPeriodRevised', data: { contractId, periodNumber: number } }] : []);
  }
  for (const closed of months.filter(({ state, number }) => state.status === 'closed' && number <= calendar.length)) {
    const taking = months.find(({ number, state }) => number >= closed.number && number <= calendar.length && state.status !== 'closed') ?? closed;
    const state = states.get(taking.stream) ?? taking.state;
    const noteNumber = state.status === 'closed' ? state.notes + 1 : 0;
    const adjustment = correctionOf(before, after, { bill: { contractId, periodNumber: taking.number, noteNumber }, correctedPeriodNumber: closed.number });
    if (!adjustment) continue;
    const cause = { type: 'billing.v1.AdjustmentPosted' as const, data: adjustment };
    const decided = billingPeriod.decide(noteNumber === 0 ? { kind: 'adjust', account: after, adjustment } : { kind: 'note', account: after, cause, now, seals: billSeals }, state);
    invariant(decided.kind === 'accepted', `what month ${closed.number} of ${contractId} is corrected by was ${decided.kind} by month ${taking.number}, which is ${state.status}`);
    written.get(taking.stream)?.push(...decided.events);
    states.set(taking.stream, decided.events.reduce(billingPeriod.evolve, state));
  }
  return months.flatMap(({ stream, revision }) => {
    const events = written.get(stream) ?? [];
    return events.length === 0 ? [] : [{ stream, expected: revision, events }];
  });
}
