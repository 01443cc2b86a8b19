import {
  type AgreedAmendment, bandwidthTerms, carriedAt, contractStream, decideEnd, endTerms, isOfBandwidth, orderStream, type QuotedService, terminationStream, toRefusal,
} from '@carriermesh/contracting-domain';
import { toHex } from '@carriermesh/kernel';
import type { LedgerReading, RecordedEvent } from '@carriermesh/platform-ledger';
import { sha256 } from '@carriermesh/platform-signing';
import { contracting, provisioning } from '@carriermesh/wire';
import type { ContractComparison, Found } from './contract-comparison.js';

/** A contract and those with its suppliers as they were written again for the first time. */
export interface FirstVersion {
  readonly contract: contracting.Contract;
  /** What they were written from. */
  readonly quote: QuotedService;
  readonly supplies: readonly contracting.SupplyContract[];
  readonly references: readonly contracting.SupplyReference[];
  /** Of the event that it was signed by. */
  readonly position: bigint;
}

export interface VersionBefore {
  readonly version: number;
  readonly sha256: Uint8Array;
  readonly references: readonly contracting.SupplyReference[];
}

/** What a later version was written from: its amendment stands in the same commit, before it. */
export interface AmendmentCause {
  readonly position: bigint;
  readonly events: readonly bigint[];
  /** What all parties agreed on, or why they could not have. */
  readonly agree: (before: VersionBefore) => AgreedAmendment | { readonly refused: string };
}

/** The evidence of a contract's later versions, beside the amendments themselves. */
export class AmendmentEvidence {
  constructor(
    private readonly comparison: ContractComparison,
    private readonly first: FirstVersion,
    private readonly events: { readonly own: readonly RecordedEvent[]; readonly order: readonly RecordedEvent[]; readonly ending: readonly RecordedEvent[]; readonly activation: readonly RecordedEvent[] },
  ) {}

  static async read(ledger: Pick<LedgerReading, 'readStream'>, comparison: ContractComparison, first: FirstVersion): Promise<AmendmentEvidence> {
    const { contractId, orderId } = first.contract;
    const [own, order, ending, activation] = [contractStream(contractId), orderStream(orderId), terminationStream(contractId), `activation-${contractId}`];
    return new AmendmentEvidence(comparison, first, {
      own: await ledger.readStream(own),
      order: await ledger.readStream(order),
      ending: await ledger.readStream(ending),
      activation: await ledger.readStream(activation),
    });
  }

  amended(): readonly Found<contracting.ContractAmended>[] {
    return this.comparison.read(this.events.own, 'contracting.v1.ContractAmended', contracting.ContractAmended);
  }

  causes(): readonly AmendmentCause[] {
    return [...this.bandwidthChanges(), ...this.terminations()].toSorted((a, b) => (a.position < b.position ? -1 : 1));
  }

  /** Another bandwidth is ordered by a party, and done by all providers: the version is of the instant in which it was. */
  private bandwidthChanges(): readonly AmendmentCause[] {
    const { comparison, first: { contract, supplies }, events: { own, activation } } = this;
    const ordered = comparison.read(own, 'contracting.v1.ServiceChangeOrdered', contracting.ServiceChangeOrdered);
    for (const { position, data } of ordered) this.checkOrdered(position, data);
    const changes = comparison.read(activation, 'provisioning.v1.ServiceChanged', provisioning.ServiceChanged);
    return comparison.read(own, 'contracting.v1.ServiceChangeCompleted', contracting.ServiceChangeCompleted).flatMap((completed): AmendmentCause[] => {
      const { number } = completed.data;
      const [order, changed] = [ordered.find(({ data }) => data.number === number), changes.find(({ data }) => data.changeNumber === number)];
      const events = [completed, order, changed].flatMap((found) => (found ? [found.position] : []));
      if (!order || !changed) {
        comparison.add(`change[${number}]`, 'completed', order ? 'its providers did not change anything' : 'nobody ordered it', events);
        return [];
      }
      const { change, request, carriedMbps } = order.data;
      const { to, changedAt } = changed.data;
      const { contractId, orderId } = contract;
      comparison.message(`change[${number}]`, contracting.ServiceChangeCompleted, { recorded: completed.data, recomputed: { contractId, orderId, number, change, completedAt: changedAt }, events });
      if (change.mbps !== undefined) this.checkDone(`change[${number}]`, { to, ordered: change.mbps, carriedMbps }, events);
      if (!isOfBandwidth(changed.data)) return [];
      const terms = bandwidthTerms(contract, supplies, { to, from: changedAt });
      return [{ position: completed.position, events, agree: (before) => agreement(contract, before, { request, terms, signedAt: changedAt }) }];
    });
  }

  private terminations(): readonly AmendmentCause[] {
    const { comparison, first: { contract }, events: { ending, order } } = this;
    const [completed] = comparison.read(order, 'contracting.v1.ServiceRequestCompleted', contracting.ServiceRequestCompleted);
    return comparison.read(ending, 'contracting.v1.TerminationStarted', contracting.TerminationStarted).map(({ position, data }): AmendmentCause => {
      const { request, askedEndsAt, reason, startedAt, endsAt } = data;
      const { requestId, requestSha256, requestedAt } = request;
      const events = [position, ...(completed ? [completed.position] : [])];
      const asked = { buyerId: this.buyerIdOf(request), contractId: contract.contractId, requestId, reason, ...(askedEndsAt !== undefined && { endsAt: askedEndsAt }) };
      this.checkRequest('termination', { stated: requestSha256, sent: contracting.TerminateContractRequest.encode(asked), events });
      if (startedAt !== requestedAt) comparison.add('termination.startedAt', String(startedAt), String(requestedAt), events);
      const serviceStartAt = completed && (completed.data.serviceStartAt ?? completed.data.completedAt);
      return {
        position, events,
        agree: (before) => {
          const decided = decideEnd({ contract, request, askedEndsAt, reason, serviceStartAt }, { status: 'signed', version: before.version, sha256: before.sha256 });
          if (decided.kind !== 'accepted') return { refused: decided.kind === 'refused' ? toRefusal(decided.refusal).message : decided.kind };
          const [agreed] = decided.events;
          if (!agreed) return { refused: 'nothing was agreed' };
          if (agreed.data.change.endsAt !== endsAt) comparison.add('termination.endsAt', String(endsAt), String(agreed.data.change.endsAt), events);
          return agreement(contract, before, { request, terms: endTerms(agreed.data), signedAt: startedAt });
        },
      };
    });
  }

  /** What was ordered, and what travels of it. */
  private checkDone(what: string, { to, ordered, carriedMbps }: { readonly to: provisioning.ServiceShape; readonly ordered: number; readonly carriedMbps: number | undefined }, events: readonly bigint[]): void {
    const travels = carriedMbps ?? ordered;
    if (to.mbps !== travels) this.comparison.add(`${what}.mbps`, `${to.mbps} by its providers`, `${travels} ordered`, events);
    const expected = carriedMbps === undefined ? undefined : ordered;
    if (to.orderedMbps !== expected) this.comparison.add(`${what}.orderedMbps`, `${to.orderedMbps ?? 'none'}`, `${expected ?? 'none'}`, events);
  }

  private checkOrdered(position: bigint, { number, request, change, carriedMbps }: contracting.ServiceChangeOrdered): void {
    const carried = change.mbps === undefined ? undefined : carriedAt(this.first.quote, change.mbps);
    if (carriedMbps !== carried) this.comparison.add(`change[${number}].carriedMbps`, `${carriedMbps ?? 'none'}`, `${carried ?? 'none'} by the quote`, [position]);
    const asked = { buyerId: this.buyerIdOf(request), contractId: this.first.contract.contractId, requestId: request.requestId, change };
    this.checkRequest(`change[${number}]`, { stated: request.requestSha256, sent: contracting.ChangeServiceRequest.encode(asked), events: [position] });
  }

  private checkRequest(what: string, { stated, sent, events }: { readonly stated: Uint8Array; readonly sent: Uint8Array; readonly events: readonly bigint[] }): void {
    const hash = toHex(sha256(sent));
    if (toHex(stated) !== hash) this.comparison.add(`${what}.request.requestSha256`, toHex(stated), hash, events);
  }

  /** As the command named it: who asks for the seller names no buyer. */
  private buyerIdOf({ requestedBy }: contracting.AmendmentRequest): string {
    return requestedBy === this.first.contract.sellerId ? '' : requestedBy;
  }
}

const agreement = (contract: contracting.Contract, { version, sha256: amendedSha256, references }: VersionBefore, agreed: Pick<AgreedAmendment, 'request' | 'terms' | 'signedAt'>): AgreedAmendment => ({
  contract, version: version + 1, amendedSha256, suppliesBefore: references, ...agreed,
});
