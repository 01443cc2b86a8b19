import { addExact, compareExact, decimal, exact, multiplyExact, NOTHING, roundedTo, subtractExact, type Exact } from './exact.js';
import { refusal, type RatingRefusal, type RatingStep } from './rating-step.js';
import type { RoundingTerms, VoiceTerms } from './tariff-terms.js';
import type { VoicePlan, VoiceRate } from './voice-plan.js';
import type { TimeInterval, TimeWindows } from './windows.js';

const SECONDS_PER_MINUTE = exact(60n);

export interface Call {
  readonly startedMs: number;
  readonly lengthMs: number;
}

export interface VoiceCharge {
  readonly steps: readonly RatingStep[];
  /** Where a maximum that disconnects would have cut the call. */
  readonly disconnectAfterSeconds?: number;
}

/** Whole increments that begin in one interval at one rate. */
interface Run {
  readonly kind: 'initial' | 'increment';
  readonly atSeconds: number;
  readonly blockSeconds: number;
  readonly blocks: number;
  readonly perMinute: Exact;
  readonly blockAmount: Exact;
}

/**
 * Rates a call: a connect fee, the initial increment, then following increments until the call is covered. An increment
 * costs the rate that is in force, and belongs to the tier that is reached, when it begins. A call of no length was not
 * answered and costs nothing.
 */
export function rateCall(terms: VoiceTerms, plan: VoicePlan, call: Call, windows: TimeWindows, rounding: RoundingTerms): VoiceCharge | RatingRefusal {
  if (call.lengthMs === 0) return { steps: [] };
  const runs = layIncrements(plan, call, windows, rounding);
  if (!Array.isArray(runs)) return runs as RatingRefusal;
  const steps = [...connectStep(plan, call), ...runs.map((run) => stepOf(run, call))];
  return withinLimits(terms, { steps, runs, call });
}

function connectStep({ connectFee }: VoicePlan, { startedMs }: Call): readonly RatingStep[] {
  if (connectFee === undefined || connectFee.numerator === 0n) return [];
  return [{ kind: 'connect', rate: connectFee, quantity: exact(1n), amount: connectFee, fromMs: startedMs, untilMs: startedMs }];
}

function layIncrements(plan: VoicePlan, call: Call, windows: TimeWindows, rounding: RoundingTerms): Run[] | RatingRefusal {
  const intervals = windows.split(call.startedMs, call.startedMs + call.lengthMs);
  const runs: Run[] = [];
  let atMs = 0;
  for (const interval of intervals) {
    const endMs = interval.untilMs - call.startedMs;
    if (atMs >= endMs) continue;
    const rate = rateIn(plan, interval);
    if (!rate) return refusal('no-rate', `${plan.name} has no rate at that time`, { destination: plan.name });
    while (atMs < endMs) {
      const run = nextRun({ plan, rate, atSeconds: atMs / 1000, endSeconds: endMs / 1000, rounding });
      runs.push(run);
      atMs += run.blocks * run.blockSeconds * 1000;
    }
  }
  return runs;
}

const rateIn = ({ rates }: VoicePlan, { open }: TimeInterval): VoiceRate | undefined =>
  rates.find(({ window }) => window === undefined || open.has(window));

interface RunInput {
  readonly plan: VoicePlan;
  readonly rate: VoiceRate;
  readonly atSeconds: number;
  readonly endSeconds: number;
  readonly rounding: RoundingTerms;
}

function nextRun({ plan, rate, atSeconds, endSeconds, rounding }: RunInput): Run {
  const isInitial = atSeconds === 0;
  const tier = rate.tiers.find(({ untilSeconds }) => atSeconds < untilSeconds);
  const perMinute = (isInitial ? rate.initialPerMinute : undefined) ?? tier?.perMinute ?? NOTHING;
  const blockSeconds = isInitial ? plan.initialSeconds : plan.incrementSeconds;
  const untilSeconds = Math.min(endSeconds, tier?.untilSeconds ?? endSeconds);
  const blocks = isInitial ? 1 : Math.ceil((untilSeconds - atSeconds) / blockSeconds);
  const whole = exact(perMinute.numerator * BigInt(blockSeconds), perMinute.denominator * SECONDS_PER_MINUTE.numerator);
  const blockAmount = rounding.place === 'increment' ? roundedTo(whole, rounding.mode, rounding.decimals) : whole;
  return { kind: isInitial ? 'initial' : 'increment', atSeconds, blockSeconds, blocks, perMinute, blockAmount };
}

const runAmount = ({ blocks, blockAmount }: Run): Exact => multiplyExact(blockAmount, exact(BigInt(blocks)));

/** From and until are the time that passed: the last increment may be charged beyond the call's end. */
function stepOf(run: Run, { startedMs, lengthMs }: Call): RatingStep {
  const billedSeconds = run.blocks * run.blockSeconds;
  return {
    kind: run.kind,
    rate: run.perMinute,
    quantity: exact(BigInt(billedSeconds)),
    amount: runAmount(run),
    fromMs: startedMs + run.atSeconds * 1000,
    untilMs: startedMs + Math.min((run.atSeconds + billedSeconds) * 1000, lengthMs),
  };
}

interface Laid {
  readonly steps: readonly RatingStep[];
  readonly runs: readonly Run[];
  readonly call: Call;
}

function withinLimits(terms: VoiceTerms, laid: Laid): VoiceCharge {
  const { steps, call } = laid;
  const total = steps.reduce((sum, { amount }) => addExact(sum, amount), NOTHING);
  const minimum = terms.minimum === undefined ? undefined : decimal(terms.minimum);
  const maximum = terms.maximum === undefined ? undefined : decimal(terms.maximum);
  if (minimum && compareExact(total, minimum) < 0) return { steps: [...steps, limitStep('minimum', { limit: minimum, total, call })] };
  if (!maximum || compareExact(total, maximum) <= 0) return { steps };
  if (terms.atMaximum === 'disconnect') return disconnectedAt(maximum, laid);
  return { steps: [...steps, limitStep('maximum', { limit: maximum, total, call })] };
}

function limitStep(kind: 'minimum' | 'maximum', { limit, total, call }: { limit: Exact; total: Exact; call: Call }): RatingStep {
  const untilMs = call.startedMs + call.lengthMs;
  return { kind, rate: limit, quantity: exact(1n), amount: subtractExact(limit, total), fromMs: call.startedMs, untilMs };
}

/** Keeps the increments that fit under the maximum; the call is cut where the next one would begin. */
function disconnectedAt(maximum: Exact, { steps, runs, call }: Laid): VoiceCharge {
  const kept = steps.filter(({ kind, amount }) => kind === 'connect' && compareExact(amount, maximum) <= 0);
  if (kept.length < steps.filter(({ kind }) => kind === 'connect').length) return { steps: [], disconnectAfterSeconds: 0 };
  let left = kept.reduce((rest, { amount }) => subtractExact(rest, amount), maximum);
  for (const run of runs) {
    const amount = runAmount(run);
    if (compareExact(amount, left) <= 0) {
      kept.push(stepOf(run, call));
      left = subtractExact(left, amount);
      continue;
    }
    const fitting = Number((left.numerator * run.blockAmount.denominator) / (left.denominator * run.blockAmount.numerator));
    if (fitting > 0) kept.push(stepOf({ ...run, blocks: fitting }, call));
    return { steps: kept, disconnectAfterSeconds: run.atSeconds + fitting * run.blockSeconds };
  }
  return { steps: kept };
}
