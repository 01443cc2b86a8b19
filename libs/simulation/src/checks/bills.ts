import { NANOS_PER_SECOND } from '@carriermesh/kernel';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { billing } from '@carriermesh/wire';
import { holds, type Check } from './check.js';
import type { Endings } from './endings.js';
import type { Usage } from './usage.js';

const MICRO_PER_MINOR = 1_000_000n;
const BASIS_POINTS = 10_000n;

const sumOf = (lines: readonly billing.BillLine[], of: 'amount' | 'exactAmount'): bigint => lines.reduce((sum, line) => sum + line[of].microMinor, 0n);
const wholeMinor = (microMinor: bigint): bigint => ((2n * microMinor + MICRO_PER_MINOR) / (2n * MICRO_PER_MINOR)) * MICRO_PER_MINOR;
const OF_THE_MONTH = { octets: 0n, customer: 0n, supplier: 0n };

/** I3: what the customer pays goes somewhere, to the last millionth. I12: the months of a contract follow one another and lose no second. */
export class Bills implements Check {
  readonly invoiceIds: string[] = [];
  private readonly accounts = new Map<string, billing.BillingAccountOpened>();
  private readonly invoices = new Map<string, billing.Invoice>();
  private readonly settlements = new Map<string, billing.Settlement[]>();
  private readonly billedUntil = new Map<string, bigint>();

  /** By `<contract>/<month>/<segment>`: octets and exact amounts of every line about usage of the month, in whichever bill. */
  private readonly billed = new Map<string, { octets: bigint; customer: bigint; supplier: bigint }>();
  /** Corrections that were billed, late usage in an open month and by notes. */
  readonly met = { late: 0, notes: 0 };

  constructor(
    private readonly usage: Pick<Usage, 'sumOf' | 'measuredIn'>,
    private readonly endings: Pick<Endings, 'earlyOf' | 'lastMonthOf' | 'recurringOf'>,
  ) {}

  /** The end of what a contract's months were billed for. */
  billedUntilOf = (contractId: string): bigint | undefined => this.billedUntil.get(contractId);

  take(event: AnyStoredEvent): void {
    switch (event.type) {
      case 'billing.v1.BillingAccountOpened':
        holds(!this.accounts.has(event.data.contractId), 'I2', () => `the account of ${event.data.contractId} is opened twice`);
        this.accounts.set(event.data.contractId, event.data);
        return;
      case 'billing.v1.InvoiceIssued':
        return this.issued(billing.Invoice.decode(event.data.invoice));
      case 'billing.v1.SettlementIssued': {
        const settled = this.settlements.get(event.data.invoiceId) ?? [];
        this.settlements.set(event.data.invoiceId, [...settled, billing.Settlement.decode(event.data.settlement)]);
        return;
      }
      case 'billing.v1.BillingPeriodClosed':
      case 'billing.v1.CorrectionNoteIssued':
        return this.closed(event.data);
      default:
        return;
    }
  }

  private issued(invoice: billing.Invoice): void {
    const { invoiceId, contractId, lines, net, tax, taxBasisPoints, total } = invoice;
    holds(!this.invoices.has(invoiceId), 'I2', () => `the invoice ${invoiceId} is issued twice`);
    holds(net.microMinor === sumOf(lines, 'amount'), 'I3', () => `the lines of ${invoiceId} come to ${sumOf(lines, 'amount')}, its net to ${net.microMinor}`);
    const due = wholeMinor((net.microMinor * BigInt(taxBasisPoints)) / BASIS_POINTS);
    holds(tax.microMinor === due && total.microMinor === net.microMinor + due, 'I3', () => `${invoiceId} has ${tax.microMinor} tax on ${net.microMinor}, and ${total.microMinor} in all`);
    if (!invoice.note) this.timeOf(invoice);
    for (const line of lines) this.lineOf(invoice, line, 'customer');
    this.invoices.set(invoiceId, invoice);
    this.invoiceIds.push(invoiceId);
    if (!invoice.note) this.billedUntil.set(contractId, invoice.periodUntil);
    this.met.notes += invoice.note ? 1 : 0;
    this.met.late += !invoice.note && lines.some(({ kind }) => kind === 'late-usage') ? 1 : 0;
  }

  /** I3: of each billed month both sides come, with all corrections, to what was measured in it. */
  finish(): void {
    for (const [contractId, account] of this.accounts) {
      const months = [...this.invoices.values()].filter((invoice) => invoice.contractId === contractId && !invoice.note);
      // What came late for a month is billed with the first open one, and that may still run.
      if (months.length < this.endings.lastMonthOf(contractId)) continue;
      for (const { periodNumber } of months) for (const { segmentId } of account.tariffs) this.monthOf(contractId, periodNumber, segmentId);
    }
  }

  private monthOf(contractId: string, month: number, segmentId: string): void {
    const is = Object.values(this.billed.get(`${contractId}/${month}/${segmentId}`) ?? OF_THE_MONTH).join();
    const { octets, customer, supplier } = this.usage.measuredIn(contractId, month, segmentId);
    const due = [octets, customer, supplier].join();
    holds(is === due, 'I3', () => `month ${month} of ${segmentId} comes with its corrections to ${is} (octets, customer, supplier), and ${due} was measured in it`);
  }

  private timeOf({ invoiceId, contractId, periodFrom, periodUntil, lines }: billing.Invoice): void {
    const account = this.accounts.get(contractId);
    const from = this.billedUntil.get(contractId) ?? account?.serviceStartAt;
    holds(periodFrom === from, 'I12', () => `the month of ${invoiceId} begins at ${periodFrom}, and ${from} is what was billed before`);
    const elapsed = periodUntil - periodFrom;
    for (const { kind, quantity, lineId } of lines) {
      if (kind === 'recurring') holds(quantity * NANOS_PER_SECOND === elapsed, 'I12', () => `${lineId} bills ${quantity} s of a month of ${elapsed} ns`);
    }
  }

  private lineOf(bill: billing.Invoice | billing.Settlement, line: billing.BillLine, side: 'customer' | 'supplier'): void {
    const { contractId, periodNumber } = bill;
    const { kind, segmentId, lineId, quantity, exactAmount, amount, correctedPeriodNumber } = line;
    holds(amount.microMinor === wholeMinor(exactAmount.microMinor), 'I3', () => `${lineId} comes to ${amount.microMinor}, exactly to ${exactAmount.microMinor}`);
    const tariff = this.accounts.get(contractId)?.tariffs.find((each) => each.segmentId === segmentId);
    const monthly = side === 'customer' ? tariff?.customerMonthly : tariff?.supplierMonthly;
    const carried = this.usage.sumOf(bill, line);
    const price = monthly?.microMinor ?? 0n;
    const exact = kind === 'recurring' ? this.endings.recurringOf(bill, price) : kind === 'early-termination' ? this.endings.earlyOf(bill, side, price) : carried[side];
    holds(exactAmount.microMinor === exact, 'I2', () => `${lineId} bills ${exactAmount.microMinor} in month ${periodNumber}, the records and the contract come to ${exact}`);
    if (kind === 'recurring' || kind === 'early-termination') return;
    holds(quantity === carried.octets, 'I2', () => `${lineId} bills ${quantity} octets, the records have ${carried.octets}`);
    holds((kind === 'late-usage') === correctedPeriodNumber > 0, 'I3', () => `${lineId} is of kind ${kind} and corrects month ${correctedPeriodNumber}`);
    const corrected = line.correctedDocumentId;
    if (kind === 'late-usage' && side === 'customer') holds(this.invoices.get(corrected)?.periodNumber === correctedPeriodNumber, 'I3', () => `${lineId} corrects ${corrected}, which was not issued`);
    const key = `${contractId}/${correctedPeriodNumber || periodNumber}/${segmentId}`;
    const before = this.billed.get(key) ?? OF_THE_MONTH;
    this.billed.set(key, { ...before, octets: before.octets + (side === 'customer' ? quantity : 0n), [side]: before[side] + exactAmount.microMinor });
  }

  private closed({ invoiceId, contractId, balance }: Pick<billing.BillingPeriodClosed, 'invoiceId' | 'contractId' | 'balance'>): void {
    const invoice = this.invoices.get(invoiceId);
    holds(invoice !== undefined, 'I3', () => `the month of ${invoiceId} is closed without its invoice`);
    const settlements = this.settlements.get(invoiceId) ?? [];
    const concerned = new Set(invoice.lines.map(({ segmentId }) => segmentId));
    const providers = new Set(this.accounts.get(contractId)?.tariffs.filter(({ segmentId }) => concerned.has(segmentId)).map(({ providerId }) => providerId));
    holds(settlements.length === providers.size && settlements.every(({ providerId }) => providers.has(providerId)), 'I3', () => `${invoiceId} settles with ${settlements.length} of ${providers.size} providers`);
    for (const settlement of settlements) for (const line of settlement.lines) this.lineOf(settlement, line, 'supplier');
    const settled = settlements.reduce((sum, { lines, total, settlementId }) => {
      holds(total.microMinor === sumOf(lines, 'amount'), 'I3', () => `the lines of ${settlementId} come to ${sumOf(lines, 'amount')}, its total to ${total.microMinor}`);
      return sum + total.microMinor;
    }, 0n);
    const supplied = settlements.flatMap(({ lines }) => lines);
    const margin = sumOf(invoice.lines, 'exactAmount') - sumOf(supplied, 'exactAmount');
    const rounding = invoice.net.microMinor - settled - margin;
    const stated = [balance.customer, balance.settlements, balance.margin, balance.tax, balance.rounding].map(({ microMinor }) => microMinor);
    const reckoned = [invoice.total.microMinor, settled, margin, invoice.tax.microMinor, rounding];
    holds(stated.join() === reckoned.join(), 'I3', () => `the balance of ${invoiceId} is ${stated.join(', ')}, reckoned ${reckoned.join(', ')}`);
  }
}
