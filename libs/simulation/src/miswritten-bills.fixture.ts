import { PeriodClosing, UsageIntake } from '@carriermesh/billing-service';
import { instantToMs, type Instant } from '@carriermesh/kernel';
import type { Clock, TypedLedger } from '@carriermesh/platform-chassis';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { sha256 } from '@carriermesh/platform-signing';
import { billing } from '@carriermesh/wire';
import type { Class } from './mesh/injector.js';

type Commit = TypedLedger['commit'];
type Periods = ConstructorParameters<typeof PeriodClosing>[2];
type Others = ConstructorParameters<typeof UsageIntake> extends [TypedLedger, ...infer Rest] ? Rest : never;
type Written = AnyStoredEvent extends infer Stored ? (Stored extends AnyStoredEvent ? Pick<Stored, 'type' | 'data'> : never) : never;

/** Closes months as it should, and writes down something else. */
const miswriting = (miswrite: (event: Written) => Written): Class =>
  class extends PeriodClosing {
    constructor(ledger: TypedLedger, clock: Clock, periods: Periods) {
      const commit: Commit = (appends, context) => ledger.commit(appends.map((append) => ({ ...append, events: append.events.map((event) => miswrite(event as Written)) })), context);
      super({ load: ledger.load.bind(ledger), commit } as unknown as TypedLedger, clock, periods);
    }
  };

/** Takes usage as it should, and writes down something else, or less. */
const mistaking = (mistake: (events: readonly Written[]) => readonly Written[]): Class =>
  class extends UsageIntake {
    constructor(ledger: TypedLedger, ...others: Others) {
      const commit: Commit = (appends, context) => ledger.commit(appends.map((append) => ({ ...append, events: mistake(append.events as readonly Written[]) })), context);
      super(Object.create(ledger, { commit: { value: commit } }) as TypedLedger, ...others);
    }
  };

/** Late usage as if it had been measured in the month that takes it. */
export const lateAsOwn: Class = mistaking((events) =>
  events.map((event) => (event.type === 'billing.v1.UsageRated' && event.data.noteNumber === 0 ? { ...event, data: { ...event.data, correctedPeriodNumber: 0 } } : event)),
);

/** A note asks the customer, and its supplier hears nothing. */
export const notesForOneSide: Class = mistaking((events) => events.filter(({ type }) => type !== 'billing.v1.SettlementIssued'));

export const balancing = (rewrite: (balance: billing.Balance) => billing.Balance): Class =>
  miswriting((event) => (event.type === 'billing.v1.BillingPeriodClosed' ? { ...event, data: { ...event.data, balance: rewrite(event.data.balance) } } : event));

export const invoicing = (rewrite: (invoice: billing.Invoice) => billing.Invoice): Class =>
  miswriting((event) => {
    if (event.type !== 'billing.v1.InvoiceIssued') return event;
    const invoice = billing.Invoice.encode(rewrite(billing.Invoice.decode(event.data.invoice)));
    return { ...event, data: { ...event.data, invoice, invoiceSha256: sha256(invoice) } };
  });

/** Of a month in which Berlin's clocks are changed, an hour too much or too little. */
export function secondsByBerlinsClocks(invoice: billing.Invoice): billing.Invoice {
  const elapsed = (berlinMs(invoice.periodUntil) - berlinMs(invoice.periodFrom)) / 1_000;
  return { ...invoice, lines: invoice.lines.map((line) => (line.kind === 'recurring' ? { ...line, quantity: BigInt(elapsed) } : line)) };
}

/** What the wall shows, as if it were UTC. */
const berlinMs = (at: Instant): number => Date.parse(`${new Date(instantToMs(at)).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' }).replace(' ', 'T')}Z`);
