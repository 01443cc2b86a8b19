import { add, negate, subtract, sum, type Money } from '@carriermesh/kernel';
import { roundLine, usageCharge } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { adjustedThing, type BillName } from './ids.js';
import { segmentTariffsOf } from './phases.js';
import type { RatedRecord } from './rated-usage.js';

/** All that was charged so far for one segment's usage of one month. */
export interface UsageHistory {
  /** In time or late, whichever bill charged them. */
  readonly records: readonly RatedRecord[];
  /** What earlier settlements reversed and entered again. */
  readonly adjusted: readonly billing.AdjustmentLine[];
  /** What they gave back. */
  readonly credited: readonly billing.AdjustmentLine[];
}

export interface Settled {
  readonly disputeId: string;
  readonly settlements: readonly billing.LineSettlement[];
}

/**
 * What a settled dispute posts, by segment or charge of the tariff: what is given back, or a reversal of all that was charged and its entry at the corrected
 * rate, each record rated and rounded by itself as when it came.
 * @param bill the one that takes it: an open month's, or a note to the corrected month
 */
export function adjustmentOf(
  account: Account,
  { disputeId, settlements }: Settled,
  { bill, correctedPeriodNumber, historyOf }: { readonly bill: BillName; readonly correctedPeriodNumber: number; readonly historyOf: (thing: string) => UsageHistory },
): billing.AdjustmentPosted {
  const lines = settlements.flatMap((settlement) => {
    const { segmentId, how } = settlement;
    const history = historyOf(adjustedThing(settlement));
    return how.kind === 'credit' ? [{ ...creditLine(settlement, how.credit), ...givenBefore(account, history) }] : rerated(account, { segmentId, rate: how.rate, history });
  });
  return { ...bill, correctedPeriodNumber, disputeId, revision: 0, lines };
}

/** Taxes that are stated in the tariff are rounded by the line: those of what is given back bit by bit follow from all of it. */
function givenBefore({ currency, usageTariff }: Account, { credited }: UsageHistory): Pick<billing.AdjustmentLine, 'givenBefore'> {
  if (!usageTariff || usageTariff.tariff.taxes.length === 0) return {};
  return { givenBefore: credited.reduce((given, { customer }) => subtract(given, roundLine(customer)), { currency, microMinor: 0n }) };
}

function creditLine({ segmentId, tariffChargeId }: billing.LineSettlement, { customer, supplier }: billing.CreditGiven): billing.AdjustmentLine {
  const [back, clawedBack] = [negate(customer), negate(supplier)];
  return { kind: 'credit', correctedKind: 'unspecified', segmentId, ...(tariffChargeId !== undefined && { tariffChargeId }), quantity: 1n, records: 0, customerUnitPrice: back, supplierUnitPrice: clawedBack, customer: back, supplier: clawedBack };
}

function rerated(
  account: Account,
  { segmentId, rate, history }: { readonly segmentId: string; readonly rate: billing.CorrectedRate; readonly history: UsageHistory },
): readonly billing.AdjustmentLine[] {
  const { currency } = account;
  const tariff = segmentTariffsOf(account).find((known) => known.segmentId === segmentId);
  const last = history.adjusted.findLast(({ kind }) => kind === 'reentry');
  const { records, adjusted } = history;
  const volume = { segmentId, correctedKind: 'unspecified' as const, quantity: records.reduce((octets, record) => octets + record.octets, 0n), records: records.length };
  const total = (amounts: readonly Money[]): Money => sum(currency, amounts);
  const charged = {
    customer: add(total(records.map(({ customerCharge }) => customerCharge)), total(adjusted.map(({ customer }) => customer))),
    supplier: add(total(records.map(({ supplierCredit }) => supplierCredit)), total(adjusted.map(({ supplier }) => supplier))),
  };
  const before = {
    customerUnitPrice: last?.customerUnitPrice ?? tariff?.customerPerGigabyte ?? { currency, microMinor: 0n },
    supplierUnitPrice: last?.supplierUnitPrice ?? tariff?.supplierPerGigabyte ?? { currency, microMinor: 0n },
  };
  return [
    { kind: 'reversal', ...volume, ...before, customer: negate(charged.customer), supplier: negate(charged.supplier) },
    {
      kind: 'reentry',
      ...volume,
      customerUnitPrice: rate.customerPerGigabyte,
      supplierUnitPrice: rate.supplierPerGigabyte,
      customer: total(records.map(({ octets }) => usageCharge(rate.customerPerGigabyte, octets))),
      supplier: total(records.map(({ octets }) => usageCharge(rate.supplierPerGigabyte, octets))),
    },
  ];
}

/** What one segment's history is made of, from events in the order of the ledger. */
export class UsageHistories {
  private readonly histories = new Map<string, { readonly [list in keyof UsageHistory]: UsageHistory[list][number][] }>();

  /** @param month in which the records were measured */
  rated(month: number, records: readonly RatedRecord[]): void {
    for (const record of records) this.at(month, record.segmentId).records.push(record);
  }

  adjusted({ correctedPeriodNumber, lines }: billing.AdjustmentPosted): void {
    for (const line of lines) {
      if (line.correctedKind !== 'unspecified') continue;
      const history = this.at(correctedPeriodNumber, adjustedThing(line));
      (line.kind === 'credit' ? history.credited : history.adjusted).push(line);
    }
  }

  of(month: number, thing: string): UsageHistory {
    return this.at(month, thing);
  }

  private at(month: number, thing: string) {
    const key = `${month}/${thing}`;
    const history = this.histories.get(key) ?? { records: [], adjusted: [], credited: [] };
    this.histories.set(key, history);
    return history;
  }
}
