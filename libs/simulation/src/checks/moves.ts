import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { Returns } from './returns.js';

interface Service {
  /** What it runs on. */
  segmentIds: readonly string[];
  holdId: string;
  readonly moves: Map<number, { readonly segmentIds: readonly string[]; readonly holdId: string }>;
  readonly returns: Returns;
}

/** I5: a service that is moved runs on one route and leaves nothing of another behind, neither segments nor capacity. */
export class Moves implements Check {
  readonly met = { move: false, failedMove: false, exhausted: false, returned: 0, failedReturn: 0 };
  private readonly services = new Map<string, Service>();
  /** By the name of what is owed. */
  private readonly owed = new Set<string>();
  /** Contracts and segments that an operator looks after. */
  private readonly givenUp = new Set<string>();
  /** Segments that made way for others, and stay down where the move fails. */
  private readonly brokenFirst = new Set<string>();
  /** Contracts whose service was taken down for a move: nobody has said yet for how long. */
  private readonly outages = new Set<string>();
  /** Segments that carry nothing, by their providers' word. */
  private readonly down = new Set<string>();
  /** Events so far. */
  private seen = 0;

  take({ type, data }: AnyStoredEvent): void {
    this.seen += 1;
    switch (type) {
      case 'provisioning.v1.ActivationStarted':
        this.services.set(data.contractId, { segmentIds: data.segments.map(({ segmentId }) => segmentId), holdId: '', moves: new Map(), returns: new Returns(data) });
        return;
      case 'provisioning.v1.RerouteStarted':
        this.serviceOf(data.contractId).returns.isIdle();
        this.owed.add(`the move ${data.attempt} of ${data.contractId}`);
        return;
      case 'provisioning.v1.RerouteSecured': {
        const segmentIds = data.segments.map(({ segmentId }) => segmentId);
        this.serviceOf(data.contractId).moves.set(data.attempt, { segmentIds, holdId: data.holdId });
        for (const segmentId of data.brokenFirstSegmentIds) this.brokenFirst.add(segmentId);
        if (data.brokenFirstSegmentIds.length > 0) this.outages.add(data.contractId);
        return;
      }
      case 'provisioning.v1.RerouteFailed': {
        this.met.failedMove = true;
        this.owed.delete(`the move ${data.attempt} of ${data.contractId}`);
        const { segmentIds = [], holdId = '' } = this.serviceOf(data.contractId).moves.get(data.attempt) ?? {};
        for (const segmentId of segmentIds) this.left(segmentId);
        if (holdId !== '') this.owed.add(`the capacity ${holdId} of ${data.contractId}`);
        return;
      }
      case 'provisioning.v1.ServiceRerouted':
        return this.moved(data);
      case 'provisioning.v1.SegmentReleased':
        return this.isDown(data.segmentId);
      case 'provisioning.v1.SegmentActivated':
        this.down.delete(data.segmentId);
        return;
      case 'provisioning.v1.SegmentRefused':
        // A provider who said no has nothing up, unless it can't be believed.
        if (data.refusal.code !== 'receipt-not-trusted') this.isDown(data.segmentId);
        return;
      case 'provisioning.v1.ReleaseNeedsOperator':
        this.givenUp.add(data.contractId);
        for (const owed of this.owed) if (owed.startsWith('the capacity ') && owed.endsWith(` of ${data.contractId}`)) this.owed.delete(owed);
        for (const segmentId of data.unconfirmedSegmentIds) {
          this.givenUp.add(segmentId);
          this.owed.delete(`the release of ${segmentId}`);
        }
        return;
      case 'provisioning.v1.TeardownStarted':
        return this.overWith(data.contractId);
      case 'provisioning.v1.AlternativesExhausted':
        this.met.exhausted = true;
        this.owed.add(`the fresh paths of ${data.contractId}`);
        return;
      case 'provisioning.v1.ServiceImpairmentEnded':
        if (data.end !== 'rerouted') this.serviceOf(data.contractId).returns.isImpaired = false;
        this.outages.delete(data.contractId);
        this.owed.delete(`the fresh paths of ${data.contractId}`);
        return;
      case 'provisioning.v1.FreshPathsSought':
        this.owed.delete(`the fresh paths of ${data.contractId}`);
        return;
      default:
        return this.ofReturn({ type, data } as AnyStoredEvent);
    }
  }

  private ofReturn({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'provisioning.v1.RerouteCapacityReturned':
        this.owed.delete(`the capacity ${data.holdId} of ${data.contractId}`);
        return;
      case 'provisioning.v1.RevertDue':
        this.owed.add(`the look ${data.look} of ${data.contractId}`);
        return;
      case 'provisioning.v1.RevertPutOff':
        this.owed.delete(`the look ${data.look} of ${data.contractId}`);
        return;
      case 'provisioning.v1.RevertStarted': {
        const { returns, segmentIds } = this.serviceOf(data.contractId);
        returns.begun(data, segmentIds);
        for (const owed of this.owed) if (owed.startsWith('the look ') && owed.endsWith(` of ${data.contractId}`)) this.owed.delete(owed);
        this.owed.add(`the return of ${data.contractId}`);
        return;
      }
      case 'provisioning.v1.RevertFailed': {
        this.met.failedReturn += 1;
        this.owed.delete(`the return of ${data.contractId}`);
        for (const segmentId of this.serviceOf(data.contractId).returns.ended()) this.left(segmentId);
        return;
      }
      case 'monitoring.v1.MeasurementWindowJudged':
        for (const { returns } of this.services.values()) returns.judged(data, this.seen);
        return;
      case 'provisioning.v1.ImpairmentNoted':
        this.serviceOf(data.contractId).returns.isImpaired = true;
        return;
      default:
        return;
    }
  }

  get unkept(): readonly string[] {
    return [...this.owed];
  }

  /** What a service runs on, or ran on last. */
  segmentsOf(contractId: string): readonly string[] {
    return this.serviceOf(contractId).segmentIds;
  }

  /** Of a contract that lives: whether a hold of a move is what its service runs on. */
  isRunOn(contractId: string, holdId: string): boolean {
    return this.givenUp.has(contractId) || this.services.get(contractId)?.holdId === holdId;
  }

  /** Of the route that a service runs on, beside the capacity of its first one; empty where it needs none. */
  holdOf(contractId: string): string {
    return this.serviceOf(contractId).holdId;
  }

  /** What a segment of a contract that lives must be in its provider's network; not certain where an operator looks after it. */
  isUp(contractId: string, segmentId: string): boolean | undefined {
    const isCurrent = this.services.get(contractId)?.segmentIds.includes(segmentId) === true;
    return this.givenUp.has(segmentId) || (isCurrent && this.brokenFirst.has(segmentId)) ? undefined : isCurrent;
  }

  /** Whatever was being done for a service ends with its contract: all that it ran on goes down. */
  private overWith(contractId: string): void {
    this.isTold(contractId);
    for (const owed of this.owed) if (owed.endsWith(` of ${contractId}`)) this.owed.delete(owed);
    const { segmentIds, returns } = this.serviceOf(contractId);
    for (const segmentId of [...segmentIds, ...returns.ended()]) this.left(segmentId);
  }

  private moved({ contractId, attempt, segmentIds, leftSegmentIds }: Extract<AnyStoredEvent, { type: 'provisioning.v1.ServiceRerouted' }>['data']): void {
    const service = this.serviceOf(contractId);
    const back = service.returns.taken(segmentIds, this.seen);
    if (back) this.met.returned += 1;
    const move = back ? { segmentIds, holdId: '' } : service.moves.get(attempt);
    holds(move !== undefined && String(move.segmentIds) === String(segmentIds), 'I5', () => `${contractId} moves to ${String(segmentIds)}, which was never secured`);
    holds(String(service.segmentIds) === String(leftSegmentIds), 'I5', () => `${contractId} leaves ${String(leftSegmentIds)} and runs on ${String(service.segmentIds)}`);
    this.met.move = true;
    this.isTold(contractId);
    this.owed.delete(back ? `the return of ${contractId}` : `the move ${attempt} of ${contractId}`);
    for (const segmentId of leftSegmentIds) this.left(segmentId);
    // Capacity beside the first route's is given back last, when nothing can use it any more.
    if (service.holdId !== '') this.owed.add(`the capacity ${service.holdId} of ${contractId}`);
    service.segmentIds = segmentIds;
    service.holdId = move.holdId;
  }

  /** I3: the credit for an outage is reckoned from the event that ends it, which comes before the move or the teardown does. */
  private isTold(contractId: string): void {
    holds(!this.outages.has(contractId), 'I3', () => `${contractId} was taken down for a move, and nothing says for how long it was impaired`);
  }

  private isDown(segmentId: string): void {
    this.down.add(segmentId);
    this.owed.delete(`the release of ${segmentId}`);
  }

  private left(segmentId: string): void {
    if (!this.down.has(segmentId)) this.owed.add(`the release of ${segmentId}`);
  }

  private serviceOf(contractId: string): Service {
    const service = this.services.get(contractId);
    holds(service !== undefined, 'I5', () => `${contractId} is moved and was never activated`);
    return service;
  }
}
