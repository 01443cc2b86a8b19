import { stay, type Process, type Step } from '@carriermesh/decider';
import { invariant, NANOS_PER_HOUR, plus, type Instant } from '@carriermesh/kernel';
import type { billing, common } from '@carriermesh/wire';
import { calendarOf, monthOf } from './calendar.js';

/**
 * How long providers have to report a month after they were asked. Counted from the question and not from the month's end,
 * so that a billing service that was away for a week does not close over the providers' heads when it comes back.
 */
export const GRACE_NANOS = 24n * NANOS_PER_HOUR;

export type BillingCycleEvent =
  | { readonly type: 'billing.v1.BillingCycleStarted'; readonly data: billing.BillingCycleStarted }
  | { readonly type: 'billing.v1.BillingCycleSegmentComplete'; readonly data: billing.BillingCycleSegmentComplete }
  | { readonly type: 'billing.v1.BillingCyclePeriodEnded'; readonly data: billing.BillingCyclePeriodEnded }
  | { readonly type: 'billing.v1.BillingCycleUsageAsked'; readonly data: billing.BillingCycleUsageAsked }
  | { readonly type: 'billing.v1.BillingCycleUsageComplete'; readonly data: billing.BillingCycleUsageComplete }
  | { readonly type: 'billing.v1.BillingCyclePeriodClosed'; readonly data: billing.BillingCyclePeriodClosed }
  | { readonly type: 'billing.v1.BillingCycleSegmentsChanged'; readonly data: billing.BillingCycleSegmentsChanged }
  | { readonly type: 'billing.v1.BillingCycleShortened'; readonly data: billing.BillingCycleShortened }
  | { readonly type: 'billing.v1.BillingCycleEnded'; readonly data: billing.BillingCycleEnded };

export type BillingCycleInput =
  | { readonly kind: 'account-opened'; readonly account: billing.BillingAccountOpened }
  | { readonly kind: 'phase-begun'; readonly phase: billing.BillingPhaseBegun }
  | { readonly kind: 'account-ended'; readonly end: billing.BillingAccountEnded }
  | { readonly kind: 'reported'; readonly watermarks: readonly billing.SegmentWatermark[] }
  | { readonly kind: 'usage-asked'; readonly periodNumber: number; readonly segmentId: string; readonly records: number; readonly refusal?: common.Refusal }
  | { readonly kind: 'period-closed'; readonly periodNumber: number; readonly invoiceId: string }
  | { readonly kind: 'time-passed' };

export type BillingCycleEffect =
  | { readonly kind: 'ask-usage'; readonly providerId: string; readonly segmentId: string; readonly periodNumber: number; readonly until: Instant }
  | { readonly kind: 'close-period'; readonly contractId: string; readonly periodNumber: number; readonly incompleteSegmentIds: readonly string[] };

type Service = billing.BillingCycleStarted & {
  readonly end?: billing.BillingCycleShortened;
  /** What it runs on after its first segments, in the order of the changes. */
  readonly changes?: readonly billing.BillingCycleSegmentsChanged[];
};

interface Running {
  readonly service: Service;
  /** The month that is being metered, collected or closed. */
  readonly periodNumber: number;
  readonly periodUntil: Instant;
  /** By segment id: the latest instant up to which its usage is there, where that completed a month. */
  readonly completeUntil: ReadonlyMap<string, Instant>;
}

export type BillingCycleState =
  | { readonly status: 'none' }
  | (Running & { readonly status: 'metering' })
  | (Running & { readonly status: 'collecting'; readonly graceUntil: Instant; readonly answered: ReadonlySet<string> })
  | (Running & { readonly status: 'closing'; readonly incompleteSegmentIds: readonly string[] })
  | { readonly status: 'ended' };

type CycleStep = Step<BillingCycleEvent>;

/**
 * Bills a service month by month until its term is over: waits for the month's end, asks every provider for the rest of its
 * usage, and closes the month when all have reported or the time of grace is over. When several months are over at once,
 * they are closed one after the other.
 */
export const billingCycle: Process<BillingCycleState, BillingCycleInput, BillingCycleEvent, BillingCycleEffect> = {
  name: 'billing-cycle',
  initial: { status: 'none' },

  react(state, input, now) {
    switch (input.kind) {
      case 'account-opened':
        return state.status === 'none' ? started(input.account) : stay;
      case 'phase-begun':
        return segmentsChanged(state, input.phase);
      case 'account-ended':
        return shortened(state, input.end);
      case 'reported':
        return reported(state, input.watermarks);
      case 'usage-asked':
        return usageAsked(state, input);
      case 'period-closed':
        return periodClosed(state, input, now);
      case 'time-passed':
        return timePassed(state, now);
    }
  },

  evolve,

  outstanding(state) {
    if (state.status === 'collecting') return questions(state);
    if (state.status !== 'closing') return [];
    const { periodNumber, incompleteSegmentIds, service } = state;
    return [{ kind: 'close-period', key: `close-${periodNumber}`, contractId: service.contractId, periodNumber, incompleteSegmentIds }];
  },

  deadline(state) {
    if (state.status === 'metering') return state.periodUntil;
    return state.status === 'collecting' ? state.graceUntil : undefined;
  },

  timeout: () => ({ kind: 'time-passed' }),

  ended: (state) => (state.status === 'ended' ? 'active' : undefined),
};

function evolve(state: BillingCycleState, { type, data }: BillingCycleEvent): BillingCycleState {
  if (type === 'billing.v1.BillingCycleStarted') return metering(data, 1, new Map());
  if (type === 'billing.v1.BillingCycleEnded') return { status: 'ended' };
  invariant(state.status !== 'none' && state.status !== 'ended', `billing cycle ${data.contractId} met ${type} while it is ${state.status}`);
  switch (type) {
    case 'billing.v1.BillingCycleShortened': {
      const service = { ...state.service, end: data };
      return { ...state, service, periodUntil: monthOf(calendarOf(service), state.periodNumber).until };
    }
    case 'billing.v1.BillingCycleSegmentsChanged':
      return { ...state, service: { ...state.service, changes: [...(state.service.changes ?? []), data] } };
    case 'billing.v1.BillingCycleSegmentComplete':
      return { ...state, completeUntil: new Map([...state.completeUntil, [data.segmentId, data.completeUntil]]) };
    case 'billing.v1.BillingCyclePeriodEnded':
      return { ...running(state), status: 'collecting', graceUntil: data.graceUntil, answered: new Set() };
    case 'billing.v1.BillingCycleUsageAsked':
      return state.status === 'collecting' ? { ...state, answered: new Set([...state.answered, data.segmentId]) } : state;
    case 'billing.v1.BillingCycleUsageComplete':
      return { ...running(state), status: 'closing', incompleteSegmentIds: data.incompleteSegmentIds };
    case 'billing.v1.BillingCyclePeriodClosed':
      // After the last month nothing is metered any more; the end of the process stands beside this event.
      return data.periodNumber < lastMonthOf(state.service) ? metering(state.service, data.periodNumber + 1, state.completeUntil) : state;
  }
}

const lastMonthOf = ({ end, termMonths }: Service): number => end?.finalPeriodNumber ?? termMonths;

function metering(service: Service, periodNumber: number, completeUntil: Running['completeUntil']): BillingCycleState {
  const { until } = monthOf(calendarOf(service), periodNumber);
  return { status: 'metering', service, periodNumber, periodUntil: until, completeUntil };
}

const running = ({ service, periodNumber, periodUntil, completeUntil }: Running): Running => ({ service, periodNumber, periodUntil, completeUntil });

function started({ contractId, serviceStartAt, termMonths, tariffs }: billing.BillingAccountOpened): CycleStep {
  return { events: [{ type: 'billing.v1.BillingCycleStarted', data: { contractId, serviceStartAt, termMonths, segments: metered(tariffs) } }] };
}

function segmentsChanged(state: BillingCycleState, { contractId, from, tariffs }: billing.BillingPhaseBegun): CycleStep {
  if (state.status === 'none' || state.status === 'ended') return stay;
  const changed: BillingCycleEvent = { type: 'billing.v1.BillingCycleSegmentsChanged', data: { contractId, from, segments: metered(tariffs) } };
  // Nobody is waited for any more where what is asked of others was there already.
  const next = evolve(state, changed);
  return { events: next.status === 'collecting' && missing(next, next.completeUntil).length === 0 ? [changed, usageComplete(next, [])] : [changed] };
}

const metered = (tariffs: readonly billing.SegmentTariff[]): readonly billing.MeteredSegment[] => tariffs.map(({ segmentId, providerId }) => ({ segmentId, providerId }));

/** What the service ran on in the month, or on its eve where the month lasts no time. */
function segmentsOf({ service, periodNumber, periodUntil }: Running): readonly billing.MeteredSegment[] {
  const { from: periodFrom } = monthOf(calendarOf(service), periodNumber);
  const phases = [{ from: service.serviceStartAt, segments: service.segments }, ...(service.changes ?? [])];
  const ran = phases.filter(({ from }, index) => (from < periodUntil || index === 0) && (phases[index + 1]?.from ?? periodUntil + 1n) > periodFrom);
  return [...new Map(ran.flatMap(({ segments }) => segments.map((segment) => [segment.segmentId, segment] as const))).values()];
}

function shortened(state: BillingCycleState, { contractId, endedAt, finalPeriodNumber }: billing.BillingAccountEnded): CycleStep {
  if (state.status === 'none' || state.status === 'ended' || state.service.end) return stay;
  return { events: [{ type: 'billing.v1.BillingCycleShortened', data: { contractId, endedAt, finalPeriodNumber } }] };
}

/** Only a watermark that completes the current month is worth an event: a provider may send one with every batch. */
function reported(state: BillingCycleState, watermarks: readonly billing.SegmentWatermark[]): CycleStep {
  if (state.status === 'none' || state.status === 'ended') return stay;
  const { contractId } = state.service;
  const segments = segmentsOf(state);
  const complete = new Map(state.completeUntil);
  for (const { segmentId, completeUntil } of watermarks) {
    const known = complete.get(segmentId);
    const isNews = completeUntil >= state.periodUntil && (known === undefined || completeUntil > known);
    if (isNews && segments.some((segment) => segment.segmentId === segmentId)) complete.set(segmentId, completeUntil);
  }
  const news = [...complete].filter(([segmentId, until]) => state.completeUntil.get(segmentId) !== until);
  const events: BillingCycleEvent[] = news.map(([segmentId, completeUntil]) => ({
    type: 'billing.v1.BillingCycleSegmentComplete',
    data: { contractId, segmentId, completeUntil },
  }));
  if (state.status === 'collecting' && news.length > 0 && missing(state, complete).length === 0) events.push(usageComplete(state, []));
  return { events };
}

function usageAsked(state: BillingCycleState, { periodNumber, segmentId, records, refusal }: BillingCycleInput & { kind: 'usage-asked' }): CycleStep {
  if (state.status !== 'collecting' || state.periodNumber !== periodNumber || state.answered.has(segmentId)) return stay;
  const data = { contractId: state.service.contractId, periodNumber, segmentId, records, ...(refusal ? { refusal } : {}) };
  return { events: [{ type: 'billing.v1.BillingCycleUsageAsked', data }] };
}

function periodClosed(state: BillingCycleState, { periodNumber, invoiceId }: BillingCycleInput & { kind: 'period-closed' }, now: Instant): CycleStep {
  if (state.status !== 'closing' || state.periodNumber !== periodNumber) return stay;
  const { contractId } = state.service;
  const closed: BillingCycleEvent = { type: 'billing.v1.BillingCyclePeriodClosed', data: { contractId, periodNumber, invoiceId } };
  const ended: BillingCycleEvent = { type: 'billing.v1.BillingCycleEnded', data: { contractId, endedAt: now } };
  return { events: periodNumber === lastMonthOf(state.service) ? [closed, ended] : [closed] };
}

function timePassed(state: BillingCycleState, now: Instant): CycleStep {
  if (state.status === 'metering' && now >= state.periodUntil) {
    const { periodNumber, service } = state;
    const data = { contractId: service.contractId, periodNumber, endedAt: state.periodUntil, graceUntil: plus(now, GRACE_NANOS) };
    const ended: BillingCycleEvent = { type: 'billing.v1.BillingCyclePeriodEnded', data };
    return { events: missing(state, state.completeUntil).length === 0 ? [ended, usageComplete(state, [])] : [ended] };
  }
  if (state.status === 'collecting' && now >= state.graceUntil) {
    return { events: [usageComplete(state, missing(state, state.completeUntil).map(({ segmentId }) => segmentId))] };
  }
  return stay;
}

const missing = (running: Running, complete: Running['completeUntil']): readonly billing.MeteredSegment[] =>
  segmentsOf(running).filter(({ segmentId }) => {
    const until = complete.get(segmentId);
    return until === undefined || until < running.periodUntil;
  });

function usageComplete({ service, periodNumber }: Running, incompleteSegmentIds: readonly string[]): BillingCycleEvent {
  return { type: 'billing.v1.BillingCycleUsageComplete', data: { contractId: service.contractId, periodNumber, incompleteSegmentIds } };
}

function questions(state: BillingCycleState & { status: 'collecting' }): readonly (BillingCycleEffect & { readonly key: string })[] {
  const { periodNumber, periodUntil: until, answered } = state;
  return missing(state, state.completeUntil)
    .filter(({ segmentId }) => !answered.has(segmentId))
    .map(({ segmentId, providerId }) => ({ kind: 'ask-usage', key: `ask-${periodNumber}-${segmentId}`, providerId, segmentId, periodNumber, until }));
}
