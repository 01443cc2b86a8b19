import { NANOS_PER_SECOND, plus } from '@carriermesh/kernel';
import { sealEnvelope, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import { advertising, agent, common, inboundSubject, type InboundKind } from '@carriermesh/wire';
import type { SimulatedMesh } from '../mesh/simulated-mesh.js';
import type { MachineProcess } from '../world/machine-process.js';
import type { Random } from '../world/random.js';
import type { HandedOut } from './handed-out.js';
import type { DraftBatch } from './metering.js';

const PATIENCE_MS = 4_000;

interface Owed {
  readonly kind: InboundKind;
  readonly batchId: string;
  readonly envelope: common.SignedEnvelope;
}

/** Sends a provider's batches in their order until the mesh has signed for each: the same bytes every time, whatever dies meanwhile. */
export class Courier {
  private readonly owed: Owed[] = [];
  private readonly key: SigningKey;
  private readonly chance: Random;
  private sequence = 0n;
  /** What was advertised last. */
  private offers: readonly advertising.SignedOffer[] = [];
  private hasLostBooks = false;
  /** What there is a receipt for. */
  private readonly settled: Owed[] = [];
  /** Usage records presented, by id; each with all the contents that were. */
  readonly presented: Pick<agent.UsageRecord, 'recordId'>[] = [];

  constructor(
    private readonly mesh: SimulatedMesh,
    private readonly providerId: string,
    private readonly handedOut: HandedOut,
  ) {
    this.key = mesh.seals.keyOf(providerId);
    this.chance = mesh.world.random(`courier ${providerId}`);
  }

  get isIdle(): boolean {
    return this.owed.length === 0 && !this.hasLostBooks;
  }

  /** As an agent's heartbeats tell it. */
  get standing(): { readonly sentSequence: bigint; readonly receiptedSequence: bigint } {
    const waiting = this.owed.filter(({ kind }) => kind === 'advert').length;
    return { sentSequence: this.sequence, receiptedSequence: this.sequence - BigInt(waiting) };
  }

  /** The disk of an agent that had nothing under way is gone: it does not know of any batch, and waits to be told. */
  loseBooks(): void {
    const { sentSequence, receiptedSequence } = this.standing;
    if (sentSequence !== receiptedSequence || sentSequence === 0n) return;
    this.mesh.world.tell(`${this.providerId} has lost its books`);
    this.sequence = 0n;
    this.hasLostBooks = true;
  }

  /** The mesh says that the books have parted. @returns false where what it saw is over */
  resume({ sentSequence, nextSequence }: agent.ResumeAdvertisingRequest): boolean {
    const now = this.standing;
    if (now.sentSequence !== sentSequence || now.receiptedSequence !== sentSequence) return false;
    if (!this.hasLostBooks) throw new Error(`${this.providerId} is asked to advertise again from ${nextSequence}, and has lost nothing`);
    this.hasLostBooks = false;
    this.sequence = nextSequence - 1n;
    this.advertise(this.offers);
    return true;
  }

  advertise(offers: readonly advertising.SignedOffer[]): void {
    if (this.hasLostBooks) return;
    this.offers = offers;
    this.sequence += 1n;
    const batchId = `offers-${this.sequence}`;
    const issuedAt = plus(this.mesh.world.meshTime(), -NANOS_PER_SECOND);
    const body = advertising.AdvertBatch.encode({ providerId: this.providerId, batchId, sequence: this.sequence, issuedAt, offers, withdrawnResourceIds: [] });
    this.owed.push({ kind: 'advert', batchId, envelope: sealEnvelope(this.key, SIGNED_AS.advertBatch, body) });
  }

  owe(batches: readonly DraftBatch[]): void {
    for (const batch of batches) {
      this.presented.push(...batch.records, ...(batch.localIds?.records ?? []));
      const body = agent.UsageBatch.encode({ providerId: this.providerId, ...batch });
      this.owed.push({ kind: 'usage', batchId: batch.batchId, envelope: sealEnvelope(this.key, SIGNED_AS.usageBatch, body) });
    }
  }

  /** Sends a usage batch again for which there is a receipt, as a sender does that lost it. */
  repeat(): void {
    const settled = this.settled.filter(({ kind }) => kind === 'usage');
    if (settled.length === 0) return;
    const again = this.chance.pick(settled);
    this.owed.push(again);
    this.mesh.world.tell(`${this.providerId} sends ${again.batchId} again`);
  }

  async run(process: MachineProcess): Promise<void> {
    for (;;) {
      const next = this.owed[0];
      if (next && (await this.isReceipted(process, next)) && this.owed[0] === next) {
        this.owed.shift();
        this.settled.push(next);
        // A careless sender sends once more what it has a receipt for.
        if (this.chance.chance(0.15)) await this.isReceipted(process, next);
        continue;
      }
      await new Promise<void>((resolve) => process.after(next ? this.chance.between(100, 900) : 300, resolve));
    }
  }

  private async isReceipted(process: MachineProcess, { kind, batchId, envelope }: Owed): Promise<boolean> {
    const actor = `provider:${this.providerId}`;
    const request = { subject: inboundSubject(this.providerId, kind), body: common.SignedEnvelope.encode(envelope), context: { actor, correlationId: batchId, causationId: batchId }, timeoutMs: PATIENCE_MS };
    const answer = await this.mesh.network.exchange(process, request).catch(() => undefined);
    if (!answer) return false;
    const { outcome, treeHead } = agent.BatchReply.decode(answer);
    if (treeHead) this.handedOut.heads.push(treeHead);
    if (outcome.kind === 'refused') {
      this.mesh.world.tell(`${batchId} of ${this.providerId} is refused: ${outcome.refused.message}`);
      return false;
    }
    if (!this.mesh.seals.isSealedBy('operator', SIGNED_AS.receipt, outcome.receipt)) throw new Error(`the receipt for ${batchId} is not signed by the operator`);
    this.handedOut.receipts.push({ providerId: this.providerId, receipt: common.Receipt.decode(outcome.receipt.body) });
    return true;
  }
}
