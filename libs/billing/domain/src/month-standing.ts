import { add, sum, type Money } from '@carriermesh/kernel';
import { roundLine } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import type { Side } from './bill-lines.js';
import { adjustedThing, tariffChargeOf, tariffLineId } from './ids.js';
import { segmentTariffsOf } from './phases.js';
import type { RatedRecord } from './rated-usage.js';

/** What would be given back and is not charged any more. */
export interface Excess {
  readonly side: Side;
  /** Or the line of the tariff's charge. */
  readonly segmentId: string;
  /** What the month is charged with all of its corrections until now. */
  readonly stands: Money;
  /** By how much that would become less. */
  readonly back: Money;
}

/**
 * What one month of a service is charged: by its own bill, and by all that corrected it since, whichever bill takes it, rounded as bills round. It tells what
 * can still be given back.
 */
export class MonthStanding {
  private readonly entries: ReadonlySet<string>;
  private readonly stands = new Map<string, Money>();

  constructor(
    private readonly account: Account,
    private readonly month: number,
  ) {
    this.entries = new Set(account.usageTariff ? segmentTariffsOf(account).flatMap(({ segmentId, isEntry }) => (isEntry === true ? [segmentId] : [])) : []);
  }

  /** Lines of the month's own bill, and those of its tariff on any. What else corrects the month is told by what posted it. */
  issued({ periodNumber, note, lines }: Pick<billing.Invoice, 'periodNumber' | 'note' | 'lines'>, side: Side): void {
    for (const { lineId, segmentId, correctedPeriodNumber, amount } of lines) {
      const isOwn = periodNumber === this.month && !note && correctedPeriodNumber === 0;
      const chargeId = segmentId === '' ? tariffChargeOf(lineId) : undefined;
      if (isOwn || (chargeId !== undefined && correctedPeriodNumber === this.month)) this.add(side, chargeId === undefined ? segmentId : tariffLineId(chargeId), amount);
    }
  }

  /** Records that came after the month's bill, from one batch. */
  late(records: readonly RatedRecord[]): void {
    for (const [segmentId, own] of Map.groupBy(records, (record) => record.segmentId)) {
      const total = (amounts: readonly Money[]): Money => roundLine(sum(this.account.currency, amounts));
      this.add('customer', segmentId, total(own.map(({ customerCharge }) => customerCharge)));
      this.add('supplier', segmentId, total(own.map(({ supplierCredit }) => supplierCredit)));
    }
  }

  adjusted(lines: readonly billing.AdjustmentLine[]): void {
    for (const line of lines) for (const side of SIDES) this.add(side, adjustedThing(line), roundLine(line[side]));
  }

  /** The first side of a segment that would be given back more than it is charged; `undefined` where none would. */
  exceededBy(lines: readonly billing.AdjustmentLine[]): Excess | undefined {
    for (const side of SIDES) {
      const changes = lines.flatMap((line) => this.keysOf(side, adjustedThing(line)).map((key) => ({ key, line })));
      for (const [key, own] of Map.groupBy(changes, (change) => change.key)) {
        const change = sum(this.account.currency, own.map(({ line }) => roundLine(line[side])));
        const stands = this.stands.get(key) ?? { currency: this.account.currency, microMinor: 0n };
        const isTooMuch = change.microMinor < 0n && stands.microMinor + change.microMinor < 0n;
        const [first] = own;
        if (isTooMuch && first) return { side, segmentId: adjustedThing(first.line), stands, back: { ...change, microMinor: -change.microMinor } };
      }
    }
    return undefined;
  }

  private add(side: Side, thing: string, amount: Money): void {
    for (const key of this.keysOf(side, thing)) {
      const before = this.stands.get(key);
      this.stands.set(key, before ? add(before, amount) : amount);
    }
  }

  /** Before a charge of the tariff could be named, it was given back with the segments by which usage enters: together they are a sum too. */
  private keysOf(side: Side, thing: string): readonly string[] {
    const isByTariff = side === 'customer' && (thing.startsWith(tariffLineId('')) || this.entries.has(thing));
    return [`${side}/${thing}`, ...(isByTariff ? [`${side}/`] : [])];
  }
}

const SIDES = ['customer', 'supplier'] as const;
