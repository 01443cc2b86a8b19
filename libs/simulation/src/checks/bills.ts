import { NANOS_PER_SECOND } from '@carriermesh/kernel';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { billing } from '@carriermesh/wire';
import { holds, type Check } from './check.js';
import type { Usage } from './usage.js';

const MICRO_PER_MINOR = 1_000_000n;
const BASIS_POINTS = 10_000n;

const sumOf = (lines: readonly billing.BillLine[], of: 'amount' | 'exactAmount'): bigint => lines.reduce((sum, line) => sum + line[of].microMinor, 0n);
const wholeMinor = (microMinor: bigint): bigint => ((2n * microMinor + MICRO_PER_MINOR) / (2n * MICRO_PER_MINOR)) * MICRO_PER_MINOR;

/** I3: what the customer pays goes somewhere, to the last millionth. I12: the months of a contract follow one another and lose no second. */
export class Bills implements Check {
  readonly invoiceIds: string[] = [];
  private readonly accounts = new Map<string, billing.BillingAccountOpened>();
  private readonly invoices = new Map<string, billing.Invoice>();
  private readonly settlements = new Map<string, billing.Settlement[]>();
  private readonly billedUntil = new Map<string, bigint>();

  constructor(private readonly usage: Pick<Usage, 'sumOf'>) {}

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
    this.timeOf(invoice);
    for (const line of lines) this.lineOf(invoice, line, 'customer');
    this.invoices.set(invoiceId, invoice);
    this.invoiceIds.push(invoiceId);
    this.billedUntil.set(contractId, invoice.periodUntil);
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

  private lineOf({ contractId, periodNumber }: billing.Invoice | billing.Settlement, { kind, segmentId, lineId, quantity, exactAmount, amount }: billing.BillLine, side: 'customer' | 'supplier'): void {
    holds(amount.microMinor === wholeMinor(exactAmount.microMinor), 'I3', () => `${lineId} comes to ${amount.microMinor}, exactly to ${exactAmount.microMinor}`);
    const tariff = this.accounts.get(contractId)?.tariffs.find((each) => each.segmentId === segmentId);
    const monthly = side === 'customer' ? tariff?.customerMonthly : tariff?.supplierMonthly;
    const carried = this.usage.sumOf(contractId, periodNumber, segmentId);
    const exact = kind === 'usage' ? carried[side] : monthly?.microMinor;
    holds(exactAmount.microMinor === exact, 'I2', () => `${lineId} bills ${exactAmount.microMinor} in month ${periodNumber}, the records and the contract come to ${exact}`);
    if (kind === 'usage') holds(quantity === carried.octets, 'I2', () => `${lineId} bills ${quantity} octets, the records have ${carried.octets}`);
  }

  private closed({ invoiceId, contractId, balance }: billing.BillingPeriodClosed): void {
    const invoice = this.invoices.get(invoiceId);
    holds(invoice !== undefined, 'I3', () => `the month of ${invoiceId} is closed without its invoice`);
    const settlements = this.settlements.get(invoiceId) ?? [];
    const providers = new Set(this.accounts.get(contractId)?.tariffs.map(({ providerId }) => providerId));
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
