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

/** Lines of a tariff are called the same in all contracts that pin it. */
const lineOf = (contractId: string, lineId: string): string => `${contractId}/${lineId}`;

type Figures = Readonly<Record<Side, bigint>>;

/** A segment, or a charge of the tariff as it stands on a line. */
const thingOf = ({ segmentId, tariffChargeId }: billing.LineSettlement): string => (tariffChargeId === undefined ? segmentId : `tariff/${tariffChargeId}`);

/**
 * I3: what settled disputes post is what was decided, reckoned of the records as they were measured; and with all else that corrected a month, no dispute gives back
 * more of it than it was charged.
 */
export class Disputes implements Check {
  readonly met = { settled: 0, withdrawn: 0, billed: 0 };
  /** By invoice: what is disputed of it, and the number of its last dispute. */
  private readonly open = new Map<string, string>();
  private readonly last = new Map<string, number>();
  /** `<invoice> <request>` of what opened one. */
  private readonly requests = new Set<string>();
  /** Settled to change something, until what they change is posted: in the same commit. */
  private readonly unposted = new Set<string>();
  /** `<contract>/<line id>/<side>` of what stands on a bill, */
  private readonly billed = new Set<string>();
  /** and by contract what has to, on the customer's side. */
  private readonly owed = new Map<string, string[]>();
  /** By `<contract>/<line id>`: what both sides of the line have to come to. */
  private readonly due = new Map<string, Figures>();
  /** By `<contract>/<month>/<segment>`: what re-rating changed of the month's octets until now. */
  private readonly rerated = new Map<string, Figures>();
  /** By `<contract>/<line id>` of a credit: what the customer was given back of the same before. */
  private readonly before = new Map<string, bigint>();
  /** By `<contract>/<month>/<segment or charge>`: what it was given back in all. */
  private readonly given = new Map<string, bigint>();
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
        if (data.disputeId === '') return this.corrected(data);
        holds(this.unposted.delete(data.disputeId), 'I2', () => `${data.disputeId} is posted, and was not settled with that, or posted before`);
        return;
      case 'billing.v1.DisputeOpened':
        return this.opened(data);
      case 'billing.v1.DisputeWithdrawn':
        this.met.withdrawn += 1;
        return this.ended(data);
      case 'billing.v1.DisputeSettled':
        return this.settled(data);
      default:
        return;
    }
  }

  /** `undefined` where the line settles no dispute. */
  dueOf(contractId: string, lineId: string, side: Side): bigint | undefined {
    if (!DISPUTE_LINE.test(lineId)) return undefined;
    const line = lineOf(contractId, lineId);
    holds(!this.billed.has(`${line}/${side}`), 'I2', () => `${line} stands on a second bill of the ${side}`);
    this.billed.add(`${line}/${side}`);
    this.met.billed += 1;
    return this.due.get(line)?.[side] ?? 0n;
  }

  /** @param isBilled whether all months of a contract are billed: then all that was settled by then stands on a bill */
  finish(isBilled: (contractId: string) => boolean): void {
    for (const disputeId of this.unposted) holds(false, 'I3', () => `${disputeId} was settled, and what it changes was never posted`);
    for (const [contractId, lines] of this.owed) {
      const missing = isBilled(contractId) ? lines.find((line) => !this.billed.has(`${line}/customer`)) : undefined;
      holds(missing === undefined, 'I3', () => `${missing} stands on no bill of ${contractId}`);
    }
  }

  private opened({ disputeId, invoiceId, requestId }: billing.DisputeOpened): void {
    const request = `${invoiceId} ${requestId}`;
    holds(requestId === '' || !this.requests.has(request), 'I7', () => `${disputeId} is opened by the request "${requestId}", which opened one about ${invoiceId} before`);
    this.requests.add(request);
    const number = (this.last.get(invoiceId) ?? 0) + 1;
    holds(!this.open.has(invoiceId) && disputeId.endsWith(`-${number}`), 'I5', () => `${disputeId} is opened as number ${number} about ${invoiceId}, of which ${this.open.get(invoiceId) ?? 'nothing'} is disputed`);
    this.open.set(invoiceId, disputeId);
    this.last.set(invoiceId, number);
  }

  private ended({ disputeId, invoiceId }: Pick<billing.DisputeSettled, 'disputeId' | 'invoiceId'>): void {
    holds(this.open.get(invoiceId) === disputeId, 'I5', () => `${disputeId} ends, and ${this.open.get(invoiceId) ?? 'nothing'} is disputed of ${invoiceId}`);
    this.open.delete(invoiceId);
  }

  /** What was given back of the same before a credit. */
  givenBefore(contractId: string, lineId: string): bigint {
    return this.before.get(lineOf(contractId, lineId)) ?? 0n;
  }

  private settled({ disputeId, invoiceId, contractId, settlements }: billing.DisputeSettled): void {
    this.ended({ disputeId, invoiceId });
    if (settlements.length > 0) this.unposted.add(disputeId);
    const tag = disputeId.replace(/^dis_.{36}-/, '');
    const month = `${contractId}/${Number.parseInt(tag, 10)}`;
    const changes = new Map<string, bigint>();
    for (const settlement of settlements) {
      const { how } = settlement;
      const segmentId = thingOf(settlement);
      if (how.kind === 'credit') {
        const given = this.given.get(`${month}/${segmentId}`) ?? 0n;
        this.before.set(lineOf(contractId, `${segmentId}/credit-of-${tag}`), given);
        this.given.set(`${month}/${segmentId}`, given + wholeMinor(how.credit.customer.microMinor));
      }
      const lines = how.kind === 'credit' ? { credit: { customer: -how.credit.customer.microMinor, supplier: -how.credit.supplier.microMinor } } : this.reratedTo(month, segmentId, how.rate);
      for (const [kind, figures] of Object.entries(lines)) {
        const line = lineOf(contractId, `${segmentId}/${kind}-of-${tag}`);
        this.due.set(line, figures);
        this.owed.set(contractId, [...(this.owed.get(contractId) ?? []), line]);
        for (const side of SIDES) {
          for (const key of this.keysOf(month, segmentId, side)) changes.set(key, (changes.get(key) ?? 0n) + wholeMinor(figures[side]));
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
      const charge = segmentId === '' ? TARIFF_LINE.exec(lineId)?.[1] : undefined;
      if ((note || correctedPeriodNumber > 0) && charge === undefined) continue;
      this.add(this.keysOf(`${contractId}/${correctedPeriodNumber || periodNumber}`, charge === undefined ? segmentId : `tariff/${charge}`, side), amount.microMinor);
    }
  }

  private late({ contractId, correctedPeriodNumber, usage }: billing.UsageRated): void {
    if (correctedPeriodNumber === 0) return;
    for (const { segmentId, customerChargesMicroMinor, supplierCreditsMicroMinor } of usage) {
      const month = `${contractId}/${correctedPeriodNumber}`;
      const total = (figures: readonly bigint[]): bigint => wholeMinor(figures.reduce((sum, each) => sum + each, 0n));
      this.add(this.keysOf(month, segmentId, 'customer'), total(customerChargesMicroMinor));
      this.add(this.keysOf(month, segmentId, 'supplier'), total(supplierCreditsMicroMinor));
    }
  }

  private corrected({ contractId, correctedPeriodNumber, lines }: billing.AdjustmentPosted): void {
    for (const line of lines) for (const side of SIDES) this.add(this.keysOf(`${contractId}/${correctedPeriodNumber}`, line.segmentId, side), wholeMinor(line[side].microMinor));
  }

  private add(keys: readonly string[], amount: bigint): void {
    for (const key of keys) this.stands.set(key, (this.stands.get(key) ?? 0n) + amount);
  }

  /** A segment or a charge of the tariff by itself; and these charges together with the segments by which usage enters, with which they may be given back. */
  private keysOf(month: string, thing: string, side: Side): readonly string[] {
    const isByTariff = side === 'customer' && (thing.startsWith('tariff/') || this.course.entersAt(month.split('/')[0] ?? '', thing));
    return isByTariff ? [`${month}//${side}`, ...(thing.startsWith('tariff/') ? [`${month}/${thing}/${side}`] : [])] : [`${month}/${thing}/${side}`];
  }
}
