import { invariant } from '@carriermesh/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { BUS, CLOCK, ProviderKeys, TIMERS, type Clock } from '@carriermesh/platform-chassis';
import type { Bus } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import type { AnyStoredEvent, EffectCall, ProcessRunner } from '@carriermesh/platform-processes';
import type { Timers } from '@carriermesh/platform-time';
import { agent, contracting, type provisioning } from '@carriermesh/wire';
import { activation, suspectUntil, withSuspected, type ActivationEffect, type ActivationEvent, type ActivationInput, type ActivationState, type SegmentAnswer } from '@carriermesh/provisioning-domain';
import { Adjustments } from './adjustments.js';
import { Asking, ASK_TIMEOUT_MS, assertRunning } from './asking.js';
import { CareEffects } from './care-effects.js';
import { isTrusted } from './receipts.js';
import { namingProvider, notTrusted } from './refusals.js';

/** So long the record that an alternative's capacity is had may wait for its segments, to be one commit with them. */
const SOON_MS = 500;

type Activate = Extract<ActivationEffect, { kind: 'activate' }>;
type Secure = Extract<ActivationEffect, { kind: 'secure' }>;
type Release = Extract<ActivationEffect, { kind: 'release' }>;
type Answer<Response extends { outcome: unknown }> = Response['outcome'];

/** Asks every provider of a signed contract for its segment. */
@Injectable()
export class Activation implements ProcessRunner<ActivationState, ActivationInput, ActivationEvent, ActivationEffect> {
  readonly process = activation;
  readonly category = 'activation';
  readonly listens = ['contracting.v1.ContractSigned', 'contracting.v1.ContractAmended', 'contracting.v1.ServiceChangeOrdered', 'monitoring.v1.SegmentImpaired', 'monitoring.v1.SegmentRestored', 'monitoring.v1.SegmentTried'] as const;

  private readonly asking: Asking;

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CLOCK) clock: Clock,
    @Inject(TIMERS) timers: Timers,
    private readonly keys: ProviderKeys,
    @Inject(CareEffects) private readonly care: CareEffects,
    @Inject(Adjustments) private readonly adjustments: Adjustments,
  ) {
    this.asking = new Asking(clock, timers);
  }

  route(event: AnyStoredEvent): { id: string; input: ActivationInput } | undefined {
    switch (event.type) {
      case 'contracting.v1.ContractSigned': {
        const { contractId, orderId, buyerId, contract } = event.data;
        return {
          id: contractId,
          // Whose event it is is asked of one that was followed by an early word too, and its contract is large.
          get input() {
            return { kind: 'contracted' as const, contractId, orderId, buyerId, ...routesOf(contracting.Contract.decode(contract.body)) };
          },
        };
      }
      case 'contracting.v1.ContractAmended': {
        const { contractId, endsAt } = event.data;
        return endsAt === undefined ? undefined : { id: contractId, input: { kind: 'end-agreed', endsAt } };
      }
      case 'contracting.v1.ServiceChangeOrdered': {
        const { contractId, number, change, carriedMbps, holdId } = event.data;
        return { id: contractId, input: { kind: 'change-ordered', number, change, holdId, ...(carriedMbps !== undefined && { carriedMbps }) } };
      }
      case 'monitoring.v1.SegmentImpaired': {
        const { contractId, segmentId, providerId, resourceIds, alarmId, impairedSince, raisedAt } = event.data;
        // The view may hear of this alarm after the process does.
        const lines = withSuspected(this.care.lines, resourceIds, { segmentId, until: suspectUntil(raisedAt) });
        return { id: contractId, input: { kind: 'impaired', fault: { segmentId, providerId, alarmId, impairedSince }, lines } };
      }
      case 'monitoring.v1.SegmentRestored': {
        const { contractId, segmentId, alarmId } = event.data;
        return { id: contractId, input: { kind: 'restored', segmentId, alarmId } };
      }
      case 'monitoring.v1.SegmentTried': {
        const { contractId, segmentId, passed, problem } = event.data;
        return { id: contractId, input: { kind: 'segment-tried', segmentId, passed, problem } };
      }
      default:
        return undefined;
    }
  }

  prepare(effect: ActivationEffect, call: EffectCall): void {
    if (effect.kind === 'secure') this.care.prepare(effect, call);
  }

  perform(effect: ActivationEffect, call: EffectCall): Promise<ActivationInput> {
    switch (effect.kind) {
      case 'activate':
        return this.activate(effect, call);
      case 'release':
        return this.release(effect, call);
      case 'secure':
        return this.secure(effect, call);
      case 'look-back':
        return this.care.lookBack(effect);
      case 'adjust':
        return this.adjustments.perform(effect, call);
      case 'resize-capacity':
        return this.adjustments.resize(effect, call);
      default:
        return this.care.perform(effect, call);
    }
  }

  private async activate(effect: Activate, call: EffectCall): Promise<ActivationInput> {
    const { plan, answerBy } = effect;
    const { segmentId } = plan;
    const asked = await this.asking.until(answerBy, plan, call, (timeoutMs) => this.askOnce(effect, call, timeoutMs));
    if (asked.kind === 'answered') return asked.answer;
    return asked.kind === 'silent' ? { kind: 'segment-silent', segmentId } : { kind: 'segment-refused', segmentId, refusal: asked.refusal };
  }

  private async askOnce({ plan, serviceStartAt, answerBy, meteredFrom }: Activate, call: EffectCall, timeoutMs: number): Promise<SegmentAnswer> {
    const { segmentId, contractSha256, fromPopId, toPopId, resourceIds, mbps, split, units } = plan;
    const terms = { segmentId, contractId: call.processId, contractSha256, fromPopId, toPopId, resourceIds, mbps, ...(split && { split }), ...(units && { units }) };
    const body = { ...terms, serviceStartAt, answerBy, ...(meteredFrom !== undefined && { meteredFrom }) };
    const { outcome } = await this.bus.ask(plan.providerId, agent.ActivateSegment, body, { context: call.context, timeoutMs });
    return this.activated(plan, outcome);
  }

  /** Once its capacity is had, a route that is on record is asked for at once. Who does not answer soon is asked again, as ever. */
  private async secure(effect: Secure, call: EffectCall): Promise<ActivationInput> {
    const secured = await this.care.perform(effect, call);
    if (secured.kind !== 'secured') return secured;
    const asked = Promise.all(
      effect.atOnce.map((activate) =>
        this.askOnce(activate, call, SOON_MS).catch((error: unknown) => {
          if (error instanceof OperationalError) return undefined;
          throw error;
        }),
      ),
    );
    this.care.goesOver(call.processId, secured);
    const answers = await asked;
    return { ...secured, answers: answers.filter((answer) => answer !== undefined) };
  }

  private activated(plan: provisioning.SegmentPlan, outcome: Answer<agent.ActivateSegmentResponse>): SegmentAnswer {
    const { segmentId } = plan;
    if (outcome.kind === 'refused') return { kind: 'segment-refused', segmentId, refusal: namingProvider(plan, outcome.refused) };
    if (isTrusted(this.keys, { plan, envelope: outcome.receipt, said: { state: 'active' } })) return { kind: 'segment-active', segmentId, receipt: outcome.receipt };
    return { kind: 'segment-refused', segmentId, refusal: notTrusted(plan) };
  }

  private async release({ plan, patient, serviceEndAt }: Release, call: EffectCall): Promise<ActivationInput> {
    const { segmentId, contractSha256, providerId } = plan;
    const body = { segmentId, contractId: call.processId, contractSha256, ...(serviceEndAt === undefined ? {} : { serviceEndAt }) };
    try {
      const { outcome } = await this.bus.ask(providerId, agent.ReleaseSegment, body, { context: call.context, timeoutMs: ASK_TIMEOUT_MS });
      if (outcome.kind === 'receipt' && isTrusted(this.keys, { plan, envelope: outcome.receipt, said: { state: 'released' } })) {
        return { kind: 'segment-released', segmentId, receipt: outcome.receipt };
      }
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
    }
    assertRunning(call, plan);
    // The order is not kept waiting for one who does not answer; the release itself is asked for until it is confirmed.
    if (!patient) return { kind: 'segment-silent', segmentId };
    throw new OperationalError('timeout', `the provider ${providerId} does not confirm the release of ${segmentId}`);
  }
}

/** Of what a path of a contract is once more. */
const CONTRACTED_PATH = 0;

function unitOf({ resourceId, unit }: contracting.ContractedResource): number {
  invariant(unit !== undefined, `${resourceId} is under a contract of layer 1, which does not say which unit of it`);
  return unit;
}

/** The contracted path and what may take over for it, as their providers are asked for them. */
function routesOf({ segments, alternatives, supplies, terms, split, format }: contracting.Contract): Pick<provisioning.ActivationStarted, 'segments' | 'standbys' | 'maxLatencyNs' | 'waitToRestoreSeconds' | 'virtualNetwork' | 'media'> {
  const hashes = new Map(supplies.map(({ providerId, supplyContractSha256 }) => [providerId, supplyContractSha256]));
  const plans = (route: readonly contracting.ContractSegment[]): readonly provisioning.SegmentPlan[] =>
    route.map(({ resources, providerId, ...segment }) => ({
      ...segment,
      providerId,
      resourceIds: resources.map(({ resourceId }) => resourceId),
      ...(terms.layerOne && { units: { technology: terms.layerOne, numbers: resources.map(unitOf) } }),
      mbps: split?.memberMbps ?? format?.carriedMbps ?? terms.mbps,
      contractSha256: hashes.get(providerId) ?? new Uint8Array(),
    }));
  return {
    segments: plans(segments),
    // A contract from before alternatives were bought has none that could be asked for.
    standbys: alternatives
      .filter((each) => each.segments.length > 0)
      .map((each) => ({ segments: plans(each.segments), latencyNs: each.path.latencyNs, ...(each.againOf === CONTRACTED_PATH && { isWayBack: true }) })),
    // What formatting takes of the limit no path may take.
    ...(terms.maxLatencyNs === undefined ? {} : { maxLatencyNs: terms.maxLatencyNs - (format?.addsNs ?? 0n) }),
    ...(terms.virtualNetwork && { virtualNetwork: true }),
    ...((terms.media ?? terms.device?.media) && { media: { every: terms.media?.media ?? [], last: terms.device?.media?.media ?? [] } }),
    ...(terms.revert && { waitToRestoreSeconds: terms.revert.waitSeconds }),
  };
}
