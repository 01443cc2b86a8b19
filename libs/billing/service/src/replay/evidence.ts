import { contractOfSegment, type CourseEvent, type PresentedRecord } from '@carriermesh/billing-domain';
import type { Instant } from '@carriermesh/kernel';
import type { billing, contracting, provisioning } from '@carriermesh/wire';
import { signedRecord, type ReadBatch } from './batch-reading.js';
import type { Found, InputType } from './ledger-pass.js';
import type { EventReference } from './replay-report.js';
import type { SharedEvidence } from './shared-evidence.js';

export interface At<T> {
  readonly at: EventReference;
  readonly data: T;
}

/** Batches, cut-offs and the contract's end in ledger order: which batch came first, and which came too late for a month or the service. */
export type UsageStep =
  | {
      readonly kind: 'batch';
      readonly at: EventReference;
      readonly providerId: string;
      /** Records of the contract's segments whose id was not presented before; or the one that an operator released, as corrected. */
      readonly records: () => readonly PresentedRecord[];
      /** What ends after it was yet to come; absent of a release. */
      readonly latestEnd?: Instant;
      readonly faults: readonly { readonly code: string; readonly detail: string }[];
    }
  | { readonly kind: 'unreadable-batch'; readonly at: EventReference; readonly providerId: string; readonly problem: string }
  | { readonly kind: 'cut-off'; readonly at: EventReference }
  /** From here on the books knew of the next thing that happened to the service. */
  | { readonly kind: 'learnt'; readonly at: EventReference }
  /** From here on the books knew of the contract's end. */
  | { readonly kind: 'ended'; readonly at: EventReference }
  /** A dispute that changes something of an earlier month. */
  | { readonly kind: 'settled'; readonly at: EventReference; readonly data: billing.DisputeSettled };

export interface CourseStep {
  readonly at: EventReference;
  readonly event: CourseEvent;
}

/** What the ledger says about one contract, without anything that billing computed. */
export interface Evidence {
  readonly contractId: string;
  readonly contracts: At<contracting.ContractSigned>[];
  readonly supplies: At<contracting.SupplyContractSigned>[];
  readonly quotes: At<contracting.QuoteOffered>[];
  readonly activations: At<provisioning.ServiceActivated>[];
  /** What happened to the service since. */
  readonly course: CourseStep[];
  readonly amendments: At<contracting.ContractAmended>[];
  readonly voided: EventReference[];
  readonly usage: UsageStep[];
  readonly damaged: { readonly at: EventReference; readonly problem: string }[];
  readonly shared: Pick<SharedEvidence, 'keys' | 'keysOf' | 'advertsOf'>;
}

/** Gathers the evidence from inputs given in ledger order. */
export class EvidenceGathering implements Evidence {
  readonly contracts: At<contracting.ContractSigned>[] = [];
  readonly supplies: At<contracting.SupplyContractSigned>[] = [];
  readonly quotes: At<contracting.QuoteOffered>[] = [];
  readonly activations: At<provisioning.ServiceActivated>[] = [];
  readonly course: CourseStep[] = [];
  readonly amendments: At<contracting.ContractAmended>[] = [];
  readonly voided: EventReference[] = [];
  readonly usage: UsageStep[] = [];
  readonly damaged: { at: EventReference; problem: string }[] = [];
  heldBytes = 0;

  constructor(
    readonly contractId: string,
    readonly shared: SharedEvidence,
  ) {}

  /** Of what is shared, and of batches, only those that can't be read. */
  add(event: Found<InputType>): void {
    const { at } = event;
    if (event.kind === 'damaged') {
      this.addDamaged(event);
      return;
    }
    switch (event.type) {
      case 'contracting.v1.QuoteOffered':
        this.quotes.push({ at, data: event.data });
        break;
      case 'contracting.v1.ContractSigned':
        this.contracts.push({ at, data: event.data });
        break;
      case 'contracting.v1.SupplyContractSigned':
        this.supplies.push({ at, data: event.data });
        break;
      case 'contracting.v1.ContractAmended':
        this.amendments.push({ at, data: event.data });
        break;
      case 'contracting.v1.ContractVoided':
        this.voided.push(at);
        break;
      case 'provisioning.v1.ServiceActivated':
        this.activations.push({ at, data: event.data });
        break;
      case 'provisioning.v1.ServiceRerouted':
      case 'provisioning.v1.RerouteFailed':
      case 'provisioning.v1.ServiceChanged':
      case 'provisioning.v1.ImpairmentNoted':
      case 'provisioning.v1.ImpairmentCleared':
        this.course.push({ at, event });
        break;
      case 'billing.v1.BillingPhaseBegun':
      case 'billing.v1.SegmentFaultBooked':
        this.usage.push({ kind: 'learnt', at });
        break;
      case 'billing.v1.BillingPeriodCutOff':
        this.usage.push({ kind: 'cut-off', at });
        break;
      case 'billing.v1.BillingAccountEnded':
        this.usage.push({ kind: 'ended', at });
        break;
      case 'billing.v1.DisputeSettled':
        if (event.data.settlements.length > 0) this.usage.push({ kind: 'settled', at, data: event.data });
        break;
    }
  }

  /**
   * A record that was quarantined counts where it was released, as the operator corrected it, and under the hash of what was signed.
   * @param batch the one that the release names
   */
  addRelease({ at, data }: At<billing.UsageReleased>, batch: At<billing.UsageBatchAccepted> | undefined): void {
    const { providerId, recordId, batchId, correction } = data;
    const read = batch && signedRecord(batch.data, this.shared.keysOf(providerId), recordId);
    if (!read || 'problem' in read) {
      const problem = read?.problem ?? `the batch ${batchId} that a release rests on is not there`;
      this.usage.push({ kind: 'unreadable-batch', at, providerId, problem });
      return;
    }
    const record = read.record && { record: { ...read.record.record, ...correction }, sha256: read.record.sha256 };
    if (!record || contractOfSegment(record.record.segmentId) !== this.contractId) return;
    this.usage.push({ kind: 'batch', at, providerId, records: () => [record], faults: read.faults });
  }

  /** A cut-off counts by its place alone, so one that can't be read still counts; so does what a batch's stream names. */
  private addDamaged({ at, problem }: Found<InputType> & { kind: 'damaged' }): void {
    const providerId = /^usage(?:batch)?-([^~]+)~/.exec(at.stream)?.[1];
    if (at.type === 'billing.v1.BillingPeriodCutOff') this.usage.push({ kind: 'cut-off', at });
    if (at.type === 'billing.v1.BillingAccountEnded') this.usage.push({ kind: 'ended', at });
    if (at.type === 'billing.v1.BillingPhaseBegun' || at.type === 'billing.v1.SegmentFaultBooked') this.usage.push({ kind: 'learnt', at });
    if (providerId !== undefined) this.usage.push({ kind: 'unreadable-batch', at, providerId, problem });
    this.damaged.push({ at, problem });
  }

  addBatch(at: EventReference, providerId: string, read: ReadBatch | { readonly problem: string }): void {
    if ('problem' in read) {
      this.usage.push({ kind: 'unreadable-batch', at, providerId, problem: read.problem });
      return;
    }
    const held = read.records.get(this.contractId);
    if (!held) return;
    this.heldBytes += held.sizeBytes;
    this.usage.push({ kind: 'batch', at, providerId, records: () => held.presented(), latestEnd: read.latestEnd, faults: read.faults });
  }
}
