import { holds } from '@carriermesh/platform-audit';
import type { monitoring, provisioning } from '@carriermesh/wire';

/** By the rule that clears an alarm. */
const GOOD_WINDOWS = 5;
/** By the contract. */
const MAX_RETURNS = 3;

/** I5: what one service does to go back to its first path: beside the one in use, measured first, each time over segments of its own, and so often at most. */
export class Returns {
  /** Since the service was moved the last time. */
  isImpaired = false;
  private readonly begunRoutes = new Set<number>();
  /** Of the way back that is up or coming up: the good windows of each of its segments in a row. */
  private good = new Map<string, number>();

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
    this.good = new Map(segments.map(({ segmentId }) => [segmentId, 0]));
  }

  judged({ segmentId, failed }: monitoring.MeasurementWindowJudged): void {
    const good = this.good.get(segmentId);
    if (good !== undefined) this.good.set(segmentId, failed ? 0 : good + 1);
  }

  /** Of a service that begins to be moved or changed: nothing of a way back is under way. */
  isIdle(): void {
    holds(this.good.size === 0, 'I5', () => `${this.started.contractId} is moved or changed while it goes back`);
  }

  /** @returns whether it is by a way back that the service moves */
  taken(segmentIds: readonly string[]): boolean {
    const { contractId } = this.started;
    const isBack = this.good.size > 0;
    holds(!isBack || String([...this.good.keys()]) === String(segmentIds), 'I5', () => `${contractId} moves to ${String(segmentIds)} while it goes back`);
    const unproven = [...this.good].filter(([, good]) => good < GOOD_WINDOWS).map(([segmentId]) => segmentId);
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
