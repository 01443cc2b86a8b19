import { NANOS_PER_DAY, plus, unreachable, type Instant } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import type { ActivationEvent } from './activation-state.js';

export type RevertEvent = Extract<ActivationEvent, { type: `provisioning.v1.Revert${string}` }>;

/** Of a service that goes back to the path that was contracted first, where that has been well for long enough. */
export interface WayBack {
  readonly waitNs: bigint;
  /** Routes that are the first path once more, each of which can be taken once. */
  readonly routes: readonly number[];
  /** Returns that failed, or did not last a day. */
  readonly setbacks: number;
  /** Counts the looks at the way back, which are effects of their own. */
  readonly looks: number;
  readonly isLooking: boolean;
  /** Looks that found it not to hold since the service was moved. */
  readonly putOff: number;
  /** When it is looked at next, if nothing else is going on then; absent while the service is on its first path. */
  readonly dueAt?: Instant | undefined;
  readonly trial?: Trial | undefined;
  readonly returnedAt?: Instant | undefined;
  readonly isUsedUp: boolean;
}

/** The way back, active beside the path in use and measured: it carries nothing. */
export interface Trial {
  readonly route: number;
  readonly segmentIds: readonly string[];
  readonly latencyNs: bigint;
  readonly startedAt: Instant;
  readonly answerBy: Instant;
  readonly provenBy: Instant;
  /** Segments that were measured to be well. */
  readonly proven: ReadonlySet<string>;
}

/** Absent where the order wants none, or no path was contracted that it could be gone back from. */
export function wayBackOf(waitSeconds: number | undefined, standbys: readonly provisioning.StandbyRoute[]): WayBack | undefined {
  const routes = standbys.flatMap(({ isWayBack }, index) => (isWayBack ? [index + 1] : []));
  if (waitSeconds === undefined || routes.length === 0) return undefined;
  return { waitNs: BigInt(waitSeconds) * 1_000_000_000n, routes, setbacks: 0, looks: 0, isLooking: false, putOff: 0, isUsedUp: false };
}

/** Each setback doubles it; there are no more of them than there are ways back. */
export const waitOf = ({ waitNs, setbacks }: Pick<WayBack, 'waitNs' | 'setbacks'>): bigint => waitNs << BigInt(setbacks);

export const isRevert = (event: ActivationEvent): event is RevertEvent => event.type.startsWith('provisioning.v1.Revert');

export function evolveWayBack(wayBack: WayBack, { type, data }: RevertEvent): WayBack {
  switch (type) {
    case 'provisioning.v1.RevertDue':
      return { ...wayBack, looks: data.look, isLooking: true, dueAt: undefined };
    case 'provisioning.v1.RevertPutOff':
      return { ...wayBack, isLooking: false, putOff: wayBack.putOff + 1, dueAt: data.until };
    case 'provisioning.v1.RevertStarted': {
      const { route, segments, latencyNs, startedAt, answerBy, provenBy } = data;
      return { ...wayBack, isLooking: false, trial: { route, segmentIds: segments.map(({ segmentId }) => segmentId), latencyNs, startedAt, answerBy, provenBy, proven: new Set() } };
    }
    case 'provisioning.v1.RevertSegmentProven':
      return wayBack.trial ? { ...wayBack, trial: { ...wayBack.trial, proven: new Set(wayBack.trial.proven).add(data.segmentId) } } : wayBack;
    case 'provisioning.v1.RevertFailed': {
      const later = { ...wayBack, setbacks: wayBack.setbacks + 1, trial: undefined };
      return { ...later, dueAt: plus(data.failedAt, waitOf(later)) };
    }
    case 'provisioning.v1.RevertsExhausted':
      return { ...wayBack, isUsedUp: true, dueAt: undefined };
    default:
      return unreachable(type);
  }
}

/** The service is on its first path again, or on another: then it waits from now on. */
export function afterReroute(wayBack: WayBack, { toRoute, reroutedAt }: Pick<provisioning.ServiceRerouted, 'toRoute' | 'reroutedAt'>): WayBack {
  const { routes, returnedAt, setbacks } = wayBack;
  const moved = { ...wayBack, trial: undefined, putOff: 0 };
  if (routes.includes(toRoute)) return { ...moved, returnedAt: reroutedAt, dueAt: undefined };
  const isSetback = returnedAt !== undefined && reroutedAt - returnedAt < NANOS_PER_DAY;
  const waiting = { ...moved, returnedAt: undefined, setbacks: setbacks + (isSetback ? 1 : 0) };
  return { ...waiting, dueAt: plus(reroutedAt, waitOf(waiting)) };
}

export const NOT_MEASURED: common.Refusal = { code: 'not-measured', message: 'Not all of its segments were measured to be well in time.', facts: {} };
