import {
  decideActivation,
  decideAdjustment,
  decideRelease,
  refusedByNetwork,
  shapeOf,
  tooLate,
  wasReleased,
  type OwnNetwork,
  type Segment,
  type SegmentShape,
} from '@carriermesh/agent-domain';
import { fromHex, invariant, isToken, toHex, type Instant } from '@carriermesh/kernel';
import { failpoint } from '@carriermesh/platform-failpoints';
import { sealEnvelope, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import { agent, common } from '@carriermesh/wire';
import type { ProviderContext } from './courier.js';
import type { NetworkDriver } from './drivers/network-driver.port.js';

export interface OperationsOptions {
  readonly network: OwnNetwork;
  readonly driver: NetworkDriver;
  /** Signs activation receipts. */
  readonly key: SigningKey;
  readonly onActivated: (segment: Segment) => void;
}

interface UnderWay {
  readonly segment: Segment;
  readonly response: Promise<agent.ActivateSegmentResponse>;
}

/** Activates and releases segments: first the network, then the journal, then the promise. */
export class SegmentOperations {
  private readonly underWay = new Map<string, UnderWay>();
  /** By segment id; the segment as it is to be, beside what it is. */
  private readonly adjusting = new Map<string, { readonly more: Segment; readonly response: Promise<agent.AdjustSegmentResponse> }>();
  private readonly releasing = new Map<string, Promise<agent.ReleaseSegmentResponse>>();
  private readonly refusing = new Map<string, Promise<agent.ActivateSegmentResponse>>();

  constructor(
    private readonly context: ProviderContext,
    private readonly options: OperationsOptions,
  ) {}

  async activate(request: agent.ActivateSegmentRequest): Promise<agent.ActivateSegmentResponse> {
    const { books, clock } = this.context;
    // Asked again while the network is at work: both get the answer of the one piece of work, or of its repetition.
    const running = this.underWay.get(request.segmentId)?.response ?? this.refusing.get(request.segmentId);
    if (running) return running.then(() => this.activate(request));
    const answer = decideActivation({ request, now: clock.now(), underWay: this.taken() }, books.book, this.options.network);
    if (answer.kind === 'refused') return { outcome: answer };
    if (answer.kind === 'known') return { outcome: { kind: 'receipt', receipt: envelopeFrom(answer.receiptBase64) } };
    if (answer.kind === 'turned-down') {
      const refusing = this.turnDown(request.segmentId, answer.refused).finally(() => this.refusing.delete(request.segmentId));
      this.refusing.set(request.segmentId, refusing);
      return refusing;
    }
    const { segment } = answer;
    const response = this.bringUp(segment, request.answerBy).finally(() => this.underWay.delete(segment.segmentId));
    this.underWay.set(segment.segmentId, { segment, response });
    return response;
  }

  /** One adjustment of a segment after the other; of those that overtake each other the last number stays. */
  async adjust(request: agent.AdjustSegmentRequest): Promise<agent.AdjustSegmentResponse> {
    const { books, clock } = this.context;
    const { segmentId } = request;
    const running = this.adjusting.get(segmentId);
    if (running) return running.response.then(() => this.adjust(request));
    const answer = decideAdjustment({ request, now: clock.now(), underWay: this.taken() }, books.book, this.options.network);
    if (answer.kind === 'refused') return { outcome: answer };
    if (answer.kind === 'known') return { outcome: { kind: 'receipt', receipt: envelopeFrom(answer.receiptBase64) } };
    const { segment, shape } = answer;
    const response = this.reshape(request, answer).finally(() => this.adjusting.delete(segmentId));
    this.adjusting.set(segmentId, { more: { ...segment, mbps: Math.max(0, shape.mbps - shapeOf(segment).mbps), adjusted: [] }, response });
    return response;
  }

  /** Capacity that is being taken at this moment, by what comes up and by what grows. */
  private taken(): readonly Segment[] {
    return [...[...this.underWay.values()].map(({ segment }) => segment), ...[...this.adjusting.values()].map(({ more }) => more)];
  }

  /** Never waits for an activation: one that hangs must not keep the release from being confirmed. */
  async release(request: agent.ReleaseSegmentRequest): Promise<agent.ReleaseSegmentResponse> {
    // A service ends with an hour of its own: on a clock that is behind, that hour would not be over yet.
    if (request.serviceEndAt !== undefined) this.context.clock.heard(request.serviceEndAt);
    const answer = decideRelease(request, this.context.books.book, this.underWay.get(request.segmentId)?.segment);
    if (answer.kind === 'refused') return { outcome: answer };
    if (answer.kind === 'known') return { outcome: { kind: 'receipt', receipt: envelopeFrom(answer.receiptBase64) } };
    const { segmentId } = request;
    const running = this.releasing.get(segmentId);
    if (running) return running.then(() => this.release(request));
    const response = this.takeDown(request).finally(() => this.releasing.delete(segmentId));
    this.releasing.set(segmentId, response);
    return response;
  }

  private async bringUp(segment: Segment, answerBy: Instant): Promise<agent.ActivateSegmentResponse> {
    const { books, clock } = this.context;
    const { driver, onActivated } = this.options;
    const { segmentId } = segment;
    const answer = await driver.activate(segment);
    if (answer.kind === 'refused') return this.turnDown(segmentId, refusedByNetwork(segmentId, answer.reason));
    const isReleased = books.book.segments.has(segmentId) || this.releasing.has(segmentId);
    const wasGivenUp = isReleased ? wasReleased(segmentId) : tooLate({ segmentId, answerBy }, clock.now());
    if (wasGivenUp) {
      // Nobody counts on the segment any more, and the network must not go on carrying what nobody pays for.
      await driver.release(segmentId);
      return { outcome: { kind: 'refused', refused: wasGivenUp } };
    }
    failpoint('segment-before-journal');
    const activatedAt = clock.now();
    const receipt = this.signed({ segmentId, contractSha256: segment.contractSha256, state: 'active', changedAt: activatedAt });
    await books.record({ type: 'activated', segment, activatedAt, receiptBase64: base64Of(receipt) });
    onActivated(segment);
    return { outcome: { kind: 'receipt', receipt } };
  }

  /** Nobody has to release what was refused: before that is said, it is certain that it never comes up. */
  private async turnDown(segmentId: string, refused: common.Refusal): Promise<agent.ActivateSegmentResponse> {
    const { books, clock } = this.context;
    await books.record({ type: 'refused', segmentId, refusedAt: clock.now(), refusal: refused });
    return { outcome: { kind: 'refused', refused } };
  }

  private async reshape(
    { segmentId, adjustment }: agent.AdjustSegmentRequest,
    { segment, shape, isAsItIs }: { readonly segment: Segment; readonly shape: SegmentShape; readonly isAsItIs: boolean },
  ): Promise<agent.AdjustSegmentResponse> {
    const { books, clock } = this.context;
    const { driver, onActivated } = this.options;
    const adjusted = { ...segment, adjusted: [...(segment.adjusted ?? []), { at: clock.now(), ...shape }] };
    const answer = isAsItIs ? { kind: 'done' as const } : await driver.adjust(adjusted);
    if (answer.kind === 'refused') return { outcome: { kind: 'refused', refused: refusedByNetwork(segmentId, answer.reason) } };
    if (books.book.segments.get(segmentId)?.status === 'released' || this.releasing.has(segmentId)) {
      // It was released meanwhile, and the network may have made it carry once more.
      await driver.release(segmentId);
      return { outcome: { kind: 'refused', refused: wasReleased(segmentId) } };
    }
    failpoint('adjustment-before-journal');
    const adjustedAt = clock.now();
    const { mbps, suspended } = shape;
    const receipt = this.signed({ segmentId, contractSha256: segment.contractSha256, state: suspended ? 'suspended' : 'active', changedAt: adjustedAt, adjustment, mbps });
    await books.record({ type: 'adjusted', segmentId, adjustment, mbps, suspended, adjustedAt, receiptBase64: base64Of(receipt) });
    if (!suspended) onActivated(adjusted);
    return { outcome: { kind: 'receipt', receipt } };
  }

  private async takeDown({ segmentId, contractSha256, serviceEndAt }: agent.ReleaseSegmentRequest): Promise<agent.ReleaseSegmentResponse> {
    const { books, clock } = this.context;
    const answer = await this.options.driver.release(segmentId, serviceEndAt === undefined);
    if (answer.kind === 'refused') return { outcome: { kind: 'refused', refused: refusedByNetwork(segmentId, answer.reason) } };
    const releasedAt = clock.now();
    const receipt = this.signed({ segmentId, contractSha256: toHex(contractSha256), state: 'released', changedAt: releasedAt });
    await books.record({ type: 'released', segmentId, contractSha256: toHex(contractSha256), releasedAt, receiptBase64: base64Of(receipt) });
    return { outcome: { kind: 'receipt', receipt } };
  }

  private signed(done: Omit<agent.ActivationReceipt, 'providerId' | 'contractSha256'> & { contractSha256: string }): common.SignedEnvelope {
    invariant(isToken(done.segmentId), `a receipt names a segment by a token, not "${done.segmentId}"`);
    const contractSha256 = fromHex(done.contractSha256);
    invariant(contractSha256, `a contract's hash is hex, not "${done.contractSha256}"`);
    const body = agent.ActivationReceipt.encode({ ...done, providerId: this.context.providerId, contractSha256 });
    return sealEnvelope(this.options.key, SIGNED_AS.activationReceipt, body);
  }
}

const base64Of = (envelope: common.SignedEnvelope): string => Buffer.from(common.SignedEnvelope.encode(envelope)).toString('base64');
const envelopeFrom = (base64: string): common.SignedEnvelope => common.SignedEnvelope.decode(Buffer.from(base64, 'base64'));
