import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMonths, instant, NANOS_PER_DAY, NANOS_PER_HOUR, plus } from '@carriermesh/kernel';
import { eventually } from '@carriermesh/platform-trial';
import { billing as language, contracting } from '@carriermesh/wire';
import { replayInvoice } from './replay/replay-invoice.js';
import { BillingTrial, hourly, MONTH_NANOS } from './testing/billing-trial.js';
import { LedgerCopy } from './testing/ledger-copy.js';
import { named } from './testing/replay-trial.js';
import type { SampleTrade } from './testing/sample-trade.js';

/** Of the second month of three. */
const SERVED_NANOS = 41n * NANOS_PER_DAY;

describe('the bills of a contract that ends', () => {
  let trial: BillingTrial;
  let trade: SampleTrade;
  const endsAt = () => plus(trade.startAt, SERVED_NANOS);
  const settled = () => eventually('the last bill', async () => ((await trial.typesOf(`billingcycle-${trade.contractId}`)).includes('BillingCycleEnded') ? true : undefined), 30_000);
  const invoiceOf = async (month: number): Promise<language.Invoice> => {
    const issued = (await trial.mesh.ledger.load(`period-${trade.contractId}-${month}`)).events.find(({ type }) => type === 'billing.v1.InvoiceIssued');
    if (issued?.type !== 'billing.v1.InvoiceIssued') throw new Error(`month ${month} has no invoice`);
    return language.Invoice.decode(issued.data.invoice);
  };

  beforeAll(async () => {
    trial = await BillingTrial.start();
    trade = await trial.activeTrade(undefined, 3);
    for (const provider of ['alfa', 'bravo'] as const) {
      const segmentId = provider === 'alfa' ? trade.alfaSegment : trade.bravoSegment;
      trial.answerFor(provider, ({ until }) => {
        const isLast = until === endsAt();
        // The provider's meter ran on for an hour.
        const from = isLast ? instant(until - NANOS_PER_HOUR) : trade.startAt;
        const records = hourly(`${provider}-${until}`, segmentId, from, isLast ? [5_000_000_000n, 7n] : [5_000_000_000n]);
        return trade.usageBatch(provider, { batchId: `${provider}-${until}`, records, watermarks: [{ segmentId, completeUntil: until }] });
      });
    }
    await trial.commit([trade.ending(endsAt())]);
    await eventually('the end of the account', async () => ((await trial.typesOf(`account-${trade.contractId}`)).includes('BillingAccountEnded') ? true : undefined));
    await trial.mesh.advance(2n * MONTH_NANOS);
    await settled();
  }, 90_000);
  afterAll(() => trial.mesh.stop(), 60_000);

  it('S0-10 I5 charge up to its end and no longer, with what is due for the rest, and shorten every month that was open', async () => {
    expect(await trial.typesOf(`account-${trade.contractId}`)).toEqual(['BillingAccountOpened', 'BillingAccountEnded']);
    expect(await trial.typesOf(`period-${trade.contractId}-3`)).toEqual(['BillingPeriodShortened']);
    const [first, last] = [await invoiceOf(1), await invoiceOf(2)];
    expect([first.periodUntil, last.periodFrom, last.periodUntil]).toEqual([addMonths(trade.startAt, 1), addMonths(trade.startAt, 1), endsAt()]);
    expect(first.lines.map(({ kind }) => kind)).toEqual(['recurring', 'usage', 'recurring', 'usage']);
    expect(last.lines.map(({ kind }) => kind)).toEqual(['recurring', 'usage', 'early-termination', 'recurring', 'usage', 'early-termination']);
    const [recurring, , early] = last.lines;
    const monthNanos = addMonths(trade.startAt, 2) - addMonths(trade.startAt, 1);
    const servedNanos = endsAt() - addMonths(trade.startAt, 1);
    const share = (amount: bigint, part: bigint, whole: bigint): bigint => (2n * amount * part + whole) / (2n * whole);
    const monthly = recurring!.unitPrice.microMinor;
    expect(recurring!.exactAmount.microMinor).toBe(share(monthly, servedNanos, monthNanos));
    expect(early!.exactAmount.microMinor).toBe(share(share(monthly, monthNanos - servedNanos, monthNanos) + monthly, 2_500n, 10_000n));
  });

  it('I2 quarantine what was measured after it, with the reason, and charge the hour before', async () => {
    const types = async (record: string) => trial.typesOf(`usage-alfa~alfa-${endsAt()}-${record}`);
    expect([await types('1'), await types('2')]).toEqual([[], ['UsageQuarantined']]);
    const [quarantined] = (await trial.mesh.ledger.load(`usage-alfa~alfa-${endsAt()}-2`)).events;
    expect(quarantined).toMatchObject({ data: { reason: { code: 'interval-outside-service' } } });
  });

  it('M2 are replayed to the byte, and an altered end is named', async () => {
    const copy = await LedgerCopy.of({ from: trial.mesh.postgres.url, to: await trial.mesh.postgres.createDatabase() });
    const replay = (month: number) => replayInvoice(copy.ledger, trade.invoiceId.replace(/1$/, String(month)), { operatorKeys: [trial.mesh.operator.publicKey] });
    try {
      for (const month of [1, 2]) expect(await replay(month)).toMatchObject({ found: true, identical: true, documents: [] });
      const event = await copy.find('contracting.v1.ContractAmended', `contract-${trade.contractId}`);
      const amended = contracting.ContractAmended.decode(event.payload);
      const amendment = contracting.ContractAmendment.decode(amended.amendment.body);
      if (amendment.change.kind !== 'termination') throw new Error('the amendment ends nothing');
      const termination = { ...amendment.change.termination, endsAt: plus(endsAt(), NANOS_PER_HOUR) };
      const body = contracting.ContractAmendment.encode({ ...amendment, change: { kind: 'termination', termination } });
      const report = await copy.withPayload(event, contracting.ContractAmended.encode({ ...amended, amendment: { ...amended.amendment, body } }), () => replay(2));
      expect(report.identical).toBe(false);
      expect(report.documents.map(({ code }) => code)).toEqual(expect.arrayContaining(['amendment-hash-differs', 'amendment-seal-broken', 'account-end-differs']));
      expect(named(report)).toContain(`${trade.alfaSegment}/recurring`);
    } finally {
      await copy.close();
    }
  });
});
