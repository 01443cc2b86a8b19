import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { billing, type contracting } from '@carriermesh/wire';
import { holds, type Check } from './check.js';
import type { Course } from './course.js';
import type { Endings } from './endings.js';
import { reckonMonth, type Entered } from './tariff-reckoning.js';
import type { Usage } from './usage.js';

/** A line of the contract's tariff, and not of a segment, that settles no dispute. */
export const TARIFF_LINE = /^tariff\/(?!.*\/credit-of-\d+(?:n\d+)?-\d+$)(.+?)(?:-(?:reversal|reentry)-of-\d+)?$/;

interface Billed {
  exact: bigint;
  paid: bigint;
}

/** I3: what a contract's tariff charges of a month, on whichever bills, comes after each of them to what it says of all that was taken of the month by then. */
export class TariffBills implements Check {
  readonly met = { charged: 0, corrected: 0 };
  /** By `<contract>/<month>`, and by charge. */
  private readonly billed = new Map<string, Map<string, Billed>>();

  constructor(
    private readonly usage: Pick<Usage, 'enteredIn'>,
    private readonly endings: Pick<Endings, 'monthOf'>,
    private readonly course: Pick<Course, 'contractOf'>,
  ) {}

  take({ type, data }: AnyStoredEvent): void {
    if (type === 'billing.v1.InvoiceIssued') this.issued(billing.Invoice.decode(data.invoice));
  }

  private issued(invoice: billing.Invoice): void {
    const { contractId, periodNumber, note, lines } = invoice;
    const contract = this.course.contractOf(contractId);
    const own = lines.filter(({ lineId }) => TARIFF_LINE.test(lineId));
    holds(contract.usageTariff !== undefined || own.length === 0, 'I3', () => `${invoice.invoiceId} charges by a tariff, and its contract has none`);
    if (!contract.usageTariff) return;
    for (const line of own) this.add(invoice, line);
    const months = note ? [periodNumber] : Array.from({ length: periodNumber }, (_, index) => index + 1);
    for (const month of months) this.isDue(invoice, contract, month);
  }

  private add({ contractId, periodNumber }: billing.Invoice, { lineId, correctedPeriodNumber, exactAmount, amount }: billing.BillLine): void {
    const key = `${contractId}/${correctedPeriodNumber || periodNumber}`;
    const charges = this.billed.get(key) ?? new Map<string, Billed>();
    this.billed.set(key, charges);
    const chargeId = TARIFF_LINE.exec(lineId)?.[1] ?? '';
    const before = charges.get(chargeId) ?? { exact: 0n, paid: 0n };
    charges.set(chargeId, { exact: before.exact + exactAmount.microMinor, paid: before.paid + amount.microMinor });
    if (correctedPeriodNumber === 0) this.met.charged += 1;
    else this.met.corrected += 1;
  }

  private isDue({ invoiceId, contractId }: billing.Invoice, { usageTariff, buyerId }: contracting.Contract, month: number): void {
    if (!usageTariff) return;
    const { from, until } = this.endings.monthOf({ contractId, periodNumber: month });
    const used: readonly Entered[] = this.usage.enteredIn(contractId, month);
    const due = reckonMonth(usageTariff, buyerId, used, from < until ? from : undefined);
    const billed = this.billed.get(`${contractId}/${month}`) ?? new Map<string, Billed>();
    for (const chargeId of new Set([...due.keys(), ...billed.keys()])) {
      const [is, should] = [billed.get(chargeId), due.get(chargeId)];
      const isRight = (is?.exact ?? 0n) === (should?.exact ?? 0n) && (is?.paid ?? 0n) === (should?.paid ?? 0n);
      holds(isRight, 'I3', () => `with ${invoiceId} the charge ${chargeId} of month ${month} comes to ${is?.exact} (${is?.paid} paid), and the tariff says ${should?.exact} (${should?.paid}) of ${used.length} records`);
    }
  }
}
