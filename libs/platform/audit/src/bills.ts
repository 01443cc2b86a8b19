import { NANOS_PER_SECOND } from '@carriermesh/kernel';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { billing } from '@carriermesh/wire';
import { holds, type Check } from './check.js';
import type { Course, Side } from './course.js';
import type { Disputes } from './disputes.js';
import type { Endings } from './endings.js';
import { MonthReckoning } from './month-reckoning.js';
import { wholeMinor } from './rounding.js';
import { TARIFF_LINE } from './tariff-bills.js';
import { taxesAreDue } from './tariff-taxes.js';
import type { Usage } from './usage.js';

const MICRO_PER_MINOR = 1_000_000n;
const BASIS_POINTS = 10_000n;

const sumOf = (lines: readonly billing.BillLine[], of: 'amount' | 'exactAmount'): bigint => lines.reduce((sum, line) => sum + line[of].microMinor, 0n);
/** What corrects a charge of a closed month beside its octets. */
const OWN_CORRECTION = /\/(recurring|setup-fee|early-termination|service-credit)-(?:reversal|reentry)-of-\d+-r\d+$/;
const OWN_KINDS = ['recurring', 'setup-fee', 'early-termination', 'service-credit'] as const;
const OF_THE_MONTH = { octets: 0n, customer: 0n, supplier: 0n };

/** Rounded once, to whole minor units. */
const taxOf = (net: bigint, basisPoints: bigint): bigint =>
  net < 0n ? -taxOf(-net, basisPoints) : ((2n * net * basisPoints + BASIS_POINTS * MICRO_PER_MINOR) / (2n * BASIS_POINTS * MICRO_PER_MINOR)) * MICRO_PER_MINOR;

function taxIsDue({ invoiceId, net, tax, taxBasisPoints, taxes, total }: billing.Invoice, agreed: number): void {
  holds(taxBasisPoints === agreed && taxes === undefined, 'I3', () => `${invoiceId} is taxed at ${taxBasisPoints} basis points, and ${agreed} are under contract`);
  const due = taxOf(net.microMinor, BigInt(taxBasisPoints));
  holds(tax.microMinor === due && total.microMinor === net.microMinor + due, 'I3', () => `${invoiceId} has ${tax.microMinor} tax on ${net.microMinor}, and ${total.microMinor} in all`);
}

/** I3: what the customer pays goes somewhere, to the last millionth. I12: the months of a contract follow one another and lose no second. */
export class Bills implements Check {
  readonly invoiceIds: string[] = [];
  private readonly accounts = new Map<string, billing.BillingAccountOpened>();
  private readonly invoices = new Map<string, billing.Invoice>();
  private readonly settlements = new Map<string, billing.Settlement[]>();
  private readonly billedUntil = new Map<string, bigint>();

  /** By `<contract>/<month>/<segment>`: octets and exact amounts of every line about usage of the month, in whichever bill. */
  private readonly billed = new Map<string, { octets: bigint; customer: bigint; supplier: bigint }>();
  /** By `<contract>/<month>/<segment>/<kind>/<side>`: exact amounts of every line about what a month costs beside its octets, in whichever bill. */
  private readonly own = new Map<string, bigint>();
  readonly reckoning: MonthReckoning;
  /** Corrections that were billed, late usage in an open month and by notes. */
  readonly met = { late: 0, notes: 0, revised: 0 };

  constructor(
    private readonly usage: Pick<Usage, 'sumOf' | 'partsOf' | 'measuredIn'>,
    private readonly endings: Pick<Endings, 'earlyOf' | 'lastMonthOf' | 'monthOf' | 'endOf'>,
    private readonly course: Course,
    private readonly disputes: Pick<Disputes, 'dueOf' | 'givenBefore'>,
  ) {
    this.reckoning = new MonthReckoning(course, endings);
  }

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
        if (event.data.contractId === '') return;
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
    const { invoiceId, contractId, lines, net } = invoice;
    holds(!this.invoices.has(invoiceId), 'I2', () => `the invoice ${invoiceId} is issued twice`);
    holds(net.microMinor === sumOf(lines, 'amount'), 'I3', () => `the lines of ${invoiceId} come to ${sumOf(lines, 'amount')}, its net to ${net.microMinor}`);
    const contract = this.course.contractOf(contractId);
    if (contract.usageTariff && contract.usageTariff.tariff.taxes.length > 0) taxesAreDue(invoice, contract, (lineId) => this.disputes.givenBefore(contractId, lineId));
    else taxIsDue(invoice, contract.taxBasisPoints);
    if (!invoice.note) this.timeOf(invoice);
    // What a tariff charges of a month is reckoned of the month as a whole.
    for (const line of lines) if (!TARIFF_LINE.test(line.lineId)) this.lineOf(invoice, line, 'customer');
    this.isWhole(invoice, lines, 'customer');
    this.invoices.set(invoiceId, invoice);
    this.invoiceIds.push(invoiceId);
    if (!invoice.note) this.billedUntil.set(contractId, invoice.periodUntil);
    this.met.notes += invoice.note ? 1 : 0;
    this.met.late += !invoice.note && lines.some(({ kind }) => kind === 'late-usage') ? 1 : 0;
  }

  /** I3: of each billed month both sides come, with all corrections, to what was measured in it. */
  finish(): void {
    for (const contractId of this.accounts.keys()) {
      // What came late for a month is billed with the first open one, and that may still run.
      if (!this.isBilledWhole(contractId)) continue;
      for (const { periodNumber } of this.monthsOf(contractId)) {
        for (const { segmentId } of this.course.termsOf(contractId)) this.monthOf(contractId, periodNumber, segmentId);
        this.ownMonthOf({ contractId, periodNumber });
      }
    }
  }

  /** Whether all months of the contract are billed. */
  isBilledWhole = (contractId: string): boolean => this.monthsOf(contractId).length >= this.endings.lastMonthOf(contractId);

  private monthsOf(contractId: string): readonly billing.Invoice[] {
    return [...this.invoices.values()].filter((invoice) => invoice.contractId === contractId && !invoice.note);
  }

  private monthOf(contractId: string, month: number, segmentId: string): void {
    const is = Object.values(this.billed.get(`${contractId}/${month}/${segmentId}`) ?? OF_THE_MONTH).join();
    const { octets, customer, supplier } = this.usage.measuredIn(contractId, month, segmentId);
    const due = [octets, customer, supplier].join();
    holds(is === due, 'I3', () => `month ${month} of ${segmentId} comes with its corrections to ${is} (octets, customer, supplier), and ${due} was measured in it`);
  }

  /** I3: of each billed month both sides come, with all corrections, to what the service ran on and to what was promised of it. */
  private ownMonthOf(month: Pick<billing.Invoice, 'contractId' | 'periodNumber'>): void {
    this.reckoning.bounded(month);
    for (const { segmentId } of this.course.termsOf(month.contractId)) {
      for (const side of ['customer', 'supplier'] as const) {
        for (const kind of OWN_KINDS) {
          const is = this.own.get(`${month.contractId}/${month.periodNumber}/${segmentId}/${kind}/${side}`) ?? 0n;
          const due = this.ownOf(month, { segmentId, kind, side });
          holds(is === due, 'I3', () => `the ${kind} of month ${month.periodNumber} of ${segmentId} comes with its corrections to ${is} on the ${side}'s side, reckoned ${due}`);
        }
      }
    }
  }

  private ownOf(month: Pick<billing.Invoice, 'contractId' | 'periodNumber'>, { segmentId, kind, side }: { readonly segmentId: string; readonly kind: billing.LineKind; readonly side: Side }): bigint {
    const { contractId } = month;
    const terms = this.course.termsOf(contractId).find((each) => each.segmentId === segmentId);
    holds(terms !== undefined, 'I3', () => `${segmentId} is billed, and is no segment of ${contractId}`);
    if (kind === 'recurring') return this.reckoning.recurring(month, terms, side);
    if (kind === 'setup-fee') return side === 'supplier' ? this.reckoning.setup(month, terms) : 0n;
    if (kind === 'service-credit') return -(this.reckoning.credits(month).get(segmentId)?.[side] ?? 0n);
    const end = this.endings.endOf(contractId);
    const last = this.course.staysOn(contractId, segmentId).find(({ from, until }) => from < end && (until === undefined || until >= end));
    return last ? this.endings.earlyOf(month, side, this.course.monthlyAt(contractId, terms, side, last)) : 0n;
  }

  private timeOf(invoice: billing.Invoice): void {
    const { invoiceId, contractId, periodFrom, periodUntil, lines } = invoice;
    const account = this.accounts.get(contractId);
    const from = this.billedUntil.get(contractId) ?? account?.serviceStartAt;
    holds(periodFrom === from, 'I12', () => `the month of ${invoiceId} begins at ${periodFrom}, and ${from} is what was billed before`);
    const elapsed = periodUntil - periodFrom;
    for (const { kind, quantity, lineId, segmentId } of lines) {
      if (kind !== 'recurring') continue;
      const ranNs = this.reckoning.ranNs(invoice, segmentId);
      const off = quantity * NANOS_PER_SECOND - ranNs;
      // Counted in whole seconds of the month, parts of it add up to the month.
      const isRight = ranNs === elapsed ? off === 0n : off < NANOS_PER_SECOND && off > -NANOS_PER_SECOND;
      holds(isRight, 'I12', () => `${lineId} bills ${quantity} s of ${ranNs} ns in a month of ${elapsed} ns`);
    }
  }

  private lineOf(bill: billing.Invoice | billing.Settlement, line: billing.BillLine, side: 'customer' | 'supplier'): void {
    const { contractId, periodNumber } = bill;
    const { kind, segmentId, lineId, quantity, exactAmount, amount, correctedPeriodNumber } = line;
    holds(amount.microMinor === wholeMinor(exactAmount.microMinor), 'I3', () => `${lineId} comes to ${amount.microMinor}, exactly to ${exactAmount.microMinor}`);
    const disputed = this.disputes.dueOf(contractId, lineId, side);
    if (disputed !== undefined) {
      holds(exactAmount.microMinor === disputed, 'I3', () => `${lineId} bills ${exactAmount.microMinor} on the ${side}'s side, and what the dispute was settled by comes to ${disputed}`);
      return;
    }
    const corrected = OWN_CORRECTION.exec(lineId)?.[1];
    const ownKind = corrected ?? OWN_KINDS.find((own) => own === kind);
    holds(ownKind !== 'setup-fee' || side === 'supplier', 'I10', () => `${lineId} tells the customer what a supplier asks`);
    if (ownKind !== undefined) {
      const key = `${contractId}/${correctedPeriodNumber || periodNumber}/${segmentId}/${ownKind}/${side}`;
      this.own.set(key, (this.own.get(key) ?? 0n) + exactAmount.microMinor);
      this.met.revised += corrected === undefined ? 0 : 1;
      const due = corrected === undefined ? this.ownOf(bill, { segmentId, kind, side }) : exactAmount.microMinor;
      holds(exactAmount.microMinor === due, 'I3', () => `${lineId} bills ${exactAmount.microMinor} in month ${periodNumber}, the contract and what the service ran on come to ${due}`);
      return;
    }
    const carried = this.usage.sumOf(bill, line);
    holds(exactAmount.microMinor === carried[side], 'I2', () => `${lineId} bills ${exactAmount.microMinor} in month ${periodNumber}, the records come to ${carried[side]}`);
    holds(quantity === carried.octets, 'I2', () => `${lineId} bills ${quantity} octets, the records have ${carried.octets}`);
    holds((kind === 'late-usage') === correctedPeriodNumber > 0, 'I3', () => `${lineId} is of kind ${kind} and corrects month ${correctedPeriodNumber}`);
    const correctedId = line.correctedDocumentId;
    if (kind === 'late-usage' && side === 'customer') holds(this.invoices.get(correctedId)?.periodNumber === correctedPeriodNumber, 'I3', () => `${lineId} corrects ${correctedId}, which was not issued`);
    const key = `${contractId}/${correctedPeriodNumber || periodNumber}/${segmentId}`;
    const before = this.billed.get(key) ?? OF_THE_MONTH;
    this.billed.set(key, { ...before, octets: before.octets + (side === 'customer' ? quantity : 0n), [side]: before[side] + exactAmount.microMinor });
  }

  /** I3: what is owed stands on a line, once. */
  private isWhole(bill: billing.Invoice, lines: readonly billing.BillLine[], side: Side): void {
    const stands = Map.groupBy(lines, ({ kind, segmentId, correctedPeriodNumber }) => `${kind === 'late-usage' ? 'usage' : kind}/${segmentId}/${correctedPeriodNumber}`);
    const own = bill.note ? [] : this.course.termsOf(bill.contractId).flatMap(({ segmentId }) =>
      OWN_KINDS.filter((kind) => this.ownOf(bill, { segmentId, kind, side }) !== 0n).map((kind) => `${kind}/${segmentId}/0`));
    const owed = [...own, ...this.usage.partsOf(bill).map((part) => `usage/${part}`)];
    for (const part of owed) holds(stands.get(part)?.length === 1, 'I3', () => `${part} stands on ${stands.get(part)?.length ?? 0} lines of the ${side}'s side of ${bill.invoiceId}`);
  }

  private closed({ invoiceId, contractId, balance }: Pick<billing.BillingPeriodClosed, 'invoiceId' | 'contractId' | 'balance'>): void {
    const invoice = this.invoices.get(invoiceId);
    holds(invoice !== undefined, 'I3', () => `the month of ${invoiceId} is closed without its invoice`);
    const settlements = this.settlements.get(invoiceId) ?? [];
    const providersOf = (lines: readonly billing.BillLine[]): ReadonlySet<string> => {
      const concerned = new Set(lines.map(({ segmentId }) => segmentId));
      return new Set(this.course.termsOf(contractId).filter(({ segmentId }) => concerned.has(segmentId)).map(({ providerId }) => providerId));
    };
    // A supplier that kept its own promise gives nothing back, and is told nothing.
    const owed = providersOf(invoice.lines.filter(({ kind }) => kind === 'recurring' || kind === 'usage' || kind === 'late-usage'));
    const concerned = providersOf(invoice.lines);
    const settled = new Set(settlements.map(({ providerId }) => providerId));
    const isRight = settled.size === settlements.length && [...owed].every((id) => settled.has(id)) && [...settled].every((id) => concerned.has(id));
    holds(isRight, 'I3', () => `${invoiceId} settles with ${[...settled].join()}, and concerns ${[...owed].join()}`);
    for (const settlement of settlements) for (const line of settlement.lines) this.lineOf(settlement, line, 'supplier');
    this.isWhole(invoice, settlements.flatMap(({ lines }) => lines), 'supplier');
    const paid = settlements.reduce((sum, { lines, total, settlementId }) => {
      holds(total.microMinor === sumOf(lines, 'amount'), 'I3', () => `the lines of ${settlementId} come to ${sumOf(lines, 'amount')}, its total to ${total.microMinor}`);
      return sum + total.microMinor;
    }, 0n);
    const supplied = settlements.flatMap(({ lines }) => lines);
    const margin = sumOf(invoice.lines, 'exactAmount') - sumOf(supplied, 'exactAmount');
    const rounding = invoice.net.microMinor - paid - margin;
    const stated = [balance.customer, balance.settlements, balance.margin, balance.tax, balance.rounding].map(({ microMinor }) => microMinor);
    const reckoned = [invoice.total.microMinor, paid, margin, invoice.tax.microMinor, rounding];
    holds(stated.join() === reckoned.join(), 'I3', () => `the balance of ${invoiceId} is ${stated.join(', ')}, reckoned ${reckoned.join(', ')}`);
  }
}
