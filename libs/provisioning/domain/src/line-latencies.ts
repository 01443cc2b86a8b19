import { NANOS_PER_DAY, NANOS_PER_HOUR, plus, type Instant } from '@carriermesh/kernel';
import type { advertising, common, provisioning } from '@carriermesh/wire';
import type { Route } from './activation-state.js';

/** So long the resources of an impaired segment are not moved to, unless it was found well again before. */
export const SUSPICION_NS = NANOS_PER_HOUR;

/** What is known of a line now, and whether it may be relied on. */
export interface Line {
  /** What its provider declares. */
  readonly latencyNs: bigint;
  /** Counts in the place of that, where the line was found to take longer than its offer allows. */
  readonly measured?: MeasuredLine | undefined;
  /** Half of a handover between two providers: its other half is the next resource on a path, and the slower of them counts. */
  readonly isHandover: boolean;
  readonly isOffered: boolean;
  /** Since when it is offered with this latency, and was not found well after an alarm; absent: always. */
  readonly since?: Instant;
}

export interface MeasuredLine {
  readonly latencyNs: bigint;
  /** What is declared, with the variation that the offer allows. */
  readonly allowedNs: bigint;
  /** The segment over it that showed it. */
  readonly segmentId: string;
}

export interface Suspicion {
  readonly segmentId: string;
  readonly until: Instant;
  /** Whether the alarm is open that it comes from. */
  readonly isOpen?: boolean;
}

export interface LatencyDatabase {
  line(resourceId: string): Line | undefined;
  /** The impaired segment that it belongs to, and until when it is suspected. */
  suspicion(resourceId: string): Suspicion | undefined;
  /** Whether the session of a provider's agent is lost. */
  isSilent(providerId: string): boolean;
  /** Everything on record up to here is known. */
  readonly position: bigint;
}

/** The same, where more is known of some. */
const knowing = (lines: LatencyDatabase, better: Partial<Pick<LatencyDatabase, 'line' | 'suspicion'>>): LatencyDatabase => ({
  line: (id) => lines.line(id),
  suspicion: (id) => lines.suspicion(id),
  isSilent: (id) => lines.isSilent(id),
  get position() {
    return lines.position;
  },
  ...better,
});

/** Where these resources are known to belong to an impaired segment. */
export const withSuspected = (lines: LatencyDatabase, resourceIds: readonly string[], suspicion: Suspicion): LatencyDatabase =>
  knowing(lines, { suspicion: (id) => (resourceIds.includes(id) ? suspicion : lines.suspicion(id)) });

export type RouteJudgement =
  | { readonly kind: 'holds'; readonly latencyNs: bigint }
  | { readonly kind: 'fails'; readonly refusal: common.Refusal };

/** Whether a contracted route can take over at this moment, by the latencies that count now. A sum over its resources: no path is looked for. */
export function judgeRoute(route: Route, lines: LatencyDatabase, { maxLatencyNs, now }: { readonly maxLatencyNs: bigint | undefined; readonly now: Instant }): RouteJudgement {
  let latencyNs = 0n;
  const slow: SlowLine[] = [];
  /** Of a handover's first half, if that was the last resource. */
  let halfNs: bigint | undefined;
  for (const { resourceIds } of route) {
    for (const resourceId of resourceIds) {
      const line = lines.line(resourceId);
      if (!line?.isOffered) return fails('resource-withdrawn', `${resourceId} is offered no more.`, { resource_id: resourceId });
      const suspicion = lines.suspicion(resourceId);
      if (suspicion && now < suspicion.until)
        return fails('resource-impaired', `${resourceId} belongs to the impaired segment ${suspicion.segmentId}.`, { resource_id: resourceId, segment_id: suspicion.segmentId });
      const countedNs = line.measured?.latencyNs ?? line.latencyNs;
      if (line.measured) slow.push({ resourceId, ...line.measured });
      const isSecondHalf = line.isHandover && halfNs !== undefined;
      // The slower of both halves counts.
      if (!isSecondHalf) latencyNs += countedNs;
      else if (countedNs > halfNs!) latencyNs += countedNs - halfNs!;
      halfNs = line.isHandover && !isSecondHalf ? countedNs : undefined;
    }
  }
  if (maxLatencyNs === undefined || latencyNs <= maxLatencyNs) return { kind: 'holds', latencyNs };
  return tooSlow(slow, { latencyNs, maxLatencyNs });
}

type SlowLine = MeasuredLine & { readonly resourceId: string };

/** Names the line that was measured furthest above its offer, where one was: without such a one it is what the providers declare. */
function tooSlow(slow: readonly SlowLine[], { latencyNs, maxLatencyNs }: { readonly latencyNs: bigint; readonly maxLatencyNs: bigint }): RouteJudgement {
  const [first, ...others] = slow;
  const sum = `It takes ${latencyNs} ns now; the order allows ${maxLatencyNs} ns.`;
  const facts = { latency_ns: String(latencyNs), limit_ns: String(maxLatencyNs) };
  if (!first) return fails('latency-too-high', sum, facts);
  const { resourceId, latencyNs: measuredNs, allowedNs, segmentId } = others.reduce((worst, each) => (each.latencyNs - each.allowedNs > worst.latencyNs - worst.allowedNs ? each : worst), first);
  const found = `${resourceId} was measured at ${measuredNs} ns on ${segmentId}, and its offer allows ${allowedNs} ns.`;
  return fails('latency-too-high', `${sum} ${found}`, { ...facts, resource_id: resourceId, measured_ns: String(measuredNs), allowed_ns: String(allowedNs), segment_id: segmentId });
}

export type WayBackJudgement =
  | { readonly kind: 'holds'; readonly latencyNs: bigint }
  /** And when to look again. */
  | { readonly kind: 'not-yet'; readonly until: Instant; readonly refusal: common.Refusal };

export interface LookingBack {
  readonly maxLatencyNs: bigint | undefined;
  readonly now: Instant;
  /** Without a break. */
  readonly waitNs: bigint;
  /** Looks that were in vain: what is not offered is looked at ever more seldom, and once a day at least. */
  readonly putOff: number;
}

/** What was measured of a path last was measured before it was left, and on the way back it is measured anew before it is taken. */
const asDeclared = (lines: LatencyDatabase): LatencyDatabase =>
  knowing(lines, {
    line: (id) => {
      const line = lines.line(id);
      return line?.measured ? { ...line, measured: undefined } : line;
    },
  });

/** Whether a path that was left has been well for so long, by what is known of it while nobody measures it. */
export function judgeWayBack(route: Route, lines: LatencyDatabase, { waitNs, putOff, ...limits }: LookingBack): WayBackJudgement {
  const { now } = limits;
  const resourceIds = route.flatMap((segment) => segment.resourceIds);
  const suspicions = resourceIds.flatMap((id) => lines.suspicion(id) ?? []);
  const judged = judgeRoute(route, asDeclared(lines), limits);
  const wellFrom = [...suspicions.map(({ until }) => until), ...resourceIds.flatMap((id) => lines.line(id)?.since ?? [])].reduce<bigint>((latest, at) => (at > latest ? at : latest), 0n);
  const due = plus(wellFrom as Instant, waitNs);
  const open = suspicions.find(({ isOpen }) => isOpen);
  const silent = silentOn(route, lines);
  if (judged.kind === 'holds' && !open && silent.length === 0) return due <= now ? judged : { kind: 'not-yet', until: due, refusal: TOO_EARLY };
  const seldom = waitNs << BigInt(Math.min(putOff, MAX_DOUBLINGS));
  const later = plus(now, seldom < NANOS_PER_DAY ? seldom : NANOS_PER_DAY);
  const refusal = judged.kind === 'fails' ? judged.refusal : open ? stillImpaired(open) : sessionLost(silent);
  return { kind: 'not-yet', until: due > later ? due : later, refusal };
}

const MAX_DOUBLINGS = 16;
const TOO_EARLY: common.Refusal = { code: 'not-well-for-long', message: 'It has not been well for long enough.', facts: {} };
const stillImpaired = ({ segmentId }: Suspicion): common.Refusal => ({ code: 'resource-impaired', message: `The segment ${segmentId} over it is impaired.`, facts: { segment_id: segmentId } });

const fails = (code: string, message: string, facts: Readonly<Record<string, string>>): RouteJudgement => ({ kind: 'fails', refusal: { code, message, facts } });

/** Providers of a route whose agents are silent, each once. */
const silentOn = (route: Route, lines: LatencyDatabase): readonly string[] => [...new Set(route.map(({ providerId }) => providerId))].filter((id) => lines.isSilent(id));

export interface Candidate {
  /** 1 for the first alternative. */
  readonly number: number;
  readonly segments: Route;
  /** What carries the service would have to be released before it. Made when it is asked for: taking a candidate apart asks. */
  readonly isBreaking: boolean;
}

export type RouteChoice =
  | { readonly kind: 'chosen'; readonly chosen: provisioning.ChosenRoute }
  | { readonly kind: 'none'; readonly verdicts: readonly provisioning.RouteVerdict[] };

/**
 * The first that holds and goes over no silent agent, and why others do not. Where there is none such, the first that goes over silent ones: they
 * miss heartbeats, which is no proof that their lines are down. What still carries something is not taken down for such an attempt.
 */
export function chooseRoute(candidates: readonly Candidate[], lines: LatencyDatabase, limits: { readonly maxLatencyNs: bigint | undefined; readonly now: Instant }): RouteChoice {
  const { position } = lines;
  const failing: provisioning.RouteVerdict[] = [];
  const inSilence: { readonly verdict: provisioning.RouteVerdict; readonly latencyNs: bigint; readonly lostByProviderIds: readonly string[] }[] = [];
  for (const candidate of candidates) {
    const { number: route, segments } = candidate;
    const judged = judgeRoute(segments, lines, limits);
    if (judged.kind === 'fails') {
      failing.push(verdict(route, judged.refusal));
      continue;
    }
    const lostByProviderIds = silentOn(segments, lines);
    if (lostByProviderIds.length === 0) {
      const passedOver = [...failing, ...inSilence.map((each) => each.verdict)].sort((one, other) => one.route - other.route);
      return { kind: 'chosen', chosen: { route, latencyNs: judged.latencyNs, passedOver, sessions: { position, lostByProviderIds } } };
    }
    if (candidate.isBreaking) failing.push(verdict(route, breaksInSilence(lostByProviderIds)));
    else inSilence.push({ verdict: verdict(route, sessionLost(lostByProviderIds)), latencyNs: judged.latencyNs, lostByProviderIds });
  }
  const [first] = inSilence;
  if (!first) return { kind: 'none', verdicts: failing };
  const { verdict: { route }, latencyNs, lostByProviderIds } = first;
  return { kind: 'chosen', chosen: { route, latencyNs, passedOver: failing, sessions: { position, lostByProviderIds } } };
}

/** An alternative with this verdict is tried when no other one is left. */
const SESSION_LOST = 'session-down';

/** What was found of an alternative is that it does not hold, and not only that it had better be tried last. */
export const isFailure = ({ refusal }: provisioning.RouteVerdict): boolean => refusal.code !== SESSION_LOST;

const named = (providerIds: readonly string[]): string => `${providerIds.length === 1 ? 'The session' : 'Each session'} of ${providerIds.join(' and ')} is down`;
const ofSilent = (code: string, providerIds: readonly string[], message: string): common.Refusal => ({ code, message, facts: { sessions_down: providerIds.join(' ') } });
const sessionLost = (providerIds: readonly string[]): common.Refusal => ofSilent(SESSION_LOST, providerIds, `${named(providerIds)}.`);
const breaksInSilence = (providerIds: readonly string[]): common.Refusal =>
  ofSilent('session-down-breaking', providerIds, `${named(providerIds)}, and what carries the service now would have to be released first.`);

/** Capacity that a route needs beside what is under contract already. A resource that it passes twice is needed twice. */
export function needsBeside(first: Route, route: Route): readonly advertising.CapacityNeed[] {
  const kept = new Set(first.flatMap(({ resourceIds }) => resourceIds));
  const needs = new Map<string, advertising.CapacityNeed>();
  for (const { resourceIds, mbps, units } of route) {
    resourceIds.forEach((resourceId, index) => {
      const unit = units?.numbers[index];
      if (!kept.has(resourceId)) needs.set(resourceId, { resourceId, mbps: (needs.get(resourceId)?.mbps ?? 0) + mbps, ...(unit !== undefined && { unit }) });
    });
  }
  return [...needs.values()];
}

export const suspectUntil = (impairedAt: Instant): Instant => plus(impairedAt, SUSPICION_NS);

export const verdict = (route: number, refusal: common.Refusal): provisioning.RouteVerdict => ({ route, refusal });
