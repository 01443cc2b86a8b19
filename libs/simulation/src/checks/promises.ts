import { holds, type Check, type Course } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { Moves } from './moves.js';

/** What a run has to have met to prove anything. */
export interface Met {
  compensation: boolean;
  lateSuccess: boolean;
  expiredHold: boolean;
}

type SegmentState = 'active' | 'silent' | 'released' | 'refused';

/** I5: every promise comes to an end, and what an end leaves behind. Follows the processes by what they wrote alone. */
export class Promises implements Check {
  /** Contracts for which an operator was ever called, */
  readonly called = new Set<string>();
  /** and those of which segments are still unconfirmed that it was called for when their activation failed. */
  readonly calling = new Map<string, Set<string>>();
  readonly met: Met = { compensation: false, lateSuccess: false, expiredHold: false };
  private readonly open = new Set<string>();
  private readonly orders = new Map<string, 'open' | 'completed' | 'refused'>();
  private readonly contracts = new Map<string, 'signed' | 'voided' | 'active' | 'needs-operator' | 'terminated'>();
  private readonly segments = new Map<string, SegmentState>();
  /** Successes that came too late, until they are torn down or an operator is called. */
  private readonly late = new Set<string>();
  /** Segments that an operator was called for, since nobody confirms their release. */
  private readonly lookedAfter = new Set<string>();

  take(event: AnyStoredEvent): void {
    this.ofProcess(event);
    this.ofContract(event);
    this.ofSegment(event);
    if (event.type === 'advertising.v1.HoldReleased' && event.data.reason === 'hold-expired') this.met.expiredHold = true;
  }

  constructor(
    private readonly moves: Moves,
    private readonly course: Pick<Course, 'unkept'>,
  ) {}

  /** Promises that have not come to an end. */
  get unkept(): readonly string[] {
    const orders = [...this.orders].filter(([, state]) => state === 'open').map(([orderId]) => orderId);
    return [...this.moves.unkept, ...this.course.unkept, ...this.open, ...orders, ...[...this.late].map((segmentId) => `the late success of ${segmentId}`)];
  }

  /** Whether a hold has a contract that lives, or one that an operator has to look after. */
  isInForce(holdId: string): boolean {
    const contractId = `con_${holdId.slice(holdId.indexOf('_') + 1).replace(/-f?\d+$/, '')}`;
    const state = this.contracts.get(contractId);
    if (/-f\d+$/.test(holdId)) return state === 'active' && this.moves.isRunOn(contractId, holdId);
    return state === 'active' || state === 'needs-operator';
  }

  /** Whether a segment's provider has said that it is not up. */
  isDown(segmentId: string): boolean {
    const state = this.segments.get(segmentId);
    return state === 'released' || state === 'refused';
  }

  /** What each segment must be in its provider's network, as far as it is certain. */
  isUpInNetwork(segmentId: string): boolean | undefined {
    const contractId = `con_${segmentId.slice(4).replace(/-\d+$/, '')}`;
    const contract = this.contracts.get(contractId);
    if (contract === 'needs-operator') return undefined;
    return contract === 'active' && this.moves.isUp(contractId, segmentId);
  }

  private ofProcess({ type, stream, revision }: AnyStoredEvent): void {
    if (revision === 0 && /^(fulfilment|activation|holdexpiry|billingcycle|termination)-/.test(stream)) this.open.add(stream);
    // An activation that has ended is to end once more.
    if (type === 'provisioning.v1.TeardownScheduled') this.open.add(stream);
    if (ENDS.has(type)) this.open.delete(stream);
  }

  private ofContract({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'contracting.v1.ServiceRequested':
        this.orders.set(data.orderId, 'open');
        return;
      case 'contracting.v1.ServiceRequestCompleted':
      case 'contracting.v1.ServiceRequestRefused':
        holds(this.orders.get(data.orderId) === 'open', 'I5', () => `${data.orderId} ends a second time, with ${type}`);
        this.orders.set(data.orderId, type.endsWith('Refused') ? 'refused' : 'completed');
        return;
      case 'contracting.v1.ContractSigned':
        this.contracts.set(data.contractId, 'signed');
        return;
      case 'provisioning.v1.ServiceActivated':
        holds(this.contracts.get(data.contractId) === 'signed', 'I5', () => `${data.contractId} becomes active and is ${this.contracts.get(data.contractId)}`);
        this.contracts.set(data.contractId, 'active');
        return;
      case 'provisioning.v1.ServiceTerminated':
        holds(this.contracts.get(data.contractId) === 'active', 'I5', () => `${data.contractId} is taken down and is ${this.contracts.get(data.contractId)}`);
        this.contracts.set(data.contractId, 'terminated');
        return;
      case 'contracting.v1.ContractVoided':
        holds(this.contracts.get(data.contractId) !== 'active', 'I5', () => `${data.contractId} is voided and its service is active`);
        this.contracts.set(data.contractId, 'voided');
        return;
      case 'provisioning.v1.ActivationNeedsOperator':
        this.contracts.set(data.contractId, 'needs-operator');
        this.calling.set(data.contractId, new Set(data.unconfirmedSegmentIds));
        for (const segmentId of data.unconfirmedSegmentIds) this.late.delete(segmentId);
        return;
      case 'provisioning.v1.ActivationCompensated':
        this.met.compensation = true;
        return;
      case 'billing.v1.BillingAccountOpened':
        holds(this.contracts.get(data.contractId) === 'active', 'I5', () => `${data.contractId} is billed and its service is ${this.contracts.get(data.contractId)}`);
        return;
      default:
        return;
    }
  }

  private lookAfter(segmentId: string): void {
    this.lookedAfter.add(segmentId);
    this.late.delete(segmentId);
  }

  private ofSegment({ type, data }: AnyStoredEvent): void {
    if (CALLS.has(type) && 'contractId' in data) this.called.add(data.contractId);
    if (type === 'provisioning.v1.ReleaseNeedsOperator') for (const segmentId of data.unconfirmedSegmentIds) this.lookAfter(segmentId);
    if (type === 'provisioning.v1.SegmentActivated') {
      const before = this.segments.get(data.segmentId);
      if (before !== undefined && before !== 'active' && !this.lookedAfter.has(data.segmentId)) this.late.add(data.segmentId);
      this.segments.set(data.segmentId, 'active');
    } else if (type === 'provisioning.v1.SegmentReleased') {
      if (this.late.delete(data.segmentId)) this.met.lateSuccess = true;
      this.segments.set(data.segmentId, 'released');
      this.calling.get(data.contractId)?.delete(data.segmentId);
    } else if (type === 'provisioning.v1.SegmentSilent') this.segments.set(data.segmentId, 'silent');
    // Who signs with a key that is not his may have brought it up for all that.
    else if (type === 'provisioning.v1.SegmentRefused') this.segments.set(data.segmentId, data.refusal.code === 'receipt-not-trusted' ? 'silent' : 'refused');
  }
}

const ENDS: ReadonlySet<string> = new Set([
  'contracting.v1.FulfilmentEnded',
  'provisioning.v1.ServiceActivated',
  'provisioning.v1.ActivationCompensated',
  'provisioning.v1.ActivationNeedsOperator',
  'advertising.v1.HoldWatchEnded',
  'billing.v1.BillingCycleEnded',
  'provisioning.v1.ServiceTerminated',
  'contracting.v1.TerminationEnded',
]);

const CALLS: ReadonlySet<string> = new Set([
  'provisioning.v1.ActivationNeedsOperator',
  'provisioning.v1.ReleaseNeedsOperator',
  'provisioning.v1.TeardownNeedsOperator',
  'provisioning.v1.ServiceChangeNeedsOperator',
  'provisioning.v1.AlternativesExhausted',
]);
