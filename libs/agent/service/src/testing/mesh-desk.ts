import { generateKeyPairSync } from 'node:crypto';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { errorToHeaders } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { instantFromMs, toHex, type Instant } from '@carriermesh/kernel';
import { isSealedBy, sealEnvelope, sha256, SIGNED_AS, signingKey, verifySignature, type SigningKey } from '@carriermesh/platform-signing';
import { advertising, agent, common, providerOfInbound, type InboundKind, type Rpc } from '@carriermesh/wire';

type BatchedKind = Exclude<InboundKind, 'session' | 'supply'>;

export const newKeyPem = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** A batch as it reached the desk, with the bytes that it came in. */
export interface TakenBatch {
  readonly kind: InboundKind;
  readonly subject: string;
  readonly providerId: string;
  readonly batchId: string;
  readonly bytes: Uint8Array;
  readonly body: Uint8Array;
}

/** What a desk does with a batch that it could read. */
export type Manner = 'receipt' | 'silent' | { readonly refuseItems: readonly string[] } | { readonly receiptKey: SigningKey } | { readonly otherBatch: true };

const SIGNED_KINDS: Readonly<Record<BatchedKind, string>> = {
  advert: SIGNED_AS.advertBatch,
  usage: SIGNED_AS.usageBatch,
  measure: SIGNED_AS.measurementBatch,
};

/**
 * The mesh's side of an agent's conversation, for tests: it keeps the rules of the schema (signatures, contiguous sequences, a
 * batch id for ever the same) over a real bus, and writes down all that came.
 */
export class MeshDesk {
  readonly taken: TakenBatch[] = [];
  readonly heartbeats: agent.SessionHeartbeat[] = [];
  /** Last sequence of each provider. A test may set it, as a mesh that lost or kept other books. */
  readonly sequences = new Map<string, bigint>();
  /** By contract: what a provider that asks is told. */
  readonly supplies = new Map<string, agent.SupplyRecord>();
  readonly supplyQuestions: (readonly string[])[] = [];
  /** Contracts that one reply is of; 1 is a mesh from before one could ask for many. */
  suppliesTogether = 64;
  /** Contracts with which a question fails as a whole. */
  readonly unanswerable = new Set<string>();
  manner: Manner = 'receipt';
  recordedAt: () => Instant = () => instantFromMs(Date.now());
  private readonly recorded = new Map<string, string>();
  private readonly faults: string[] = [];

  constructor(
    private readonly connection: NatsConnection,
    readonly operator: SigningKey,
    /** By provider: the key that was enrolled. */
    private readonly keys: ReadonlyMap<string, Uint8Array>,
  ) {}

  /** @param subject `in.*.v1` in a bus without accounts, `cm.in.*.*.v1` where the server names the sender */
  async open(subject: string): Promise<void> {
    this.connection.subscribe(subject, {
      callback: (error, message) => {
        if (error) this.faults.push(error.message);
        else this.receive(message);
      },
    });
    await this.connection.flush();
  }

  of(kind: InboundKind, providerId?: string): readonly TakenBatch[] {
    return this.taken.filter((batch) => batch.kind === kind && (providerId === undefined || batch.providerId === providerId));
  }

  adverts(providerId?: string): readonly advertising.AdvertBatch[] {
    return this.of('advert', providerId).map(({ body }) => advertising.AdvertBatch.decode(body));
  }

  usage(): readonly agent.UsageBatch[] {
    return this.of('usage').map(({ body }) => agent.UsageBatch.decode(body));
  }

  offers(providerId?: string): readonly advertising.ResourceOffer[] {
    return this.adverts(providerId).flatMap(({ offers }) => offers.map(({ offer }) => advertising.ResourceOffer.decode(offer)));
  }

  /** What was wrong with what came: a test ends with none. */
  get complaints(): readonly string[] {
    return this.faults;
  }

  async ask<Request, Response>(subject: string, rpc: Rpc<Request, Response>, request: Request, timeoutMs = 5_000): Promise<Response> {
    return rpc.response.decode(await this.askBytes(subject, rpc.request.encode(request), timeoutMs));
  }

  async askBytes(subject: string, request: Uint8Array, timeoutMs = 5_000): Promise<Uint8Array> {
    return Uint8Array.from((await this.connection.request(subject, request, { timeout: timeoutMs })).data);
  }

  private receive(message: Msg): void {
    const bytes = Uint8Array.from(message.data);
    if (message.subject.endsWith('.supply.v1')) return this.tellSupply(message, agent.SupplyQuestion.decode(bytes));
    const envelope = common.SignedEnvelope.decode(bytes);
    const tokens = message.subject.split('.');
    const kind = tokens.at(-2) as Exclude<InboundKind, 'supply'>;
    if (kind === 'session') return this.hear(message.subject, envelope);
    const { providerId, batchId } = batchOf(kind, envelope.body);
    const sender = providerOfInbound(message.subject) ?? providerId;
    this.taken.push({ kind, subject: message.subject, providerId, batchId, bytes, body: Uint8Array.from(envelope.body) });
    if (sender !== providerId) this.faults.push(`${sender} sent a batch of ${providerId}`);
    if (!isSealedBy(this.keyOf(sender), SIGNED_KINDS[kind], envelope)) this.faults.push(`batch ${batchId} is not signed by ${sender}`);
    if (this.manner === 'silent') return;
    const refused = kind === 'advert' ? this.advertRefusal(envelope.body) : undefined;
    const outcome: agent.BatchReply['outcome'] = refused ? { kind: 'refused', refused } : { kind: 'receipt', receipt: this.receipt(providerId, batchId, envelope.body) };
    message.respond(agent.BatchReply.encode({ outcome }));
  }

  private tellSupply(message: Msg, { contractId, furtherContractIds }: agent.SupplyQuestion): void {
    const asked = [contractId, ...furtherContractIds];
    this.supplyQuestions.push(asked);
    if (asked.some((id) => this.unanswerable.has(id))) return void message.respond(undefined, { headers: errorToHeaders(new OperationalError('misconfigured', 'more than the bus carries')) });
    const outcomeOf = (id: string): agent.SupplyReply['outcome'] => {
      const supply = this.supplies.get(id);
      return supply ? { kind: 'supply', supply } : { kind: 'refused', refused: { code: 'contract-unknown', message: 'No.', facts: {} } };
    };
    const further = furtherContractIds.slice(0, this.suppliesTogether - 1).map((id) => ({ contractId: id, outcome: outcomeOf(id) }));
    message.respond(agent.SupplyReply.encode({ outcome: outcomeOf(contractId), further }));
  }

  private hear(subject: string, envelope: common.SignedEnvelope): void {
    const heartbeat = agent.SessionHeartbeat.decode(envelope.body);
    const sender = providerOfInbound(subject) ?? heartbeat.providerId;
    if (sender !== heartbeat.providerId || !isSealedBy(this.keyOf(sender), SIGNED_AS.sessionHeartbeat, envelope)) this.faults.push(`heartbeat ${heartbeat.number} is not signed by ${sender}`);
    this.heartbeats.push(heartbeat);
  }

  private advertRefusal(body: Uint8Array): common.Refusal | undefined {
    const { providerId, batchId, sequence, offers } = advertising.AdvertBatch.decode(body);
    const publicKey = this.keyOf(providerId);
    const forged = offers.filter(({ offer, signature }) => !verifySignature({ publicKey, domain: SIGNED_AS.resourceOffer, body: offer, signature }));
    if (forged.length > 0) this.faults.push(`${forged.length} offers of batch ${batchId} are not signed by ${providerId}`);
    const hash = toHex(sha256(body));
    if (this.recorded.get(batchId) === hash) return undefined;
    if (this.recorded.has(batchId)) this.faults.push(`batch ${batchId} came with other bytes`);
    const expected = (this.sequences.get(providerId) ?? 0n) + 1n;
    if (sequence !== expected) {
      return { code: 'sequence-out-of-order', message: `Sequence ${expected} was expected, and not ${sequence}.`, facts: { expected: `${expected}`, presented: `${sequence}` } };
    }
    this.sequences.set(providerId, sequence);
    this.recorded.set(batchId, hash);
    return undefined;
  }

  private receipt(providerId: string, batchId: string, body: Uint8Array): common.SignedEnvelope {
    const { manner } = this;
    const refusedIds = typeof manner === 'object' && 'refuseItems' in manner ? manner.refuseItems : [];
    const key = typeof manner === 'object' && 'receiptKey' in manner ? manner.receiptKey : this.operator;
    const receipt: common.Receipt = {
      providerId,
      batchId: typeof manner === 'object' && 'otherBatch' in manner ? 'adv_another' : batchId,
      bodySha256: sha256(body),
      position: BigInt(this.taken.length),
      recordedAt: this.recordedAt(),
      refusedItems: refusedIds.map((itemId) => ({ itemId, refusal: { code: 'offer-invalid', message: 'No.', facts: {} } })),
    };
    return sealEnvelope(key, SIGNED_AS.receipt, common.Receipt.encode(receipt));
  }

  private keyOf(providerId: string): Uint8Array {
    return this.keys.get(providerId) ?? new Uint8Array(32);
  }
}

function batchOf(kind: BatchedKind, body: Uint8Array): { readonly providerId: string; readonly batchId: string } {
  const codec = { advert: advertising.AdvertBatch, usage: agent.UsageBatch, measure: agent.MeasurementBatch }[kind];
  return codec.decode(body);
}

export const newOperator = (): SigningKey => signingKey(newKeyPem());
