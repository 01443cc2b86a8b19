import { Injectable } from '@nestjs/common';
import type { SignedAgreements } from '@carriermesh/billing-domain';
import type { Instant } from '@carriermesh/kernel';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { COURSES, isCourse, type Agreements } from './agreements.view.js';

/** The agreements without a database: read from the ledger's first event at every start. */
@Injectable()
export class InMemoryAgreements implements MemoryView, Agreements {
  readonly kind = 'memory';
  readonly name = 'agreements';
  readonly listens = ['contracting.v1.ContractSigned', 'contracting.v1.SupplyContractSigned', 'contracting.v1.ContractVoided', 'contracting.v1.ContractAmended', ...COURSES] as const;
  private readonly contracts = new Map<string, Uint8Array>();
  /** By contract id, then by provider id. */
  private readonly supplies = new Map<string, Map<string, Uint8Array>>();
  private readonly voided = new Set<string>();
  private readonly ends = new Map<string, Instant>();
  private readonly courses = new Map<string, number>();

  apply(event: Fact): void {
    switch (event.type) {
      case 'contracting.v1.ContractSigned':
        if (!this.contracts.has(event.data.contractId)) this.contracts.set(event.data.contractId, event.data.contract.body);
        return;
      case 'contracting.v1.SupplyContractSigned':
        return this.supplied(event.data);
      case 'contracting.v1.ContractVoided':
        this.voided.add(event.data.contractId);
        return;
      case 'contracting.v1.ContractAmended':
        if (event.data.endsAt !== undefined && !this.ends.has(event.data.contractId)) this.ends.set(event.data.contractId, event.data.endsAt);
        return;
      default:
        if (isCourse(event)) this.courses.set(event.data.contractId, event.revision);
    }
  }

  async of(contractId: string): Promise<SignedAgreements | undefined> {
    const body = this.contracts.get(contractId);
    if (!body) return undefined;
    const supplies = [...(this.supplies.get(contractId) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return { contract: contracting.Contract.decode(body), supplies: supplies.map(([, supply]) => contracting.SupplyContract.decode(supply)) };
  }

  async inForce(contractIds: readonly string[]): Promise<readonly string[]> {
    return contractIds.filter((contractId) => this.contracts.has(contractId) && !this.voided.has(contractId));
  }

  async endOf(contractId: string): Promise<Instant | undefined> {
    return this.ends.get(contractId);
  }

  async lastCourseOf(contractId: string): Promise<number> {
    return this.courses.get(contractId) ?? 0;
  }

  private supplied({ contractId, providerId, contract }: contracting.SupplyContractSigned): void {
    const known = this.supplies.get(contractId) ?? new Map<string, Uint8Array>();
    this.supplies.set(contractId, known);
    if (!known.has(providerId)) known.set(providerId, contract.body);
  }
}
