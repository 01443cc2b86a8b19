import { Inject, Injectable } from '@nestjs/common';
import { invariant, NANOS_PER_SECOND, plus } from '@carriermesh/kernel';
import type { Bus } from '@carriermesh/platform-bus';
import { BUS, CLOCK, LOGGER, type Clock } from '@carriermesh/platform-chassis';
import { failpoint } from '@carriermesh/platform-failpoints';
import type { EffectCall } from '@carriermesh/platform-processes';
import type { Logger } from '@carriermesh/platform-telemetry';
import { chooseRoute, judgeWayBack, needsBeside, verdict, type Candidate, type CareEffect, type CareInput, type LookBack, type RouteChoice, type RouteSecured, type WayBackInput } from '@carriermesh/provisioning-domain';
import { advertising, paths, type common, type provisioning } from '@carriermesh/wire';
import { LineLatencies } from './line-latencies.view.js';

/** Of no consequence to what is bought, and asked for with every hold. */
const HOLD_NS = 60n * NANOS_PER_SECOND;
/** So many of the best paths are looked through for one that does not go over what is impaired. */
const FRESH_CANDIDATES = 8;
const NOTHING_WELL: common.Refusal = { code: 'resource-impaired', message: 'Every path that was found goes over an impaired segment.', facts: {} };

/** Purchases that were asked for ahead of their record, and not waited for yet; of more, the oldest is asked for once more. */
const MAX_AHEAD = 4_096;
/** What advertising says of a hold that another request asked for first: of what this one needs it says nothing. */
const ASKED_OTHERWISE: ReadonlySet<string> = new Set(['hold-id-reused', 'hold-released']);

type Effect<K extends CareEffect['kind']> = Extract<CareEffect, { kind: K }>;
type Needs = ReturnType<typeof needsBeside>;

/** What moving a service asks of others: capacity of advertising, and of the path search only when no alternative is left. */
@Injectable()
export class CareEffects {
  private readonly ahead = new Map<string, Promise<common.Refusal | undefined>>();

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LineLatencies) readonly lines: LineLatencies,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  perform(effect: CareEffect, call: EffectCall): Promise<CareInput> {
    switch (effect.kind) {
      case 'secure':
        return this.secure(effect, call);
      case 'return-hold':
        return this.returnHold(effect, call);
      case 'seek-paths':
        return this.seek(effect, call);
    }
  }

  /** Asks for the capacity of an alternative that is being put on record as chosen. Where nobody goes on with it, it is given back with the attempt. */
  prepare(effect: Effect<'secure'>, call: EffectCall): void {
    const candidate = effect.candidates.find(({ number }) => number === effect.chosen?.route);
    const needs = candidate ? needsBeside(effect.first, candidate.segments) : [];
    if (needs.length === 0) return;
    const bought = this.buy(effect, needs, call).then((refusal) => {
      failpoint('reroute-bought-ahead');
      return refusal;
    });
    // Whoever performs the effect hears of it.
    bought.catch(() => undefined);
    this.ahead.set(wishOf(effect, needs), bought);
    if (this.ahead.size <= MAX_AHEAD) return;
    const [oldest] = this.ahead.keys();
    if (oldest !== undefined) this.ahead.delete(oldest);
  }

  /** The alternative that is on record as chosen, or the first that holds by the latencies of this moment, with its capacity put under contract. */
  private async secure(effect: Effect<'secure'>, call: EffectCall): Promise<CareInput> {
    const { attempt, candidates, maxLatencyNs } = effect;
    const choice: RouteChoice = effect.chosen ? { kind: 'chosen', chosen: effect.chosen } : chooseRoute(candidates, this.lines, { maxLatencyNs, now: this.clock.now() });
    const facts = { contractId: call.processId, attempt };
    if (choice.kind === 'none') {
      this.log.warn({ ...facts, verdicts: told(choice.verdicts) }, 'an impaired service has alternatives, and none of them holds now');
      return { kind: 'not-secured', attempt, verdicts: choice.verdicts };
    }
    const { route, latencyNs, passedOver, sessions } = choice.chosen;
    const candidate = candidates.find(({ number }) => number === route);
    invariant(candidate, `the attempt ${attempt} of ${call.processId} chose the route ${route}, which it does not have`);
    const held = await this.hold(effect, candidate, call);
    if (typeof held !== 'string') {
      // Of two that chose differently one bought first: the other goes on with an attempt of its own.
      const verdicts = ASKED_OTHERWISE.has(held.code) ? [] : [...passedOver, verdict(route, held)];
      this.log.warn({ ...facts, verdicts: told(verdicts) }, 'an impaired service does not get the capacity of its alternative');
      return { kind: 'not-secured', attempt, verdicts };
    }
    return { kind: 'secured', attempt, route, holdId: held, latencyNs, passedOver, ...(sessions && { sessions }) };
  }

  goesOver(contractId: string, { attempt, route, latencyNs, passedOver, sessions }: RouteSecured): void {
    this.log.info({ contractId, attempt, route, latencyNs: latencyNs.toString(), passedOver: told(passedOver), sessionsDown: sessions?.lostByProviderIds }, 'an impaired service goes over to an alternative');
  }

  /** @returns the hold's id, an empty one where nothing has to be held; or why the capacity can't be had */
  private async hold(effect: Effect<'secure'>, { segments }: Candidate, call: EffectCall): Promise<string | common.Refusal> {
    const needs = needsBeside(effect.first, segments);
    if (needs.length === 0) return '';
    const wish = wishOf(effect, needs);
    const ahead = this.ahead.get(wish);
    // What failed is asked for anew by the next attempt at this effect.
    this.ahead.delete(wish);
    const refusal = await (ahead ?? this.buy(effect, needs, call));
    if (refusal) return refusal;
    failpoint('reroute-before-segments');
    return effect.holdId;
  }

  /** @returns why it can't be had */
  private async buy({ holdId, orderId, buyerId, virtualNetwork }: Effect<'secure'>, needs: Needs, { context }: EffectCall): Promise<common.Refusal | undefined> {
    const heldUntil = plus(this.clock.now(), HOLD_NS);
    const { outcome } = await this.bus.request(advertising.HoldCapacity, { holdId, orderId, buyerId, needs, heldUntil, bought: true, ...(virtualNetwork && { virtualNetwork }) }, { context });
    return outcome.kind === 'refused' ? outcome.refused : undefined;
  }

  async lookBack({ look, segments, waitNs, putOff, maxLatencyNs }: LookBack): Promise<WayBackInput> {
    const judged = judgeWayBack(segments, this.lines, { waitNs, putOff, maxLatencyNs, now: this.clock.now() });
    failpoint('revert-looked-back');
    return { kind: 'looked-back', look, judged };
  }

  private isImpaired(resourceId: string): boolean {
    return this.clock.now() < (this.lines.suspicion(resourceId)?.until ?? 0n);
  }

  private async returnHold({ holdId }: Effect<'return-hold'>, { context }: EffectCall): Promise<CareInput> {
    const { outcome } = await this.bus.request(advertising.ReleaseHold, { holdId }, { context });
    invariant(outcome.kind === 'released', `the release of ${holdId} was refused: ${outcome.kind === 'refused' ? outcome.refused.message : ''}`);
    return { kind: 'hold-returned', holdId };
  }

  private async seek({ buyerId, first, maxLatencyNs, virtualNetwork, media }: Effect<'seek-paths'>, { context, processId }: EffectCall): Promise<CareInput> {
    this.log.warn({ contractId: processId }, 'an impaired service has no alternative left: an operator has to look, and a fresh path is sought for him');
    const [from, to] = [first.at(0), first.at(-1)];
    invariant(from && to, 'a service has one segment at least');
    const question: paths.FindPathsRequest = {
      buyerId,
      from: { place: { kind: 'pop-id', popId: from.fromPopId } },
      to: { place: { kind: 'pop-id', popId: to.toPopId } },
      ...(from.split ? dividedAgain(from.mbps, from.split) : { mbps: from.mbps }),
      ...(maxLatencyNs === undefined ? {} : { maxLatencyNs }),
      ...(from.units && { layerOne: from.units.technology }),
      ...(virtualNetwork && { virtualNetwork }),
      ...(media && { media }),
      objective: 'latency',
      candidates: FRESH_CANDIDATES,
      at: this.clock.now(),
      atLeastRevision: 0n,
    };
    const { revision, outcome } = await this.bus.request(paths.FindPaths, question, { context });
    if (outcome.kind === 'refused') return { kind: 'paths-sought', revision, refusal: outcome.refused };
    // The topology knows what is offered, and not what is impaired.
    const best = outcome.found.candidates.find(({ segments }) => segments.every(({ resources }) => !resources.some(({ resourceId }) => this.isImpaired(resourceId))));
    return { kind: 'paths-sought', revision, ...(best ? { best } : { refusal: NOTHING_WELL }) };
  }
}

/** What its lines carry together, by as many lines at most as it was sold with. */
const dividedAgain = (memberMbps: number, { members, maxDifferentialDelayNs }: common.SplitMember): Pick<paths.FindPathsRequest, 'mbps' | 'split'> => ({
  mbps: memberMbps * members,
  split: { mostMembers: members, maxDifferentialDelayNs },
});

const wishOf = ({ holdId }: Effect<'secure'>, needs: Needs): string => `${holdId} ${JSON.stringify(needs)}`;

const told = (verdicts: readonly provisioning.RouteVerdict[]): readonly string[] => verdicts.map(({ route, refusal }) => `${route}: ${refusal.code}`);
