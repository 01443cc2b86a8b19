import { accept, ignore, type Decider } from '@carriermesh/decider';
import { invariant, type Instant } from '@carriermesh/kernel';
import type { billing, contracting } from '@carriermesh/wire';
import { calendarOf, monthOf } from './calendar.js';

/** How the account ends when its contract ends before the term does. */
export type AccountEnd = Pick<billing.BillingAccountEnded, 'endedAt' | 'finalPeriodNumber' | 'customerChargeBasisPoints' | 'supplierChargeBasisPoints'>;

export type Account = billing.BillingAccountOpened & { readonly end?: AccountEnd };

export type AccountEvent =
  | { readonly type: 'billing.v1.BillingAccountOpened'; readonly data: billing.BillingAccountOpened }
  | { readonly type: 'billing.v1.BillingAccountEnded'; readonly data: billing.BillingAccountEnded };

/** What an account is opened from: the agreements as they were signed, and the start of the service. */
export interface Agreements {
  readonly contract: contracting.Contract;
  readonly supplies: readonly contracting.SupplyContract[];
  readonly serviceStartAt: Instant;
}

export interface OpenAccount extends Agreements {
  readonly kind: 'open';
}

/** One account for each contract: what every charge of the service is computed from. */
export const account: Decider<OpenAccount, Account | undefined, AccountEvent, never> = {
  initial: undefined,
  decide: (command, opened) =>
    // Events come at least once; the contracts can't have changed since.
    opened ? ignore('already open') : accept({ type: 'billing.v1.BillingAccountOpened', data: accountOf(command) }),
  evolve: (state, { type, data }) => (type === 'billing.v1.BillingAccountOpened' ? data : state && { ...state, end: endOnly(data) }),
};

const endOnly = ({ contractId: _, version: __, ...end }: billing.BillingAccountEnded): AccountEnd => end;

/** The account as its stream has it; none when the service never became active. */
export const accountFrom = (events: readonly { readonly type: string }[]): Account | undefined => (events as readonly AccountEvent[]).reduce(account.evolve, account.initial);

/** What the parties agreed about the end: when, and the share of the rest of the term that is due on either side. */
export interface AgreedEnd {
  readonly endsAt: Instant;
  readonly customerChargeBasisPoints: number;
  readonly supplierChargeBasisPoints: number;
}

export function agreedEndOf({ change: { termination } }: contracting.ContractAmendment, contract: Pick<contracting.Contract, 'termination'>): AgreedEnd {
  const { endsAt, earlyChargeBasisPoints } = termination;
  // Suppliers are promised what their contracts say, whoever ends the customer's.
  return { endsAt, customerChargeBasisPoints: earlyChargeBasisPoints, supplierChargeBasisPoints: contract.termination?.earlyChargeBasisPoints ?? 0 };
}

/** Where the months of a service stand when its end is booked. */
export interface Progress {
  /** Closed are the months 1 to this one. */
  readonly closedMonths: number;
  /** The last month that something was charged in already; 0 when none was. */
  readonly lastBooked: number;
}

/**
 * The end of an account, or nothing where all months are closed or the contract ends after them. What went out stays as it is: months that are
 * closed by then are charged whole, and the last bill is that of a month which is still open.
 */
export function endOf(opened: Account, agreed: AgreedEnd, { closedMonths, lastBooked }: Progress): AccountEnd | undefined {
  const { months, start, end } = calendarOf(opened);
  if (opened.end || closedMonths >= months.length || agreed.endsAt >= end) return undefined;
  const billedUntil = closedMonths === 0 ? start : monthOf({ months, start, end }, closedMonths).until;
  const endedAt = agreed.endsAt > billedUntil ? agreed.endsAt : billedUntil;
  const last = months.findIndex(({ until }) => endedAt <= until) + 1;
  const { customerChargeBasisPoints, supplierChargeBasisPoints } = agreed;
  return { endedAt, finalPeriodNumber: Math.max(last, closedMonths + 1, lastBooked), customerChargeBasisPoints, supplierChargeBasisPoints };
}

export function accountOf({ contract, supplies, serviceStartAt }: Agreements): Account {
  const { contractId, orderId, buyerId, terms, taxBasisPoints } = contract;
  return {
    contractId,
    orderId,
    buyerId,
    currency: terms.currency,
    serviceStartAt,
    tariffs: contract.segments.map((segment) => tariffOf(segment, contract, supplies)),
    taxBasisPoints,
    termMonths: terms.termMonths,
    mbps: terms.mbps,
  };
}

/** Joins both sides' price rules of one segment. A segment without one of them could not be billed at all. */
function tariffOf(
  { segmentId, providerId }: contracting.ContractSegment,
  contract: contracting.Contract,
  supplies: readonly contracting.SupplyContract[],
): billing.SegmentTariff {
  const customer = contract.prices.find((rule) => rule.segmentId === segmentId);
  const supplier = supplies.find((supply) => supply.providerId === providerId)?.prices.find((rule) => rule.segmentId === segmentId);
  invariant(customer, `contract ${contract.contractId} has no price for its segment ${segmentId}`);
  invariant(supplier, `provider ${providerId} has no price for its segment ${segmentId} of contract ${contract.contractId}`);
  return {
    segmentId,
    providerId,
    customerMonthly: customer.monthlyRecurring,
    customerPerGigabyte: customer.perGigabyte,
    supplierMonthly: supplier.monthlyRecurring,
    supplierPerGigabyte: supplier.perGigabyte,
  };
}
