import { setTimeout as sleep } from 'node:timers/promises';
import type { MsgHdrs } from '@nats-io/transport-node';
import type { LimitFunction } from 'p-limit';
import { resyncSequence, type AdvertSent, type UsageSent } from '@carriermesh/agent-domain';
import { toHex } from '@carriermesh/kernel';
import { contextToHeaders, errorFromHeaders, RequestInbox, type LeanConnection } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import { isSealedBy, SIGNED_AS } from '@carriermesh/platform-signing';
import { inSpan, type Logger } from '@carriermesh/platform-telemetry';
import { agent, agentInboundSubject, common, type InboundKind } from '@carriermesh/wire';
import type { AgentClock } from './clock.js';
import type { ProviderBooks } from './provider-books.js';

export const SPAN_SERVICE = 'provider-agent';

/** "Nobody listens" does not cross accounts: an absent mesh is only silent, and so is one of which a process died with the request in hand. */
const REQUEST_TIMEOUT_MS = 10_000;
/** What is sent again anyway waits for less at first: the same bytes are the same batch, and a copy of what is only slow costs little. */
const PATIENCE = { firstMs: 2_000, longestMs: REQUEST_TIMEOUT_MS };
const PAUSE = { firstMs: 250, longestMs: 15_000 };
/** The receipt in the journal names them all. */
const MAX_LOGGED_ITEMS = 10;

/** Usage has its own, so that it gets through while advertising is away. */
export type Slots = Readonly<Record<'advert' | 'usage', LimitFunction>>;

/** What all rooms of one provider's agent share. */
export interface ProviderContext {
  readonly providerId: string;
  readonly connection: LeanConnection;
  /** Raw Ed25519 key of the mesh's operator. */
  readonly operatorPublicKey: Uint8Array;
  readonly books: ProviderBooks;
  readonly clock: AgentClock;
  /** Shared by all providers of the process, so that no more batches than these are in memory at once. */
  readonly slots: Slots;
  /** Aborted when the agent stops. */
  readonly stopping: AbortSignal;
  readonly log: Logger;
}

export interface SentBytes {
  readonly batchId: string;
  /** Of the signed body, lower-case hex. */
  readonly bodySha256: string;
}

export type Delivery =
  | { readonly kind: 'receipted'; readonly receipt: common.Receipt }
  /** The sequences have parted; the batch is worthless. */
  | { readonly kind: 'parted'; readonly nextSequence: bigint };

/** Sends batches until the mesh has signed for them: the same bytes each time, for as long as it takes. */
export class Courier {
  private readonly inbox: RequestInbox;

  constructor(private readonly context: ProviderContext) {
    this.inbox = new RequestInbox(context.connection);
  }

  /** @throws AbortError when the agent stops meanwhile */
  async deliver(batch: AdvertSent | UsageSent): Promise<Delivery> {
    const { books, log, stopping } = this.context;
    const slots = this.context.slots[kindOf(batch)];
    for (let tries = 0; ; tries += 1) {
      const waitMs = doubled(PAUSE, tries);
      try {
        const delivery = await slots(async () => {
          stopping.throwIfAborted();
          return this.attempt(batch, await books.bytesOf(batch.batchId), doubled(PATIENCE, tries));
        });
        if (delivery) return delivery;
      } catch (error) {
        stopping.throwIfAborted();
        log.warn({ error, providerId: this.context.providerId, batchId: batch.batchId, waitMs }, 'a batch was not receipted; it is sent again');
      }
      await sleep(waitMs, undefined, { signal: stopping });
    }
  }

  /** Sends once what need not arrive. @throws OperationalError when there was no answer, or none that can be read */
  async request(kind: Exclude<InboundKind, 'supply'>, batchId: string, envelope: Uint8Array, timeoutMs = REQUEST_TIMEOUT_MS): Promise<agent.BatchReply> {
    const { providerId } = this.context;
    const attributes = { 'cm.correlation_id': batchId, 'cm.provider_id': providerId };
    return inSpan(`send ${kind}`, { kind: 'producer', attributes, service: SPAN_SERVICE }, async () => {
      const headers = contextToHeaders({ actor: `provider:${providerId}`, correlationId: batchId, causationId: batchId });
      return agent.BatchReply.decode(await this.answer(kind, envelope, { timeoutMs, headers }));
    });
  }

  /**
   * Asks what was sold under contracts. The first one is always answered, and as many of the others as the mesh sees fit.
   * @throws OperationalError when there was no answer, or none that can be read
   */
  async askSupply(contractId: string, furtherContractIds: readonly string[]): Promise<ReadonlyMap<string, agent.SupplyAnswer['outcome']>> {
    const question = agent.SupplyQuestion.encode({ contractId, furtherContractIds });
    const { outcome, further } = agent.SupplyReply.decode(await this.answer('supply', question, { timeoutMs: REQUEST_TIMEOUT_MS }));
    return new Map([...further.map((answer) => [answer.contractId, answer.outcome] as const), [contractId, outcome]]);
  }

  private async answer(kind: InboundKind, body: Uint8Array, options: { readonly timeoutMs: number; readonly headers?: MsgHdrs }): Promise<Uint8Array> {
    const reply = await this.inbox.request(agentInboundSubject(kind), body, options);
    const failure = errorFromHeaders(reply.headers);
    if (failure) throw failure;
    return reply.data;
  }

  private async attempt(batch: AdvertSent | UsageSent, bytes: Uint8Array, timeoutMs: number): Promise<Delivery | undefined> {
    const { outcome } = await this.request(kindOf(batch), batch.batchId, bytes, timeoutMs);
    if (outcome.kind === 'receipt') return { kind: 'receipted', receipt: await this.keep(batch, outcome.receipt) };
    const nextSequence = batch.type === 'advert-sent' ? resyncSequence(outcome.refused, batch.sequence) : undefined;
    const facts = { providerId: this.context.providerId, batchId: batch.batchId, refusal: outcome.refused };
    this.context.log.warn(facts, 'the mesh refused a batch');
    return nextSequence === undefined ? undefined : { kind: 'parted', nextSequence };
  }

  /** The receipt is the provider's proof, so it is kept before the bytes are let go. */
  private async keep({ batchId, bodySha256 }: AdvertSent | UsageSent, envelope: common.SignedEnvelope): Promise<common.Receipt> {
    const { books, clock, log, providerId } = this.context;
    const receipt = this.verified(envelope, { batchId, bodySha256 });
    clock.heard(receipt.recordedAt);
    const refusedItemIds = receipt.refusedItems.map(({ itemId }) => itemId);
    for (const { itemId, refusal } of receipt.refusedItems.slice(0, MAX_LOGGED_ITEMS)) log.warn({ providerId, batchId, itemId, refusal }, 'an item was refused');
    const receiptBase64 = Buffer.from(common.SignedEnvelope.encode(envelope)).toString('base64');
    failpoint('receipt-before-keeping');
    await books.record({ type: 'receipted', batchId, refusedItemIds, receiptBase64 });
    await books.forgetBytes(batchId);
    return receipt;
  }

  /** @throws OperationalError `denied` when it is not the operator's word for exactly this batch */
  verified(envelope: common.SignedEnvelope, batch: SentBytes): common.Receipt {
    const { operatorPublicKey, providerId } = this.context;
    if (!isSealedBy(operatorPublicKey, SIGNED_AS.receipt, envelope)) {
      throw new OperationalError('denied', `the receipt for batch ${batch.batchId} is not signed by the mesh's operator`);
    }
    const receipt = common.Receipt.decode(envelope.body);
    const matches = receipt.providerId === providerId && receipt.batchId === batch.batchId && toHex(receipt.bodySha256) === batch.bodySha256;
    if (!matches) throw new OperationalError('denied', `the receipt that came for batch ${batch.batchId} is for other bytes or another batch`);
    return receipt;
  }
}

const doubled = ({ firstMs, longestMs }: { readonly firstMs: number; readonly longestMs: number }, times: number): number => Math.min(firstMs * 2 ** times, longestMs);

const kindOf = ({ type }: AdvertSent | UsageSent): 'advert' | 'usage' => (type === 'advert-sent' ? 'advert' : 'usage');
