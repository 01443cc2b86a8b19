import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { specify } from '@carriermesh/decider';
import { addMonths, instant, money, NANOS_PER_HOUR } from '@carriermesh/kernel';
import type { agent, billing } from '@carriermesh/wire';
import { billNote, billPeriod, NO_USAGE } from './bill.js';
import { billingPeriod, withRated, type BillingPeriodEvent, type BillingPeriodState } from './billing-period.decider.js';
import { periodStream } from './ids.js';
import { packUsage } from './rated-usage.js';
import { rateRecord } from './rating.js';
import { account, ALFA_SEGMENT, at, batchOf, BRAVO_SEGMENT, CONTRACT, eur, seals, situation, usage, UUID } from './testing/fixtures.js';
import { ratedEvent } from './usage-events.js';
import { decideUsage } from './usage.decider.js';

const tariffOf = (segmentId: string): billing.SegmentTariff => account.tariffs.find((tariff) => tariff.segmentId === segmentId) as billing.SegmentTariff;
const carried = (octets: bigint, segmentId = ALFA_SEGMENT) => withRated(new Map(), packUsage([rateRecord(usage('r1', '2027-02-10T00:00:00Z', octets, segmentId), tariffOf(segmentId))]));

describe('a bill with usage of a closed month', () => {
  const { invoice, settlements } = billPeriod(account, 3, { ...NO_USAGE, late: new Map([[2, carried(3_000_000_000n)], [1, carried(2_000_000_000n)]]) });
  const late = ({ lines }: { readonly lines: readonly billing.BillLine[] }) =>
    lines.filter(({ kind }) => kind === 'late-usage').map(({ lineId, exactAmount, correctedPeriodNumber, correctedDocumentId }) => [lineId, exactAmount, correctedPeriodNumber, correctedDocumentId]);

  it("I3 has a line of its own for each closed month below the month's lines, with the invoice that it corrects", () => {
    expect(late(invoice)).toEqual([
      [`${ALFA_SEGMENT}/usage-of-1`, eur('0.05'), 1, `inv_${UUID}-1`],
      [`${ALFA_SEGMENT}/usage-of-2`, eur('0.075'), 2, `inv_${UUID}-2`],
    ]);
    expect(invoice.lines.slice(0, 4).map(({ kind }) => kind)).toEqual(['recurring', 'usage', 'recurring', 'usage']);
    expect(invoice.note).toBeUndefined();
  });

  it('I3 I10 credits the supplier for the same by its own settlement, and tells the other supplier nothing', () => {
    expect(settlements.map((settlement) => [settlement.providerId, late(settlement)])).toEqual([
      ['alfa', [[`${ALFA_SEGMENT}/usage-of-1`, eur('0.04'), 1, `set_${UUID}-1-alfa`], [`${ALFA_SEGMENT}/usage-of-2`, eur('0.06'), 2, `set_${UUID}-2-alfa`]]],
      ['bravo', []],
    ]);
  });
});

describe('a note to a closed month', () => {
  const { invoice, settlements, balance } = billNote(account, { periodNumber: 2, noteNumber: 3 }, { ...NO_USAGE, late: new Map([[2, carried(2_000_000_000n, BRAVO_SEGMENT)]]) });

  it('I3 asks the customer for the late usage with its tax, and owes it to its supplier alone', () => {
    expect(invoice).toMatchObject({ invoiceId: `inv_${UUID}-2n3`, periodNumber: 2, note: { kind: 'debit', number: 3, correctedDocumentId: `inv_${UUID}-2` }, net: eur('0.03'), tax: eur('0.01'), total: eur('0.04') });
    expect(settlements).toMatchObject([{ settlementId: `set_${UUID}-2n3-bravo`, providerId: 'bravo', note: { kind: 'credit', correctedDocumentId: `set_${UUID}-2-bravo` }, total: eur('0.02') }]);
    expect(balance).toEqual({ customer: eur('0.04'), settlements: eur('0.02'), margin: eur('0.005'), tax: eur('0.01'), rounding: eur('0.005') });
  });

  it('is refused for a month that is open, and when its number is not the next', () => {
    const rated = { ...ratedEvent(batchOf([]), { contractId: CONTRACT, periodNumber: 1, correctedPeriodNumber: 1, noteNumber: 1, records: [], watermarks: [] }) };
    const command = { kind: 'note' as const, account, cause: { type: 'billing.v1.UsageRated' as const, data: rated }, now: at('2029-01-01T00:00:00Z'), seals };
    expect(specify(billingPeriod).given().when(command)).toMatchObject({ kind: 'refused', refusal: { code: 'period-open' } });
    const cutOff: BillingPeriodEvent = { type: 'billing.v1.BillingPeriodCutOff', data: { contractId: CONTRACT, periodNumber: 1, cutOffAt: at('2029-01-01T00:00:00Z'), incompleteSegmentIds: [] } };
    const first = specify(billingPeriod).given(cutOff).when(command);
    const events = first.kind === 'accepted' ? first.events : [];
    expect(events.map(({ type }) => type)).toEqual(['billing.v1.UsageRated', 'billing.v1.InvoiceIssued', 'billing.v1.CorrectionNoteIssued']);
    expect(specify(billingPeriod).given(cutOff, ...events).when(command)).toMatchObject({ kind: 'refused', refusal: { code: 'note-out-of-turn', next: 2 } });
  });
});

/** Months as the ledger would keep them, and every document that left the house. */
class Books {
  readonly invoices: billing.Invoice[] = [];
  readonly settlements: billing.Settlement[] = [];
  readonly balances: billing.Balance[] = [];
  private readonly months = new Map<string, BillingPeriodState>();
  private readonly seals = {
    invoice: (invoice: billing.Invoice) => (this.invoices.push(invoice), seals.invoice(invoice)),
    settlement: (settlement: billing.Settlement) => (this.settlements.push(settlement), seals.settlement(settlement)),
  };

  take(records: readonly agent.UsageRecord[], providerId: string): void {
    const batch = { ...batchOf(records), providerId };
    const { rated } = decideUsage(batch, situation({ periodOf: (_, month) => this.periodOf(month) }));
    for (const period of rated) {
      const rated = ratedEvent(batch, period);
      const note = { kind: 'note' as const, account, cause: { type: 'billing.v1.UsageRated' as const, data: rated }, now: account.serviceStartAt, seals: this.seals };
      this.do(period.periodNumber, period.noteNumber === 0 ? { kind: 'rate', account, rated } : note);
    }
  }

  close(periodNumber: number): void {
    this.do(periodNumber, { kind: 'close', account, periodNumber, incompleteSegmentIds: [], now: addMonths(account.serviceStartAt, periodNumber), seals: this.seals });
  }

  private periodOf(month: number): { isClosed: boolean; notes: number } {
    const state = this.months.get(periodStream(CONTRACT, month));
    return state?.status === 'closed' ? { isClosed: true, notes: state.notes } : { isClosed: false, notes: 0 };
  }

  private do(month: number, command: Parameters<typeof billingPeriod.decide>[0]): void {
    const stream = periodStream(CONTRACT, month);
    const state = this.months.get(stream) ?? billingPeriod.initial;
    const decided = billingPeriod.decide(command, state);
    if (decided.kind !== 'accepted') throw new Error(`${command.kind} was ${decided.kind}`);
    this.months.set(stream, decided.events.reduce(billingPeriod.evolve, state));
    for (const { type, data } of decided.events) if (type === 'billing.v1.BillingPeriodClosed' || type === 'billing.v1.CorrectionNoteIssued') this.balances.push(data.balance);
  }
}

describe('usage that comes whenever it comes', () => {
  const MONTHS = [1, 2, 3];
  const someRecord = fc.record({
    segmentId: fc.constantFrom(ALFA_SEGMENT, BRAVO_SEGMENT),
    month: fc.constantFrom(...MONTHS),
    hour: fc.nat({ max: 27 * 24 }),
    octets: fc.bigInt({ min: 0n, max: 10n ** 11n }),
    /** So many months are closed when it comes. */
    closed: fc.nat({ max: MONTHS.length }),
  });
  const perRecord = (record: { segmentId: string; octets: bigint }, key: 'customerPerGigabyte' | 'supplierPerGigabyte'): bigint =>
    (2n * tariffOf(record.segmentId)[key].microMinor * record.octets + 10n ** 9n) / (2n * 10n ** 9n);
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, each) => total + each, 0n);

  it('I2 I3 is charged and credited once, and every month comes to what was measured in it, with its corrections, to the last unit', () => {
    fc.assert(
      fc.property(fc.array(someRecord, { maxLength: 30 }), (drawn) => {
        const books = new Books();
        for (let closed = 0; closed <= MONTHS.length; closed += 1) {
          for (const [provider, segmentId] of [['alfa', ALFA_SEGMENT], ['bravo', BRAVO_SEGMENT]] as const) {
            const records = drawn.flatMap((each, index) => {
              const from = instant(addMonths(account.serviceStartAt, each.month - 1) + BigInt(each.hour) * NANOS_PER_HOUR);
              return each.closed === closed && each.segmentId === segmentId ? [{ recordId: `r${index}`, segmentId, from, until: instant(from + NANOS_PER_HOUR), octets: each.octets }] : [];
            });
            books.take(records, provider);
          }
          if (closed < MONTHS.length) books.close(closed + 1);
        }
        const about = (documents: readonly (billing.Invoice | billing.Settlement)[], month: number, segmentId: string): readonly billing.BillLine[] =>
          documents.flatMap(({ lines, periodNumber }) => lines.filter((line) => line.segmentId === segmentId && line.kind !== 'recurring' && (line.correctedPeriodNumber || periodNumber) === month));
        for (const month of MONTHS) {
          for (const segmentId of [ALFA_SEGMENT, BRAVO_SEGMENT]) {
            const measured = drawn.filter((each) => each.month === month && each.segmentId === segmentId);
            const [charged, credited] = [about(books.invoices, month, segmentId), about(books.settlements, month, segmentId)];
            expect(sum(charged.map(({ exactAmount }) => exactAmount.microMinor))).toBe(sum(measured.map((each) => perRecord(each, 'customerPerGigabyte'))));
            expect(sum(credited.map(({ exactAmount }) => exactAmount.microMinor))).toBe(sum(measured.map((each) => perRecord(each, 'supplierPerGigabyte'))));
            expect(sum(charged.map(({ quantity }) => quantity))).toBe(sum(measured.map(({ octets }) => octets)));
            expect(charged.reduce((total, { records }) => total + records, 0)).toBe(measured.length);
          }
        }
        for (const { customer, settlements, margin, tax, rounding } of books.balances) {
          expect(money('EUR', settlements.microMinor + margin.microMinor + tax.microMinor + rounding.microMinor)).toEqual(customer);
        }
        expect(sum(books.balances.map(({ customer }) => customer.microMinor))).toBe(sum(books.invoices.map(({ total }) => total.microMinor)));
        expect(sum(books.balances.map(({ settlements }) => settlements.microMinor))).toBe(sum(books.settlements.map(({ total }) => total.microMinor)));
        expect(new Set(books.invoices.map(({ invoiceId }) => invoiceId)).size).toBe(books.invoices.length);
      }),
    );
  });
});
