import { Inject, Injectable } from '@nestjs/common';
import { provider, recordedBatch, type AcceptBatch, type Provider, type ResourceCommand } from '@carriermesh/advertising-domain';
import { bytesEqual, invariant } from '@carriermesh/kernel';
import { type advertising, type agent, type common, decodeEvent } from '@carriermesh/wire';
import { CLOCK, HandlesInbound, receipted, SIGNER, TIMERS, type Clock, type InboundCall, type InboundHandler, type Signer } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { sha256 } from '@carriermesh/platform-signing';
import { sleep, type Timers } from '@carriermesh/platform-time';
import { AdvertEvidence } from './advert-evidence.js';
import { BatchGate } from './batch-gate.js';
import { faultRefusal, openBatch } from './batch-opening.js';
import { Books, resource } from './books.js';
import { readItems, type ReadItems } from './offer-reading.js';
import { asRefusal } from './refusals.js';
import type { Change } from './stream-states.js';
import { providerStream, resourceStream } from './streams.js';

/** How often a batch is decided again because another instance wrote first. */
const MAX_CONFLICTS = 16;
const CONFLICT_PAUSE_MS = 5;

interface OpenedBatch {
  readonly call: InboundCall;
  readonly batch: advertising.AdvertBatch;
  readonly bodySha256: Uint8Array;
}

interface DecidedItems {
  readonly changes: readonly Change[];
  readonly refusedItems: readonly common.RefusedItem[];
}

/** Takes what providers advertise. All of a batch's sound items are recorded in one commit, and the receipt follows it. */
@Injectable()
@HandlesInbound('advert')
export class AdvertHandler implements InboundHandler {
  private readonly gate = new BatchGate();

  constructor(
    @Inject(Books) private readonly books: Books,
    @Inject(AdvertEvidence) private readonly evidence: AdvertEvidence,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SIGNER) private readonly signer: Signer,
    @Inject(TIMERS) private readonly timers: Timers,
  ) {}

  async receive(call: InboundCall): Promise<agent.BatchReply> {
    const { providerId, envelope, context } = call;
    const reply = await this.gate.pass<agent.BatchReply>(envelope.body.length, (enter) =>
      // One provider's batches come one after the other, as their sequence does.
      this.books.turns.take([providerStream(providerId)], () => enter(() => this.answer(call))),
    );
    const { outcome } = reply;
    if (outcome.kind === 'refused')
      await this.evidence.record({ providerId, bodySha256: sha256(envelope.body), refusal: outcome.refused, context });
    return reply;
  }

  private async answer(call: InboundCall): Promise<agent.BatchReply> {
    const { providerId } = call;
    const { state } = await this.books.providers.refresh(providerStream(providerId));
    const opening = openBatch(call, state);
    if (opening.kind === 'refused') return refused(opening.refusal);
    invariant(state.status === 'enrolled', `a batch of ${providerId} was opened and ${providerId} is not enrolled`);
    const { batch, bodySha256 } = opening;
    const opened = { call, batch, bodySha256 };
    // A batch that can't be taken, or was taken before, is not worth the verification of its offers.
    const first = provider.decide(this.acceptance(opened, []), state);
    if (first.kind === 'refused') return refused(asRefusal(first.refusal));
    if (first.kind === 'ignored') return this.receipt(state, opened);
    return this.record({ ...opened, publicKey: state.publicKey }, await readItems(batch, state, this.timers));
  }

  private async record(opened: OpenedBatch & { readonly publicKey: Uint8Array }, items: ReadItems): Promise<agent.BatchReply> {
    const { call, batch, publicKey } = opened;
    const keys = [...items.commands.keys()].map(resourceStream);
    return this.books.turns.take(keys, async () => {
      const fresh = new Set<string>();
      for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
        const standing = await this.books.providers.refresh(providerStream(call.providerId));
        // The key may have been replaced since the signatures were checked, and nothing signed with the former one counts.
        if (standing.state.status === 'enrolled' && !bytesEqual(standing.state.publicKey, publicKey))
          return refused(faultRefusal({ code: 'signature-invalid', providerId: call.providerId }));
        const { changes, refusedItems } = await this.decideItems(items, fresh);
        const decision = provider.decide(this.acceptance(opened, refusedItems), standing.state);
        if (decision.kind === 'refused') return refused(asRefusal(decision.refusal));
        if (decision.kind === 'ignored') return this.receipt(standing.state, opened);
        const accepted = this.books.providers.change(providerStream(call.providerId), standing, decision.events);
        const conflict = await this.books.write([...changes, accepted], { context: call.context, fresh });
        if (!conflict) {
          failpoint('advert-before-receipt');
          return this.receipt(decision.events.reduce(provider.evolve, standing.state), opened);
        }
        await sleep(this.timers, CONFLICT_PAUSE_MS * (conflicts + 1));
      }
      throw new OperationalError('overloaded', `batch ${batch.batchId} of ${call.providerId}: other instances wrote first ${MAX_CONFLICTS} times in a row`);
    });
  }

  /** What each resource says to its item. Whoever does not say yes from memory is asked again after a look at its stream. */
  private async decideItems({ commands, refused }: ReadItems, fresh: Set<string>): Promise<DecidedItems> {
    const streams = [...commands.keys()].map(resourceStream);
    const remembered = await this.books.resources.recall(streams, fresh);
    const isDoubtful = ([resourceId, command]: readonly [string, ResourceCommand]): boolean => {
      const stream = resourceStream(resourceId);
      return !fresh.has(stream) && resource.decide(command, remembered.get(stream)!.state).kind !== 'accepted';
    };
    await this.books.refresh([...commands].filter(isDoubtful).map(([resourceId]) => resourceStream(resourceId)), fresh);
    const standings = await this.books.resources.recall(streams, fresh);
    const changes: Change[] = [];
    const refusedItems = [...refused];
    for (const [resourceId, command] of commands) {
      const stream = resourceStream(resourceId);
      const standing = standings.get(stream)!;
      const answer = resource.decide(command, standing.state);
      if (answer.kind === 'refused') refusedItems.push({ itemId: resourceId, refusal: asRefusal(answer.refusal) });
      if (answer.kind === 'accepted') changes.push(this.books.resources.change(stream, standing, answer.events));
    }
    return { changes, refusedItems };
  }

  private acceptance({ batch, bodySha256 }: OpenedBatch, refusedItems: readonly common.RefusedItem[]): AcceptBatch {
    const { batchId, sequence, offers, withdrawnResourceIds } = batch;
    const now = this.clock.now();
    return { kind: 'accept-batch', batchId, sequence, bodySha256, offers: offers.length, withdrawals: withdrawnResourceIds.length, refusedItems, now };
  }

  /** Read from the event that recorded the batch, so that a batch sent again gets the same receipt, to the byte, for ever. */
  private async receipt(state: Provider, { call: { providerId, envelope }, batch: { batchId } }: OpenedBatch): Promise<agent.BatchReply> {
    invariant(state.status === 'enrolled', `batch ${batchId} is on record and ${providerId} is not`);
    const stream = providerStream(providerId);
    const [recorded] = await this.books.ledger.raw.readStream(stream, recordedBatch(state, batchId)?.revision ?? 0);
    const event = recorded && decodeEvent(recorded.type, recorded.payload);
    invariant(event?.type === 'advertising.v1.AdvertBatchAccepted' && event.data.batchId === batchId, `batch ${batchId} is not where ${stream} has it`);
    const { position, recordedAt } = recorded as RecordedEvent;
    return receipted(this.signer, { providerId, batchId, body: envelope.body, position, recordedAt, refusedItems: event.data.refusedItems });
  }
}

const refused = (refusal: common.Refusal): agent.BatchReply => ({ outcome: { kind: 'refused', refused: refusal } });
