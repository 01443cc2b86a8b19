import { plus, type Instant } from '@carriermesh/kernel';
import { sealEnvelope, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import { agent, common, inboundSubject, operationSubject, type Rpc } from '@carriermesh/wire';
import { keyOf } from '../mesh/ids.js';
import type { SimulatedMesh } from '../mesh/simulated-mesh.js';
import type { MachineProcess } from '../world/machine-process.js';
import type { Courier } from './courier.js';
import { Labelling } from './labelling.js';
import { isIn, Lines, spell, type Spell } from './lines.js';
import { Metering } from './metering.js';
import { Naming } from './naming.js';
import { Purchases } from './purchases.js';

/** How a network takes to one segment. */
export type Mood = 'prompt' | 'refuses' | 'late' | 'silent' | 'mute' | 'liar';

interface Segment {
  request: agent.ActivateSegmentRequest;
  mbps: number;
  state: 'active' | 'released';
  receipt: common.SignedEnvelope;
  isSuspended: boolean;
  adjusted?: { readonly adjustment: number; readonly receipt: common.SignedEnvelope };
}

/** How a network takes to an adjustment: a refusal is of the first who asks for it. */
type Pliancy = 'prompt' | 'refuses' | 'late' | 'silent' | 'mute' | 'liar';

const refusal = (code: string, message: string): { readonly kind: 'refused'; readonly refused: common.Refusal } => ({ kind: 'refused', refused: { code, message, facts: {} } });
/** What an agent announces of its heartbeats, and how often it sends one: timers are up to 200 ms late. */
const HEARTBEAT_MS = 1_000;
const BEATS_EVERY_MS = 700;
/** So many agents in a hundred send no heartbeat for a while, and do all else; fewer of the one without whom nearly nothing could be ordered meanwhile. */
const MUFFLED_PERCENT: Readonly<Record<string, number>> = { Alba: 15, Brio: 50, Cima: 50 };
const MEASURE_EVERY_MS = 1_000;
const MEASURING_PATIENCE_MS = 900;

/** Later than that an answer comes to nobody. */
const SILENCE_MS = 12_000;

/**
 * A provider's agent, with a journal that survives it: what it activated, what it released, and the batches that it owes. It
 * follows the rules of the house; what its network does depends on the mood that the seed gives it for each segment.
 */
export class ProviderAgent {
  readonly segments = new Map<string, Segment>();
  /** What came up in its network and what went down, in order. */
  readonly acts: { readonly segmentId: string; readonly isUp: boolean }[] = [];
  readonly metering: Metering;
  readonly purchases: Purchases;
  private readonly key: SigningKey;
  private readonly firstAsked = new Map<string, number>();
  /** Answers nobody from here until here. */
  private isMute = true;
  private isMended = false;
  private measured = 0;
  private sessions = 0;
  /** When it sends no heartbeats. */
  private readonly muffled: Spell;
  private readonly lines: Lines;

  constructor(
    private readonly mesh: SimulatedMesh,
    readonly id: string,
    private readonly courier: Courier,
    private readonly moodOf: (segmentId: string) => Mood,
  ) {
    this.key = mesh.seals.keyOf(id);
    this.muffled = spell(mesh.world.random(`heartbeats ${id}`), { percent: MUFFLED_PERCENT[id] ?? 0, fromMs: 6_000, withinMs: 10_000, forMs: [4_000, 16_000] });
    this.lines = new Lines(mesh.world);
    this.purchases = new Purchases(mesh, id, this.segments);
    this.metering = new Metering(mesh.world.random(`metering ${id}`), id, mesh.world.random(`memory ${id}`), new Naming(mesh.world.random(`naming ${id}`), id), new Labelling(mesh.world.random(`labels ${id}`)), mesh.world.random(`haste ${id}`));
  }

  /** A network that would not answer finds its voice. */
  heal(): void {
    this.isMute = false;
    this.isMended = true;
  }

  async run(process: MachineProcess): Promise<void> {
    this.bind(process, agent.ActivateSegment, (request) => this.activate(process, request));
    this.bind(process, agent.ReleaseSegment, (request) => this.release(process, request));
    this.bind(process, agent.AdjustSegment, (request) => this.adjust(process, request));
    this.bind(process, agent.ReportUsage, (request) => this.report(request));
    this.bind(process, agent.ResumeAdvertising, async (request) => this.resume(request));
    void this.beatAgainAndAgain(process);
    void this.measureAgainAndAgain(process);
    void this.purchases.run(process);
    await this.courier.run(process);
  }

  private async measureAgainAndAgain(process: MachineProcess): Promise<void> {
    for (;;) {
      await pause(process, MEASURE_EVERY_MS);
      const measuredAt = this.mesh.world.meshTime();
      const up = [...this.segments.values()].filter(({ state, isSuspended }) => state === 'active' && !isSuspended);
      const measurements = up.map(({ request }) => ({ segmentId: request.segmentId, measuredAt, ...this.lines.show(request, this.isMended) }));
      // What is lost is not said again: the next window follows.
      if (measurements.length > 0) void this.tell(process, measurements).catch(() => undefined);
    }
  }

  /** Each start of the agent begins a session. */
  private async beatAgainAndAgain(process: MachineProcess): Promise<void> {
    const sessionId = `ses-${++this.sessions}`;
    const beganAt = this.mesh.world.meshTime();
    for (let number = 1n; ; number += 1n) {
      const heartbeat = { providerId: this.id, sessionId, beganAt, number, intervalMs: HEARTBEAT_MS, ...this.courier.standing, agentVersion: '0' };
      const envelope = sealEnvelope(this.key, SIGNED_AS.sessionHeartbeat, agent.SessionHeartbeat.encode(heartbeat));
      if (!this.isMuffled) this.mesh.network.tell(process, inboundSubject(this.id, 'session'), common.SignedEnvelope.encode(envelope));
      await pause(process, BEATS_EVERY_MS);
    }
  }

  private get isMuffled(): boolean {
    return !this.isMended && isIn(this.muffled, this.mesh.world.nowMs);
  }

  private resume(request: agent.ResumeAdvertisingRequest): agent.ResumeAdvertisingResponse {
    const { nextSequence } = request;
    return { outcome: this.courier.resume(request) ? { kind: 'resumed', resumed: { nextSequence } } : refusal('books-moved-on', 'That was before.') };
  }

  private async tell(process: MachineProcess, measurements: readonly agent.Measurement[]): Promise<void> {
    const batchId = `windows-${++this.measured}`;
    const envelope = sealEnvelope(this.key, SIGNED_AS.measurementBatch, agent.MeasurementBatch.encode({ providerId: this.id, batchId, measurements }));
    const context = { actor: `provider:${this.id}`, correlationId: batchId, causationId: batchId };
    await this.mesh.network.exchange(process, { subject: inboundSubject(this.id, 'measure'), body: common.SignedEnvelope.encode(envelope), context, timeoutMs: MEASURING_PATIENCE_MS });
  }

  /** What all active segments carried up to now. */
  meter(): void {
    const now = this.mesh.world.meshTime();
    for (const { request, state, isSuspended } of this.segments.values()) if (state === 'active' && !isSuspended) this.metering.meter(request, now);
    this.courier.owe(this.metering.batches());
  }

  /** Sends some of the usage that it should have sent long before. */
  remember(share: number): void {
    this.metering.remember(share);
    this.courier.owe(this.metering.batches());
  }

  private bind<Request, Response>(process: MachineProcess, rpc: Rpc<Request, Response>, answer: (request: Request) => Promise<Response>): void {
    const subject = operationSubject(this.id, rpc as Rpc<never, unknown>);
    this.mesh.network.listen(process, subject, async (body) => answer(rpc.request.decode(body)), rpc.response.encode);
  }

  private async activate(process: MachineProcess, request: agent.ActivateSegmentRequest): Promise<agent.ActivateSegmentResponse> {
    const { segmentId } = request;
    const mood = this.moodOf(segmentId);
    const askedMs = this.mesh.world.nowMs;
    const firstMs = this.firstAsked.get(segmentId) ?? askedMs;
    this.firstAsked.set(segmentId, firstMs);
    if ((mood === 'mute' && this.isMute) || (mood === 'silent' && askedMs - firstMs < SILENCE_MS)) return silence();
    const known = this.segments.get(segmentId);
    if (known?.state === 'released') return { outcome: refusal('was-released', 'The segment was released.') };
    if (!known) {
      if (mood === 'refuses') return { outcome: refusal('no-port', 'No port is free.') };
      if (this.mesh.world.meshTime() > request.answerBy) return { outcome: refusal('too-late', 'Nobody waits for the segment any more.') };
      this.segments.set(segmentId, { request, state: 'active', receipt: this.signed({ ...request, state: 'active' }, mood === 'liar'), isSuspended: false, mbps: request.mbps });
      this.metering.begin(request);
      this.acts.push({ segmentId, isUp: true });
    }
    const receipt = (this.segments.get(segmentId) as Segment).receipt;
    await pause(process, mood === 'late' ? 1_250 + (askedMs % 500) : 20 + (askedMs % 80));
    return { outcome: { kind: 'receipt', receipt } };
  }

  private async release(process: MachineProcess, request: agent.ReleaseSegmentRequest): Promise<agent.ReleaseSegmentResponse> {
    const { segmentId } = request;
    if (this.moodOf(segmentId) === 'mute' && this.isMute) return silence();
    const receipt = this.signed({ ...request, state: 'released' }, false);
    const known = this.segments.get(segmentId);
    // Also of a segment that was never asked for: the question may still be on its way.
    if (known?.state !== 'released') {
      if (known) this.acts.push({ segmentId, isUp: false });
      const blank = { ...request, fromPopId: '', toPopId: '', resourceIds: [], mbps: 0, serviceStartAt: this.mesh.world.meshTime(), answerBy: this.mesh.world.meshTime() };
      this.segments.set(segmentId, { request: known?.request ?? blank, state: 'released', receipt, isSuspended: false, mbps: 0 });
    }
    await pause(process, 20 + (this.mesh.world.nowMs % 60));
    return { outcome: { kind: 'receipt', receipt } };
  }

  private async report({ segmentId, until }: agent.ReportUsageRequest): Promise<agent.ReportUsageResponse> {
    if (this.moodOf(segmentId) === 'mute' && this.isMute) return silence();
    const segment = this.segments.get(segmentId);
    if (!segment) return { outcome: refusal('segment-unknown', 'No such segment was ever active here.') };
    if (segment.isSuspended) this.metering.skip(segmentId, until);
    const records = this.metering.complete(segment.request, until);
    this.courier.owe(this.metering.batches());
    return { outcome: { kind: 'reporting', reporting: { records } } };
  }

  /** The network first and then the answer, as everywhere; an adjustment that is late changes nothing any more. */
  private async adjust(process: MachineProcess, request: agent.AdjustSegmentRequest): Promise<agent.AdjustSegmentResponse> {
    const { segmentId, contractSha256, adjustment, mbps, suspended } = request;
    const name = `${segmentId} ${adjustment}`;
    const [pliancy, askedMs] = [this.pliancyFor(name), this.mesh.world.nowMs];
    const firstMs = this.firstAsked.get(name);
    this.firstAsked.set(name, firstMs ?? askedMs);
    const isSilent = pliancy === 'mute' || (pliancy === 'silent' && askedMs - (firstMs ?? askedMs) < SILENCE_MS);
    if (isSilent && !this.isMended) return silence();
    const segment = this.segments.get(segmentId);
    if (segment?.state !== 'active') return { outcome: refusal('segment-unknown', 'No such segment is active here.') };
    const last = segment.adjusted;
    if (last && last.adjustment > adjustment) return { outcome: refusal('adjustment-superseded', 'A later adjustment is in force.') };
    if (last?.adjustment !== adjustment) {
      if (pliancy === 'refuses' && firstMs === undefined) return { outcome: refusal('no-port', 'Not now.') };
      const now = this.mesh.world.meshTime();
      if (request.answerBy !== undefined && now > request.answerBy) return { outcome: refusal('too-late', 'Nobody waits for the adjustment any more.') };
      if (suspended && !segment.isSuspended) this.metering.meter(segment.request, now);
      if (!suspended && segment.isSuspended) this.metering.skip(segmentId, now);
      segment.isSuspended = suspended;
      segment.mbps = mbps;
      // Its customer never uses more than the least that it has had: a moment of a wider line that nobody charges for shows in no record.
      segment.request = { ...segment.request, mbps: Math.min(segment.request.mbps, mbps) };
      const isForged = pliancy === 'liar' && !this.isMended;
      segment.adjusted = { adjustment: isForged ? 0 : adjustment, receipt: this.signed({ segmentId, contractSha256, state: suspended ? 'suspended' : 'active', adjustment, mbps }, isForged) };
    }
    const { receipt } = segment.adjusted!;
    await pause(process, pliancy === 'late' ? 1_250 + (askedMs % 500) : 20 + (askedMs % 80));
    return { outcome: { kind: 'receipt', receipt } };
  }

  private pliancyFor(name: string): Pliancy {
    const drawn = this.mesh.world.random(`adjusting ${name}`).below(100);
    return drawn < 66 ? 'prompt' : drawn < 78 ? 'refuses' : drawn < 86 ? 'late' : drawn < 95 ? 'silent' : drawn < 98 ? 'mute' : 'liar';
  }

  private signed(said: Omit<agent.ActivationReceipt, 'providerId' | 'changedAt'>, isForged: boolean): common.SignedEnvelope {
    const { segmentId, contractSha256, state, adjustment, mbps } = said;
    const changedAt: Instant = plus(this.mesh.world.meshTime(), 0n);
    const adjusted = adjustment === undefined || mbps === undefined ? {} : { adjustment, mbps };
    const body = agent.ActivationReceipt.encode({ providerId: this.id, segmentId, contractSha256, state, changedAt, ...adjusted });
    return sealEnvelope(isForged ? keyOf(`${this.id}, forged`) : this.key, SIGNED_AS.activationReceipt, body);
  }
}

const pause = (process: MachineProcess, ms: number): Promise<void> => new Promise((resolve) => process.after(ms, resolve));
const silence = (): Promise<never> => new Promise(() => undefined);
