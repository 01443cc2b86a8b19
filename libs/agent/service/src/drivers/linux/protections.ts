import { shapeOf } from '@carriermesh/agent-domain';
import type { CircuitPlan } from './circuit-plan.js';
import type { Endpoints } from './endpoints.js';
import { carryOutAll } from './kernel.js';
import { planProtection, protectingOf, type ProtectedService } from './protection.js';

/** Services that two circuits of one provider carry at once. */
export class Protections {
  private readonly services = new Map<string, ProtectedService>();

  constructor(
    private readonly plans: ReadonlyMap<string, CircuitPlan>,
    private readonly endpoints: Endpoints,
  ) {}

  /** @returns why it can't be done; `undefined` when it is */
  async protect(service: ProtectedService): Promise<string | undefined> {
    const reason = await this.apply(service);
    if (reason === undefined) this.services.set(service.name, service);
    return reason;
  }

  /** Of circuits that were made anew, what their customers' frames go by has to be said again. */
  async again(remade: ReadonlySet<string>): Promise<void> {
    const isUp = (id: string): boolean => !shapeOf(this.plans.get(id)?.segment ?? { mbps: 0 }).suspended;
    for (const service of this.services.values()) {
      const ways = [service.workingSegmentId, service.protectingSegmentId];
      if (ways.some((id) => remade.has(id)) && ways.every(isUp)) await this.apply(service);
    }
  }

  /** The segment is gone, and with it whatever it protected. */
  forget(segmentId: string): void {
    for (const { name, workingSegmentId, protectingSegmentId } of [...this.services.values()]) {
      if (workingSegmentId === segmentId || protectingSegmentId === segmentId) this.services.delete(name);
    }
  }

  private async apply(service: ProtectedService): Promise<string | undefined> {
    const [working, protecting] = [this.plans.get(service.workingSegmentId), this.plans.get(service.protectingSegmentId)];
    if (!working || !protecting) return `segment ${working ? service.protectingSegmentId : service.workingSegmentId} is not active here`;
    const planned = planProtection(service, working, protecting);
    if (planned.kind === 'refused') return planned.reason;
    await carryOutAll(protectingOf(planned.plan));
    await this.endpoints.guard(planned.plan);
    return undefined;
  }
}
