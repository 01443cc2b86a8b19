import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { provisioning } from '@carriermesh/wire';

interface Changing {
  readonly number: number;
  adjustment: number;
  readonly segmentIds: readonly string[];
  readonly confirmed: Set<string>;
  isReversed: boolean;
}

interface Service {
  isSuspended: boolean;
  mbps: number;
  /** Of all of its capacity, as far as provisioning says. */
  capacityMbps: number;
  isUp: boolean;
  /** Parts of it were taken down for a move that has not been done. */
  hasMadeWay: boolean;
  /** Of the last change that was ordered. */
  ordered: number;
  isOpen: boolean;
  changing?: Changing | undefined;
}

/** I5: a service is changed at all of its providers or at none, one change after the other, and is left in peace meanwhile. */
export class Changes implements Check {
  readonly met = { suspended: 0, resumed: 0, modified: 0, reversed: 0, refused: 0, out: 0 };
  private readonly services = new Map<string, Service>();

  take({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'provisioning.v1.ActivationStarted': {
        const mbps = data.segments[0]?.mbps ?? 0;
        Object.assign(this.serviceOf(data.contractId), { mbps, capacityMbps: mbps });
        return;
      }
      case 'provisioning.v1.ServiceActivated':
        this.serviceOf(data.contractId).isUp = true;
        return;
      case 'provisioning.v1.ServiceCapacityResized': {
        const service = this.serviceOf(data.contractId);
        holds(!service.changing, 'I1', () => `the capacity of ${data.contractId} becomes ${data.mbps} Mbit/s while its segments change`);
        service.capacityMbps = data.mbps;
        return;
      }
      case 'contracting.v1.ServiceChangeOrdered': {
        const service = this.serviceOf(data.contractId);
        holds(!service.isOpen && data.number === service.ordered + 1, 'I5', () => `the change ${data.number} of ${data.contractId} is ordered while ${service.ordered} is ${service.isOpen ? 'open' : 'the last'}`);
        holds(data.change.kind === 'modify' || service.isSuspended === (data.change.kind === 'resume'), 'I5', () => `${data.contractId} is to ${data.change.kind}, and is ${service.isSuspended ? '' : 'not '}suspended`);
        Object.assign(service, { ordered: data.number, isOpen: true });
        return;
      }
      case 'contracting.v1.ServiceChangeCompleted':
      case 'contracting.v1.ServiceChangeRejected':
        return this.told(data.contractId, data.number);
      case 'contracting.v1.ContractTerminated':
        this.serviceOf(data.contractId).isOpen = false;
        return;
      case 'provisioning.v1.TeardownStarted':
        Object.assign(this.serviceOf(data.contractId), { changing: undefined, isUp: false });
        return;
      case 'provisioning.v1.RerouteStarted':
      case 'provisioning.v1.RevertStarted':
      case 'provisioning.v1.AlternativesExhausted': {
        const { isSuspended, changing } = this.serviceOf(data.contractId);
        holds(!isSuspended && !changing, 'I5', () => `${data.contractId} is to move while it is ${isSuspended ? 'suspended' : 'being changed'}`);
        return;
      }
      default:
        return this.ofProviders({ type, data } as AnyStoredEvent);
    }
  }

  get unkept(): readonly string[] {
    return [...this.services].flatMap(([contractId, { isOpen, changing, ordered, isUp, mbps, capacityMbps }]) =>
      isOpen || changing || (isUp && mbps !== capacityMbps) ? [`the change ${ordered} of ${contractId}`] : [],
    );
  }

  isSuspended(contractId: string): boolean {
    return this.services.get(contractId)?.isSuspended === true;
  }

  /** What a service carries, and what is kept for it. */
  mbpsOf(contractId: string): number {
    return this.serviceOf(contractId).mbps;
  }

  private ofProviders({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'provisioning.v1.ServiceChangeStarted': {
        const service = this.serviceOf(data.contractId);
        const { changeNumber: number, adjustment, segmentIds } = data;
        holds(!service.changing && service.ordered === number, 'I5', () => `${data.contractId} begins the change ${number}; ordered is ${service.ordered}`);
        holds(segmentIds.length > 0, 'I5', () => `${data.contractId} begins the change ${number}, and nobody is asked for it`);
        const most = Math.max(data.from.mbps, data.to.mbps);
        holds(data.from.mbps === service.mbps && service.capacityMbps === most, 'I1', () => `${data.contractId} changes from ${data.from.mbps} to ${data.to.mbps} Mbit/s, has ${service.mbps}, and ${service.capacityMbps} are kept for it`);
        service.changing = { number, adjustment, segmentIds, confirmed: new Set(), isReversed: false };
        return;
      }
      case 'provisioning.v1.ServiceChangeReversed': {
        const changing = this.changingOf(data.contractId);
        this.met.reversed += 1;
        changing.confirmed.clear();
        Object.assign(changing, { adjustment: data.adjustment, isReversed: true });
        return;
      }
      case 'provisioning.v1.SegmentAdjusted':
        if (this.changingOf(data.contractId).adjustment === data.adjustment) this.changingOf(data.contractId).confirmed.add(data.segmentId);
        return;
      case 'provisioning.v1.RerouteSecured':
        if (data.brokenFirstSegmentIds.length > 0) this.serviceOf(data.contractId).hasMadeWay = true;
        return;
      case 'provisioning.v1.ServiceRerouted':
        this.serviceOf(data.contractId).hasMadeWay = false;
        return;
      case 'provisioning.v1.ServiceChanged':
        if (data.segmentIds.length === 0) return this.changedOnPaper(data);
        return this.over(data, false);
      case 'provisioning.v1.ServiceChangeFailed':
        return this.over(data, true);
      default:
        return;
    }
  }

  private over({ contractId, from, to, segmentIds: asked }: Pick<provisioning.ServiceChanged, 'contractId' | 'from' | 'to' | 'segmentIds'>, hasFailed: boolean): void {
    if (hasFailed && asked.length === 0) return this.refused(contractId, to);
    const { segmentIds, confirmed, isReversed } = this.changingOf(contractId);
    const missing = segmentIds.filter((id) => !confirmed.has(id));
    holds(missing.length === 0 && isReversed === hasFailed, 'I5', () => `${contractId} is ${hasFailed ? 'as it was' : 'changed'}, and ${missing.join(', ')} did not confirm that`);
    const service = this.serviceOf(contractId);
    service.changing = undefined;
    if (hasFailed) return;
    Object.assign(service, { isSuspended: to.suspended, mbps: to.mbps });
    this.met[from.mbps !== to.mbps ? 'modified' : to.suspended ? 'suspended' : 'resumed'] += 1;
  }

  /** As much travels for another bandwidth that was ordered: nobody had to do anything for it. */
  private changedOnPaper({ contractId, changeNumber, from, to }: provisioning.ServiceChanged): void {
    const { mbps, isSuspended, changing, ordered } = this.serviceOf(contractId);
    const isTheSame = [from, to].every((shape) => shape.mbps === mbps && shape.suspended === isSuspended);
    holds(isTheSame && !changing && ordered === changeNumber && from.orderedMbps !== to.orderedMbps, 'I5', () => `the change ${changeNumber} of ${contractId} is done with nobody asked, and carries ${to.mbps} Mbit/s after ${mbps}`);
    this.met.modified += 1;
  }

  /** No capacity, or nothing that is up: nobody was asked for anything, and what may have been had of capacity is given back. */
  private refused(contractId: string, to: provisioning.ServiceShape): void {
    const service = this.serviceOf(contractId);
    const { mbps, hasMadeWay, changing } = service;
    holds(!changing && (to.mbps > mbps || hasMadeWay), 'I5', () => `the change of ${contractId} fails with nobody asked, and not for want of capacity or of what could be changed`);
    service.capacityMbps = Math.max(service.capacityMbps, to.mbps);
    this.met[hasMadeWay ? 'out' : 'refused'] += 1;
  }

  private told(contractId: string, number: number): void {
    const service = this.serviceOf(contractId);
    holds(service.isOpen && service.ordered === number, 'I5', () => `the change ${number} of ${contractId} ends, and ${service.isOpen ? `${service.ordered} is under way` : 'none is under way'}`);
    service.isOpen = false;
  }

  private changingOf(contractId: string): Changing {
    const { changing } = this.serviceOf(contractId);
    holds(changing !== undefined, 'I5', () => `a segment of ${contractId} is adjusted, and the service is not being changed`);
    return changing;
  }

  private serviceOf(contractId: string): Service {
    const service = this.services.get(contractId) ?? { isSuspended: false, mbps: 0, capacityMbps: 0, isUp: false, hasMadeWay: false, ordered: 0, isOpen: false };
    this.services.set(contractId, service);
    return service;
  }
}
