import { randomUUID } from 'node:crypto';
import { instant, NANOS_PER_DAY, NANOS_PER_HOUR, NANOS_PER_SECOND, type Instant } from '@carriermesh/kernel';
import type { TypedAppend } from '@carriermesh/platform-chassis';
import { signingKey, type SigningKey } from '@carriermesh/platform-signing';
import { eventually, newKeyPem, TrialMesh } from '@carriermesh/platform-trial';
import { agent, common, type tariff } from '@carriermesh/wire';
import { billing } from '../billing.service.js';
import { FormattedTrade } from './formatted-trade.js';
import { MovingTrade } from './moving-trade.js';
import { SampleTrade } from './sample-trade.js';
import { SplitTrade } from './split-trade.js';
import { TradeWithFees } from './trade-with-fees.js';

type Provider = 'alfa' | 'bravo';

/** What a provider says to a batch that it sent: the reply, or the text of an operational failure. */
export type Reply = agent.BatchReply['outcome'] | { readonly kind: 'failed'; readonly failure: string };

/** The billing service on a real ledger and bus, two enrolled providers, and what other contexts would have written. */
export class BillingTrial {
  private constructor(
    readonly mesh: TrialMesh,
    readonly keys: Record<Provider, SigningKey>,
  ) {}

  static async start(): Promise<BillingTrial> {
    const mesh = await TrialMesh.start({ services: [billing] });
    const trial = new BillingTrial(mesh, { alfa: signingKey(newKeyPem()), bravo: signingKey(newKeyPem()) });
    const trade = trial.trade(mesh.now());
    await trial.commit(trade.enrolments());
    await trial.commit(trade.adverts());
    // The service knows the keys as soon as it answers anything else but that it does not know the provider.
    await eventually('the enrolment', async () => {
      const reply = await trial.send('alfa', { body: Uint8Array.of(), signature: Uint8Array.of(), keyId: '' });
      return reply.kind === 'refused' && reply.refused.code === 'signature-invalid' ? reply : undefined;
    });
    return trial;
  }

  trade(startAt: Instant, termMonths = 2, usageTariff?: tariff.PinnedTariff): SampleTrade {
    return new SampleTrade({ operator: this.mesh.operator, ...this.keys }, randomUUID(), startAt, termMonths, undefined, usageTariff);
  }

  /** A service that is being charged. */
  activeTrade(startAt = this.past(0n), termMonths = 2, usageTariff?: tariff.PinnedTariff): Promise<SampleTrade> {
    return this.activated(this.trade(startAt, termMonths, usageTariff));
  }

  /** One that has an alternative path. */
  movingTrade(startAt = this.past(0n), termMonths = 2): Promise<MovingTrade> {
    return this.activated(new MovingTrade({ operator: this.mesh.operator, ...this.keys }, randomUUID(), startAt, termMonths));
  }

  /** One that is carried in a format. */
  formattedTrade(): Promise<FormattedTrade> {
    return this.activated(new FormattedTrade({ operator: this.mesh.operator, ...this.keys }, randomUUID(), this.past(0n)));
  }

  /** One of which alfa asks fees. */
  tradeWithFees(): Promise<TradeWithFees> {
    return this.activated(new TradeWithFees({ operator: this.mesh.operator, ...this.keys }, randomUUID(), this.past(0n)));
  }

  /** One that goes over two lines. */
  splitTrade(): Promise<SplitTrade> {
    return this.activated(new SplitTrade({ operator: this.mesh.operator, ...this.keys }, randomUUID(), this.past(0n)));
  }

  private async activated<T extends SampleTrade>(trade: T): Promise<T> {
    await this.commit(trade.adverts());
    await this.commit(trade.contracts());
    await this.commit([trade.activation()]);
    await eventually('the account', async () => ((await this.typesOf(`account-${trade.contractId}`)).length > 0 ? true : undefined));
    return trade;
  }

  /** Whole seconds before now. */
  past(nanos: bigint): Instant {
    return instant(((this.mesh.now() - nanos) / NANOS_PER_SECOND) * NANOS_PER_SECOND);
  }

  async commit(appends: readonly TypedAppend[]): Promise<void> {
    const result = await this.mesh.ledger.commit(appends, this.mesh.context('trial'));
    if (result.kind !== 'appended') throw new Error(`${result.stream} was written by somebody else`);
  }

  async typesOf(stream: string): Promise<readonly string[]> {
    return (await this.mesh.ledger.raw.readStream(stream)).map(({ type }) => type.replace('billing.v1.', ''));
  }

  /** As the provider's agent would, on its own subject. */
  async send(provider: Provider, envelope: common.SignedEnvelope): Promise<Reply> {
    const reply = await this.mesh.connection.request(`cm.in.${provider}.usage.v1`, common.SignedEnvelope.encode(envelope), { timeout: 10_000 });
    const failure = reply.headers?.get('cm-error-text');
    return failure ? { kind: 'failed', failure } : agent.BatchReply.decode(reply.data).outcome;
  }

  /** Answers the mesh's questions for usage like an agent: promises records, and has them sent. */
  answerFor(provider: Provider, report: (request: agent.ReportUsageRequest) => common.SignedEnvelope | undefined): { readonly asked: agent.ReportUsageRequest[] } {
    const asked: agent.ReportUsageRequest[] = [];
    this.mesh.connection.subscribe(`cm.out.${provider}.v1.ReportUsage`, {
      callback: (_, message) => {
        const request = agent.ReportUsageRequest.decode(message.data);
        asked.push(request);
        message.respond(agent.ReportUsageResponse.encode({ outcome: { kind: 'reporting', reporting: { records: 1 } } }));
        const envelope = report(request);
        if (envelope) void this.send(provider, envelope);
      },
    });
    return { asked };
  }
}

/** One record for each hour from `from` on. */
export function hourly(prefix: string, segmentId: string, from: Instant, octets: readonly bigint[]): readonly agent.UsageRecord[] {
  return octets.map((each, index) => {
    const start = instant(from + BigInt(index) * NANOS_PER_HOUR);
    return { recordId: `${prefix}-${index + 1}`, segmentId, from: start, until: instant(start + NANOS_PER_HOUR), octets: each };
  });
}

export const MONTH_NANOS = 31n * NANOS_PER_DAY;
