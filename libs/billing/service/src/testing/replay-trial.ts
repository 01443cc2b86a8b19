import { addMonths, instant, NANOS_PER_HOUR } from '@carriermesh/kernel';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { eventually } from '@carriermesh/platform-trial';
import type { Rater, UsageLabels } from '@carriermesh/tariff-v1';
import { agent, type common, type Codec, type contracting, type tariff } from '@carriermesh/wire';
import { replayInvoice } from '../replay/replay-invoice.js';
import type { ReplayReport } from '../replay/replay-report.js';
import { BillingTrial, hourly, MONTH_NANOS } from './billing-trial.js';
import { LedgerCopy } from './ledger-copy.js';
import type { SampleTrade } from './sample-trade.js';

const PROVIDERS = ['alfa', 'bravo'] as const;
export type ReplayedProvider = (typeof PROVIDERS)[number];

/**
 * A service of two months, both billed: each provider has three records in each month, and one of the first month that comes in
 * the second. What alfa forgot of both months comes after the term, in two batches: notes `1n1` (two records), `2n1` and `1n2`.
 * All of it stands in a copy of the ledger, whose bytes can be altered.
 */
export class ReplayTrial {
  private constructor(
    readonly trial: BillingTrial,
    readonly trade: SampleTrade,
    readonly copy: LedgerCopy,
  ) {}

  /**
   * @param usageTariff what the customer's usage is charged by; by the gigabyte where it is absent
   * @param told what providers say of each record of a month besides, by its place in it
   */
  static start(usageTariff?: tariff.PinnedTariff, told: readonly UsageLabels[] = []): Promise<ReplayTrial> {
    return ReplayTrial.of((trial) => trial.activeTrade(undefined, undefined, usageTariff), told);
  }

  static async of(tradeIn: (trial: BillingTrial) => Promise<SampleTrade>, told: readonly UsageLabels[] = []): Promise<ReplayTrial> {
    const trial = await BillingTrial.start();
    const trade = await tradeIn(trial);
    for (const provider of PROVIDERS) trial.answerFor(provider, (request) => reportOf(trade, provider, request, told));
    await trial.mesh.advance(2n * MONTH_NANOS);
    await eventually('both bills', async () => ((await trial.typesOf(`billingcycle-${trade.contractId}`)).includes('BillingCycleEnded') ? true : undefined), 30_000);
    for (const [index, months] of [[1, 1, 2], [1]].entries()) {
      const records = months.flatMap((month, place) => hourly(`alfa-forgot-${index}-${place}`, trade.alfaSegment, instant(addMonths(trade.startAt, month - 1) + BigInt(place + 5) * NANOS_PER_HOUR), [4_321n]));
      const reply = await trial.send('alfa', trade.usageBatch('alfa', { batchId: `alfa-forgot-${index}`, records, watermarks: [] }));
      if (reply.kind !== 'receipt') throw new Error(`no receipt: ${JSON.stringify(reply)}`);
    }
    return new ReplayTrial(trial, trade, await LedgerCopy.of({ from: trial.mesh.postgres.url, to: await trial.mesh.postgres.createDatabase() }));
  }

  async stop(): Promise<void> {
    await this.copy.close();
    await this.trial.mesh.stop();
  }

  /** `2` is the second month's invoice, `1n2` the second note to the first. */
  invoiceId(bill: string): string {
    return this.trade.invoiceId.replace(/1$/, bill);
  }

  replay(invoiceId = this.trade.invoiceId, whatIf?: () => Rater): Promise<ReplayReport> {
    return replayInvoice(this.copy.ledger, invoiceId, { operatorKeys: [this.trial.mesh.operator.publicKey], ...(whatIf && { whatIf }) });
  }

  /** Replays while one message inside an event is another. */
  altering<T>(event: RecordedEvent, codec: Codec<T>, alter: (data: T) => T, invoiceId?: string): Promise<ReplayReport> {
    return this.copy.withPayload(event, codec.encode(alter(codec.decode(event.payload))), () => this.replay(invoiceId));
  }

  supplyEvent(provider: string): Promise<RecordedEvent> {
    return this.copy.find('contracting.v1.SupplyContractSigned', `supply-${this.trade.contractId}-${provider}`);
  }

  /** The batch with which a provider reported a month. */
  batchEvent(provider: string, month = 1): Promise<RecordedEvent> {
    return this.copy.find('billing.v1.UsageBatchAccepted', `usagebatch-${provider}~${batchIdOf(provider, month)}`);
  }
}

const batchIdOf = (provider: string, month: number): string => `${provider}-m${month}`;

function reportOf(trade: SampleTrade, provider: ReplayedProvider, { segmentId, until }: agent.ReportUsageRequest, told: readonly UsageLabels[]): common.SignedEnvelope {
  const month = until === addMonths(trade.startAt, 1) ? 1 : 2;
  const segment = provider === 'alfa' ? trade.alfaSegment : trade.bravoSegment;
  const records = hourly(`${provider}-m${month}`, segment, addMonths(trade.startAt, month - 1), [10_000_000_000n, 20_000_000_333n, 5n]);
  const late = month === 2 ? hourly(`${provider}-late`, segment, instant(trade.startAt + MONTH_NANOS / 2n), [1_234_567_891n]) : [];
  return trade.usageBatch(provider, { batchId: batchIdOf(provider, month), records: [...records, ...late].map((record, index) => ({ ...record, ...told[index] })), watermarks: [{ segmentId, completeUntil: until }] });
}

/** The lines that a replay found to differ. */
export const named = ({ lines }: ReplayReport): readonly string[] => lines.filter(({ identical }) => !identical).map(({ lineId }) => lineId);

/** The prices with one of them a unit higher. */
export const withRate = (prices: readonly contracting.PriceRule[], segmentId: string, key: 'monthlyRecurring' | 'perGigabyte'): readonly contracting.PriceRule[] =>
  prices.map((rule) => (rule.segmentId === segmentId ? { ...rule, [key]: { currency: 'EUR', microMinor: rule[key].microMinor + 1n } } : rule));
