import { contractOfSegment, type CourseEvent, type PresentedRecord } from '@carriermesh/billing-domain';
import { toHex } from '@carriermesh/kernel';
import { sha256, SIGNED_AS, verifySignature } from '@carriermesh/platform-signing';
import { advertising, type billing, type contracting, type provisioning } from '@carriermesh/wire';
import { BatchReading, signedRecord } from './batch-reading.js';
import type { Found, InputType } from './ledger-pass.js';
import type { EventReference } from './replay-report.js';

export interface At<T> {
  readonly at: EventReference;
  readonly data: T;
}

export interface ProviderKey {
  readonly at: EventReference;
  readonly publicKey: Uint8Array;
}

/** An offer as one event carries it. */
export interface OfferCopy {
  readonly at: EventReference;
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly sha256: string;
  /** Absent when the bytes are no offer. */
  readonly offer?: advertising.ResourceOffer;
}

export interface Advert extends OfferCopy {
  readonly resourceId: string;
  /** The hash that stands beside the offer. */
  readonly statedSha256: string;
  /** Signed with the key that spoke for the provider at that place in the ledger. */
  readonly isSigned: () => boolean;
}

/** Batches, cut-offs and the contract's end in ledger order: which batch came first, and which came too late for a month or the service. */
export type UsageStep =
  | {
      readonly kind: 'batch';
      readonly at: EventReference;
      readonly providerId: string;
      /** Records of the contract's segments whose id was not presented before; or the one that an operator released, as corrected. */
      readonly records: readonly PresentedRecord[];
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
  readonly adverts: Advert[];
  readonly activations: At<provisioning.ServiceActivated>[];
  /** What happened to the service since. */
  readonly course: CourseStep[];
  readonly amendments: At<contracting.ContractAmended>[];
  readonly voided: EventReference[];
  readonly usage: UsageStep[];
  readonly damaged: { readonly at: EventReference; readonly problem: string }[];
  /** Every key that has spoken for a provider, the present one last. */
  readonly keys: ReadonlyMap<string, readonly ProviderKey[]>;
}

/** Gathers the evidence from inputs given in ledger order. */
export class EvidenceGathering implements Evidence {
  readonly contracts: At<contracting.ContractSigned>[] = [];
  readonly supplies: At<contracting.SupplyContractSigned>[] = [];
  readonly quotes: At<contracting.QuoteOffered>[] = [];
  readonly adverts: Advert[] = [];
  readonly activations: At<provisioning.ServiceActivated>[] = [];
  readonly course: CourseStep[] = [];
  readonly amendments: At<contracting.ContractAmended>[] = [];
  readonly voided: EventReference[] = [];
  readonly usage: UsageStep[] = [];
  readonly damaged: { at: EventReference; problem: string }[] = [];
  readonly keys = new Map<string, ProviderKey[]>();

  constructor(
    readonly contractId: string,
    private readonly batches = new BatchReading(new Set([contractId])),
  ) {}

  add(event: Found<InputType>): void {
    const { at } = event;
    if (event.kind === 'damaged') {
      this.addDamaged(event);
      return;
    }
    switch (event.type) {
      case 'advertising.v1.ProviderEnrolled':
      case 'advertising.v1.ProviderKeyReplaced':
        this.keys.set(event.data.providerId, [...(this.keys.get(event.data.providerId) ?? []), { at, publicKey: event.data.publicKey }]);
        break;
      case 'advertising.v1.ResourceAdvertised':
        this.adverts.push(this.advert(at, event.data));
        break;
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
      case 'billing.v1.UsageBatchAccepted':
        this.addBatch(at, event.data);
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
    const read = batch && signedRecord(batch.data, this.keys.get(providerId) ?? [], recordId);
    if (!read || 'problem' in read) {
      const problem = read?.problem ?? `the batch ${batchId} that a release rests on is not there`;
      this.usage.push({ kind: 'unreadable-batch', at, providerId, problem });
      return;
    }
    const record = read.record && { record: { ...read.record.record, ...correction }, sha256: read.record.sha256 };
    if (!record || contractOfSegment(record.record.segmentId) !== this.contractId) return;
    this.usage.push({ kind: 'batch', at, providerId, records: [record], faults: read.faults });
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

  private advert(at: EventReference, { resourceId, providerId, signedOffer, offerSha256 }: advertising.ResourceAdvertised): Advert {
    const copy = offerCopy(at, signedOffer);
    const key = this.keys.get(providerId)?.at(-1);
    // Asked of the one that is under contract: each resource was advertised many times, and every contract over it would verify them all.
    let known: boolean | undefined;
    const isSigned = (): boolean => (known ??= key !== undefined && isSignedOffer(copy, [key]));
    return { ...copy, resourceId, statedSha256: toHex(offerSha256), isSigned };
  }

  private addBatch(at: EventReference, data: billing.UsageBatchAccepted): void {
    const { providerId } = data;
    const read = this.batches.next(at.position, data, this.keys.get(providerId) ?? []);
    if ('problem' in read) this.usage.push({ kind: 'unreadable-batch', at, providerId, problem: read.problem });
    else if (read.records.has(this.contractId)) this.usage.push({ kind: 'batch', at, providerId, records: read.records.get(this.contractId) ?? [], faults: read.faults });
  }
}

export function offerCopy(at: EventReference, { offer: bytes, signature }: advertising.SignedOffer): OfferCopy {
  const copy = { at, bytes, signature, sha256: toHex(sha256(bytes)) };
  try {
    return { ...copy, offer: advertising.ResourceOffer.decode(bytes) };
  } catch {
    return copy;
  }
}

export const isSignedOffer = ({ bytes: body, signature }: OfferCopy, keys: readonly ProviderKey[]): boolean =>
  keys.some(({ publicKey }) => verifySignature({ publicKey, domain: SIGNED_AS.resourceOffer, body, signature }));
