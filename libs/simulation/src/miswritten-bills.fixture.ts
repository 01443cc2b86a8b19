import { AccountEnding, AdjustmentPosting, PeriodClosing, ServiceCourse, SupplierMonthClosing, SupplierSpending, UsageIntake, UsagePosting } from '@carriermesh/billing-service';
import { instant, instantToMs, NANOS_PER_HOUR, plus, type Instant, type Money } from '@carriermesh/kernel';
import type { TypedLedger } from '@carriermesh/platform-chassis';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { sha256 } from '@carriermesh/platform-signing';
import { billing } from '@carriermesh/wire';
import type { Class } from './mesh/injector.js';

type Commit = TypedLedger['commit'];
type Written = AnyStoredEvent extends infer Stored ? (Stored extends AnyStoredEvent ? Pick<Stored, 'type' | 'data'> : never) : never;
type Others<T extends Class> = ConstructorParameters<T> extends [TypedLedger, ...infer Rest] ? Rest : never;

/** The ledger, to which something else is written than was meant to be. */
function miswritten(ledger: TypedLedger, mistake: (events: readonly Written[]) => readonly Written[]): TypedLedger {
  const commit: Commit = (appends, context) => ledger.commit(appends.map((append) => ({ ...append, events: mistake(append.events as readonly Written[]) })), context);
  return Object.create(ledger, { commit: { value: commit } }) as TypedLedger;
}

/** Closes months as it should, and writes down something else. */
const miswriting = (miswrite: (event: Written) => Written): Class =>
  class extends PeriodClosing {
    constructor(ledger: TypedLedger, ...others: Others<typeof PeriodClosing>) {
      super(miswritten(ledger, (events) => events.map(miswrite)), ...others);
    }
  };

/** Takes usage as it should, and writes down something else, or less. */
const mistaking = (mistake: (events: readonly Written[]) => readonly Written[]): Class =>
  class extends UsageIntake {
    constructor(ledger: TypedLedger, ...others: Others<typeof UsageIntake>) {
      super(miswritten(ledger, mistake), ...others);
    }
  };

/** What a tariff charges of a month, of all that the month took but its first batch. */
export const tariffOfTheRest: Class = class extends PeriodClosing {
  constructor(ledger: TypedLedger, ...others: Others<typeof PeriodClosing>) {
    const loadMany: TypedLedger['loadMany'] = async (streams) => {
      const loaded = await ledger.loadMany(streams);
      return new Map([...loaded].map(([stream, { events, revision }]) => [stream, { revision, events: events.filter((event) => event !== events.find(({ type }) => type === 'billing.v1.UsageRated')) }]));
    };
    super(Object.create(ledger, { loadMany: { value: loadMany } }) as TypedLedger, ...others);
  }
};

const unlabelled = (rated: billing.UsageRated): billing.UsageRated => ({ ...rated, usage: rated.usage.map((usage) => ({ ...usage, subjects: [], categories: [] })) });

/** A month's usage by the tariff as if nobody had said whose and of which class it was. */
export const tariffOfNobody: Class = class extends PeriodClosing {
  constructor(ledger: TypedLedger, ...others: Others<typeof PeriodClosing>) {
    const loadMany: TypedLedger['loadMany'] = async (streams) => {
      const loaded = await ledger.loadMany(streams);
      return new Map([...loaded].map(([stream, { events, revision }]) => [stream, { revision, events: events.map((event) => (event.type === 'billing.v1.UsageRated' ? { ...event, data: unlabelled(event.data) } : event)) }]));
    };
    super(Object.create(ledger, { loadMany: { value: loadMany } }) as TypedLedger, ...others);
  }
};

/** The end of a contract, booked an hour after it. */
export const endingLate: Class = class extends AccountEnding {
  constructor(ledger: TypedLedger, ...others: Others<typeof AccountEnding>) {
    super(miswritten(ledger, (events) => events.map((event) => (event.type === 'billing.v1.BillingAccountEnded' ? { ...event, data: { ...event.data, endedAt: plus(event.data.endedAt, NANOS_PER_HOUR) } } : event))), ...others);
  }
};

/** A move of a service, booked an hour after it. */
export const movingLate: Class = class extends ServiceCourse {
  constructor(ledger: TypedLedger, ...others: Others<typeof ServiceCourse>) {
    super(miswritten(ledger, (events) => events.map((event) => (event.type === 'billing.v1.BillingPhaseBegun' ? { ...event, data: { ...event.data, from: plus(event.data.from, NANOS_PER_HOUR) } } : event))), ...others);
  }
};

/** A customer whose service is changed in its format pays from then on for what travels. */
export const chargedAsCarried: Class = class extends ServiceCourse {
  constructor(ledger: TypedLedger, ...others: Others<typeof ServiceCourse>) {
    super(miswritten(ledger, (events) => events.map((event) => {
      if (event.type !== 'billing.v1.BillingPhaseBegun' || event.data.orderedMbps === undefined) return event;
      const { mbps, orderedMbps, tariffs } = event.data;
      const carried = (monthly: Money): Money => ({ ...monthly, microMinor: (monthly.microMinor * BigInt(mbps)) / BigInt(orderedMbps) });
      return { ...event, data: { ...event.data, tariffs: tariffs.map((tariff) => ({ ...tariff, customerMonthly: carried(tariff.customerMonthly) })) } };
    })), ...others);
  }
};

/** Settlements without lines of a kind, with totals that agree with what is left. */
const leavingOut = (left: billing.LineKind): Class => miswriting((event) => {
  if (event.type !== 'billing.v1.SettlementIssued') return event;
  const { total, ...read } = billing.Settlement.decode(event.data.settlement);
  const lines = read.lines.filter(({ kind }) => kind !== left);
  const settlement = billing.Settlement.encode({ ...read, lines, total: { ...total, microMinor: lines.reduce((sum, { amount }) => sum + amount.microMinor, 0n) } });
  return { ...event, data: { ...event.data, settlement, settlementSha256: sha256(settlement) } };
});

/** The customer gets its credit, and the suppliers at fault are paid in full. */
export const payingInFull = leavingOut('service-credit');
/** Suppliers are paid for the month, and nothing for the set-up. */
export const setUpForNothing = leavingOut('setup-fee');

/** A service that moves owes nobody any fees from then on. */
export const movingWithoutFees: Class = class extends ServiceCourse {
  constructor(ledger: TypedLedger, ...others: Others<typeof ServiceCourse>) {
    super(miswritten(ledger, (events) => events.map((event) => {
      if (event.type !== 'billing.v1.BillingPhaseBegun') return event;
      return { ...event, data: { ...event.data, tariffs: event.data.tariffs.map(({ supplierFees: _, ...tariff }) => tariff) } };
    })), ...others);
  }
};

/** Every rebate of a supplier's month twice over, with a total and a balance that agree with it. */
export const rebatesTwice: Class = class extends SupplierMonthClosing {
  constructor(ledger: TypedLedger, ...others: Others<typeof SupplierMonthClosing>) {
    super(miswritten(ledger, (events) => {
      const totals = new Map<string, billing.Settlement>();
      return events.map((event) => {
        if (event.type === 'billing.v1.SettlementIssued') {
          const read = billing.Settlement.decode(event.data.settlement);
          const twice = (money: Money): Money => ({ ...money, microMinor: 2n * money.microMinor });
          const lines = read.lines.map((line) => (line.kind === 'rebate' ? { ...line, exactAmount: twice(line.exactAmount), amount: twice(line.amount) } : line));
          const settlement = { ...read, lines, total: { ...read.total, microMinor: lines.reduce((sum, { amount }) => sum + amount.microMinor, 0n) } };
          totals.set(read.settlementId, settlement);
          const bytes = billing.Settlement.encode(settlement);
          return { ...event, data: { ...event.data, settlement: bytes, settlementSha256: sha256(bytes) } };
        }
        if (event.type !== 'billing.v1.SupplierPeriodClosed') return event;
        const documents = event.data.documents.map((document) => {
          const { lines = [], total } = totals.get(document.settlementId) ?? {};
          const { currency } = document.balance.customer;
          const exact = lines.reduce((sum, { exactAmount }) => sum + exactAmount.microMinor, 0n);
          const [settlements, margin] = [total ?? document.balance.settlements, { currency, microMinor: -exact }];
          return { ...document, balance: { ...document.balance, settlements, margin, rounding: { currency, microMinor: -settlements.microMinor - margin.microMinor } } };
        });
        return { ...event, data: { ...event.data, documents } };
      });
    }), ...others);
  }
};

/** What was stated last, whenever it was. */
export const latestTerms: Class = class extends SupplierSpending {
  override statedOf(providerId: string): ReturnType<SupplierSpending['statedOf']> {
    return super.statedOf(providerId).map((stated) => ({ ...stated, statedAt: instant(0n) }));
  }
};

/** Late usage as if it had been measured in the month that takes it. */
export const lateAsOwn: Class = mistaking((events) =>
  events.map((event) => (event.type === 'billing.v1.UsageRated' && event.data.noteNumber === 0 ? { ...event, data: { ...event.data, correctedPeriodNumber: 0 } } : event)),
);

/** Usage as if its provider had not said whose and of which class it was. */
export const withoutLabels: Class = mistaking((events) => events.map((event) => (event.type === 'billing.v1.UsageRated' ? { ...event, data: unlabelled(event.data) } : event)));

/** Whatever is said to have been carried is charged, also what is yet to come. */
export const aheadOfTime: Class = class extends UsagePosting {
  override decide(...[batch, { latestEnd: _, ...known }]: Parameters<UsagePosting['decide']>): ReturnType<UsagePosting['decide']> {
    return super.decide(batch, known);
  }
};

/** What a dispute is settled by, as it is written to the month that takes it. */
const posting = (mistake: (adjustment: billing.AdjustmentPosted) => billing.AdjustmentPosted): Class =>
  class extends AdjustmentPosting {
    override async appends(...asked: Parameters<AdjustmentPosting['appends']>): ReturnType<AdjustmentPosting['appends']> {
      const appends = await super.appends(...asked);
      if ('code' in appends) return appends;
      return appends.map((append) => ({ ...append, events: append.events.map((event) => (event.type === 'billing.v1.AdjustmentPosted' ? { ...event, data: mistake(event.data as billing.AdjustmentPosted) } : event)) }));
    }
  };

/** Each credit again, as if its settlement had been asked for twice. */
export const creditsTwice: Class = posting((adjustment) => ({ ...adjustment, lines: adjustment.lines.flatMap((line) => (line.kind === 'credit' ? [line, line] : [line])) }));

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
