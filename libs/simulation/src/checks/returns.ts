import { holds } from '@carriermesh/platform-audit';
import type { monitoring, provisioning } from '@carriermesh/wire';

/** By the rule that clears an alarm. */
const GOOD_WINDOWS = 5;
/** By the contract. */
const MAX_RETURNS = 3;
/** Events of the mesh that may be on record before provisioning hears that a segment which was well enough is not any more. */
const MAX_UNHEARD = 256;

interface Trial {
  /** Good windows in a row. */
  good: number;
  /** It was well enough, until this event. */
  brokenAt?: number;
}

/** I5: what one service does to go back to its first path: beside the one in use, measured first, each time over segments of its own, and so often at most. */
export class Returns {
  /** Since the service was moved the last time. */
  isImpaired = false;
  private readonly begunRoutes = new Set<number>();
  /** Of the way back that is up or coming up, by segment. */
  private good = new Map<string, Trial>();

  constructor(private readonly started: provisioning.ActivationStarted) {}

  begun({ contractId, route, segments }: provisioning.RevertStarted, runsOn: readonly string[]): void {
    const { waitToRestoreSeconds, standbys, segments: first } = this.started;
    holds(waitToRestoreSeconds !== undefined, 'I5', () => `${contractId} goes back, which its order does not say`);
    holds(this.good.size === 0 && !this.begunRoutes.has(route), 'I5', () => `${contractId} begins to go back by ${route} a second time, or while it does already`);
    this.begunRoutes.add(route);
    holds(this.begunRoutes.size <= MAX_RETURNS, 'I5', () => `${contractId} begins to go back for the ${this.begunRoutes.size}th time`);
    const resources = (plans: readonly provisioning.SegmentPlan[]): string => plans.flatMap(({ resourceIds }) => resourceIds).join();
    holds(resources(segments) === resources(first), 'I5', () => `${contractId} goes back to ${resources(segments)}, and came from ${resources(first)}`);
    const needed = new Set(segments.flatMap(({ resourceIds }) => resourceIds));
    const inUse = [first, ...standbys.map((standby) => standby.segments)].flat().filter(({ segmentId }) => runsOn.includes(segmentId));
    holds(!inUse.some(({ resourceIds }) => resourceIds.some((id) => needed.has(id))), 'I1', () => `${contractId} brings up a way back over what it runs on`);
    this.good = new Map(segments.map(({ segmentId }) => [segmentId, { good: 0 }]));
  }

  /** @param seen how many events there have been */
  judged({ segmentId, failed }: monitoring.MeasurementWindowJudged, seen: number): void {
    const trial = this.good.get(segmentId);
    if (!trial) return;
    if (failed && trial.good >= GOOD_WINDOWS) trial.brokenAt = seen;
    trial.good = failed ? 0 : trial.good + 1;
  }

  /** Of a service that begins to be moved or changed: nothing of a way back is under way. */
  isIdle(): void {
    holds(this.good.size === 0, 'I5', () => `${this.started.contractId} is moved or changed while it goes back`);
  }

  /**
   * @param seen how many events there have been
   * @returns whether it is by a way back that the service moves
   */
  taken(segmentIds: readonly string[], seen: number): boolean {
    const { contractId } = this.started;
    const isBack = this.good.size > 0;
    holds(!isBack || String([...this.good.keys()]) === String(segmentIds), 'I5', () => `${contractId} moves to ${String(segmentIds)} while it goes back`);
    const isProven = ({ good, brokenAt }: Trial): boolean => good >= GOOD_WINDOWS || (brokenAt !== undefined && seen - brokenAt <= MAX_UNHEARD);
    const unproven = [...this.good].filter(([, trial]) => !isProven(trial)).map(([segmentId]) => segmentId);
    holds(this.isImpaired || unproven.length === 0, 'I5', () => `${contractId} goes back, is well, and nobody measured ${unproven.join(', ')} to be well`);
    this.isImpaired = false;
    this.good = new Map();
    return isBack;
  }

  /** @returns what was up, or coming up, and is not wanted any more */
  ended(): readonly string[] {
    const segmentIds = [...this.good.keys()];
    this.good = new Map();
    return segmentIds;
  }
}
