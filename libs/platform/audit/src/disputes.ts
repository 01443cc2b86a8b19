import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { billing } from '@carriermesh/wire';
import { holds, type Check } from './check.js';
import type { Course, Side } from './course.js';
import { TARIFF_LINE } from './tariff-bills.js';
import { chargeOf, wholeMinor } from './rounding.js';
import type { Usage } from './usage.js';

/** What settles a dispute, on whichever bill takes it. */
const DISPUTE_LINE = /\/(?:credit|reversal|reentry)-of-\d+(?:n\d+)?-\d+$/;
const SIDES = ['customer', 'supplier'] as const;

type Figures = Readonly<Record<Side, bigint>>;

/**
 * I3: what settled disputes post is what was decided, reckoned of the records as they were measured; and with all else that corrected a month, no dispute gives back
 * more of it than it was charged.
 */
export class Disputes implements Check {
  readonly met = { settled: 0, billed: 0 };
  /** By line id: what both sides of the line have to come to. */
  private readonly due = new Map<string, Figures>();
  /** By `<contract>/<month>/<segment>`: what re-rating changed of the month's octets until now. */
  private readonly rerated = new Map<string, Figures>();
  /** By `<contract>/<month>/<segment>/<side>`: what is charged of the month with all corrections, as bills round it. */
  private readonly stands = new Map<string, bigint>();

  constructor(
    private readonly usage: Pick<Usage, 'measuredIn' | 'recordsIn'>,
    private readonly course: Pick<Course, 'entersAt'>,
  ) {}

  take({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'billing.v1.InvoiceIssued':
        return this.issued(billing.Invoice.decode(data.invoice), 'customer');
      case 'billing.v1.SettlementIssued':
        if (data.contractId !== '') this.issued(billing.Settlement.decode(data.settlement), 'supplier');
        return;
      case 'billing.v1.UsageRated':
        return this.late(data);
      case 'billing.v1.AdjustmentPosted':
        if (data.disputeId === '') this.corrected(data);
        return;
      case 'billing.v1.DisputeSettled':
        return this.settled(data);
      default:
        return;
    }
  }

  /** `undefined` where the line settles no dispute. */
  dueOf(lineId: string, side: Side): bigint | undefined {
    if (!DISPUTE_LINE.test(lineId)) return undefined;
    this.met.billed += 1;
    return this.due.get(lineId)?.[side] ?? 0n;
  }

  private settled({ disputeId, contractId, settlements }: billing.DisputeSettled): void {
    const tag = disputeId.replace(/^dis_.{36}-/, '');
    const month = `${contractId}/${Number.parseInt(tag, 10)}`;
    const changes = new Map<string, bigint>();
    for (const { segmentId, how } of settlements) {
      const lines = how.kind === 'credit' ? { credit: { customer: -how.credit.customer.microMinor, supplier: -how.credit.supplier.microMinor } } : this.reratedTo(month, segmentId, how.rate);
      for (const [kind, figures] of Object.entries(lines)) {
        this.due.set(`${segmentId}/${kind}-of-${tag}`, figures);
        for (const side of SIDES) {
          const key = this.keyOf(month, segmentId, side);
          changes.set(key, (changes.get(key) ?? 0n) + wholeMinor(figures[side]));
        }
      }
    }
    for (const [key, change] of changes) {
      const stood = this.stands.get(key) ?? 0n;
      holds(change >= 0n || stood + change >= 0n, 'I3', () => `${disputeId} gives back ${-change} of ${key}, which was charged ${stood} with all that corrected it`);
      this.stands.set(key, stood + change);
    }
    this.met.settled += 1;
  }

  private reratedTo(month: string, segmentId: string, { customerPerGigabyte, supplierPerGigabyte }: billing.CorrectedRate): Readonly<Record<string, Figures>> {
    const [contractId = '', number] = month.split('/');
    const key = `${month}/${segmentId}`;
    const measured = this.usage.measuredIn(contractId, Number(number), segmentId);
    const before = this.rerated.get(key) ?? { customer: 0n, supplier: 0n };
    const octets = this.usage.recordsIn(contractId, Number(number), segmentId);
    const at = (perGigabyte: bigint): bigint => octets.reduce((sum, each) => sum + chargeOf(perGigabyte, each), 0n);
    const is: Figures = { customer: measured.customer + before.customer, supplier: measured.supplier + before.supplier };
    const becomes: Figures = { customer: at(customerPerGigabyte.microMinor), supplier: at(supplierPerGigabyte.microMinor) };
    this.rerated.set(key, { customer: becomes.customer - measured.customer, supplier: becomes.supplier - measured.supplier });
    return { reversal: { customer: -is.customer, supplier: -is.supplier }, reentry: becomes };
  }

  private issued({ contractId, periodNumber, note, lines }: Pick<billing.Invoice, 'contractId' | 'periodNumber' | 'note' | 'lines'>, side: Side): void {
    for (const { lineId, segmentId, correctedPeriodNumber, amount } of lines) {
      if ((note || correctedPeriodNumber > 0) && !TARIFF_LINE.test(lineId)) continue;
      this.add(this.keyOf(`${contractId}/${correctedPeriodNumber || periodNumber}`, segmentId, side), amount.microMinor);
    }
  }

  private late({ contractId, correctedPeriodNumber, usage }: billing.UsageRated): void {
    if (correctedPeriodNumber === 0) return;
    for (const { segmentId, customerChargesMicroMinor, supplierCreditsMicroMinor } of usage) {
      const month = `${contractId}/${correctedPeriodNumber}`;
      const total = (figures: readonly bigint[]): bigint => wholeMinor(figures.reduce((sum, each) => sum + each, 0n));
      this.add(this.keyOf(month, segmentId, 'customer'), total(customerChargesMicroMinor));
      this.add(this.keyOf(month, segmentId, 'supplier'), total(supplierCreditsMicroMinor));
    }
  }

  private corrected({ contractId, correctedPeriodNumber, lines }: billing.AdjustmentPosted): void {
    for (const line of lines) for (const side of SIDES) this.add(this.keyOf(`${contractId}/${correctedPeriodNumber}`, line.segmentId, side), wholeMinor(line[side].microMinor));
  }

  private add(key: string, amount: bigint): void {
    this.stands.set(key, (this.stands.get(key) ?? 0n) + amount);
  }

  /** What a tariff charges is given back with the segments by which usage enters, once for all of them. */
  private keyOf(month: string, segmentId: string, side: Side): string {
    const isByTariff = side === 'customer' && (segmentId === '' || this.course.entersAt(month.split('/')[0] ?? '', segmentId));
    return `${month}/${isByTariff ? '' : segmentId}/${side}`;
  }
}
